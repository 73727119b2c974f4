namespace KegImages.Workflows;

/// <summary>Names of variables and secrets that stand for parameters: <c>NpmToken</c> → <c>NPM_TOKEN</c>, as NUKE has them.</summary>
internal static class VariableName
{
    // Words that are kept whole, as NUKE keeps them.
    private static readonly ImmutableArray<string> Whole = ["AppVeyor", "DotNet", "GitHub", "GitLab", "GitVersion", "JetBrains", "MSBuild",
        "NuGet", "ReSharper", "SignPath", "TeamCity"];

    public static string Of(string parameter)
    {
        var text = new StringBuilder();
        for (var i = 0; i < parameter.Length;)
        {
            var word = Whole.FirstOrDefault(whole => parameter.AsSpan(i).StartsWith(whole, StringComparison.Ordinal))
                ?? WordAt(parameter, i);
            if (text.Length > 0 && text[^1] != '_' && word != "_")
                text.Append('_');
            text.Append(word.ToUpperInvariant());
            i += word.Length;
        }

        return text.ToString();
    }

    // A capital begins a word, unless the one before it is a capital as well and no small letter follows.
    private static string WordAt(string text, int start)
    {
        var end = start + 1;
        while (end < text.Length && text[end] != '_' && text[start] != '_' && !Begins(text, end))
            end++;
        return text[start..end];
    }

    private static bool Begins(string text, int at) => char.IsAsciiLetterUpper(text[at])
        && (!char.IsAsciiLetterUpper(text[at - 1]) || (at + 1 < text.Length && char.IsAsciiLetterLower(text[at + 1])));
}
