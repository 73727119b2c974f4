using System.Text.RegularExpressions;
using KegImages.Configuration;

namespace KegImages.Linting.Rules;

internal sealed partial class SecretValueRule : LintRule
{
    public override LintRuleKind Kind => LintRuleKind.SecretValue;

    public override IEnumerable<LintPlace> Find(LintSubject subject) => InDockerfile(subject).Concat(InValues(subject));

    private static IEnumerable<LintPlace> InDockerfile(LintSubject subject) =>
        from instruction in subject.Instructions
        from text in (instruction.Source?.Heredocs ?? []).Select(heredoc => (Text: heredoc.Body, heredoc.Line))
            .Prepend((Text: instruction.Arguments, Line: 0))
        let match = Known().Match(text.Text)
        where match.Success
        select Place(
            subject.At(text.Line == 0 ? instruction.LineAt(match.Index) : text.Line + text.Text.AsSpan(0, match.Index).Count('\n')),
            $"{instruction.Keyword} holds {What(match)}");

    private static IEnumerable<LintPlace> InValues(LintSubject subject)
    {
        if (subject.Files.Values is not { } values)
            yield break;
        foreach (var (name, value) in values.Env.Concat(values.Args))
        {
            if (Known().Match(value.Value) is { Success: true } match)
                yield return Place(value.Location, $"{name} holds {What(match)}");
            else if (subject.IsSecret(name) && value.Value.Length > 0 && !value.Value.Contains("{{", StringComparison.Ordinal))
                yield return Place(value.Location, $"{name} is a secret by its name, and its value is written out");
        }
    }

    // The value itself is not repeated: reports are shown, too.
    private static LintPlace Place(SourceLocation location, string message) =>
        new(location, message, "revoke it, and give it from outside: declare the name alone ('NAME:' in values.yml) and put the value "
            + "into .env, which is not committed");

    private static string What(Match match) => match.Groups.Keys.First(name => name != "0" && match.Groups[name].Success) switch
    {
        "github" => "a GitHub token",
        "npm" => "an npm token",
        "aws" => "an AWS access key",
        "slack" => "a Slack token",
        "key" => "a private key",
        _ => "a password within a URL",
    };

    [GeneratedRegex(
        @"\b(?<github>gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,})|\b(?<npm>npm_[A-Za-z0-9]{36})\b"
        + @"|\b(?<aws>A(KIA|SIA)[A-Z0-9]{16})\b|\b(?<slack>xox[abprs]-[A-Za-z0-9-]{10,})"
        + @"|(?<key>-----BEGIN ([A-Z]+ )*PRIVATE KEY-----)|://[^\s/:@$""'{<]+:(?<url>[^\s/:@$""'{<*]{3,})@",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Known();
}
