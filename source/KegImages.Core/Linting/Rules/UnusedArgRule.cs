using KegImages.Configuration;

namespace KegImages.Linting.Rules;

/// <summary>Build args that no Dockerfile takes.</summary>
internal sealed class UnusedArgRule : LintRule
{
    public override LintRuleKind Kind => LintRuleKind.UnusedArg;

    public override IEnumerable<LintPlace> Find(LintSubject subject)
    {
        var declared = subject.Image.Dockerfile.Instructions
            .Where(instruction => instruction.Keyword == "ARG").SelectMany(instruction => instruction.Declarations())
            .Select(arg => arg.Name)
            .Concat(subject.Image.Use.DeclaredArgs)
            .ToHashSet(StringComparer.Ordinal);
        var said = subject.Model.Settings.Images.FirstOrDefault(image => image.Name.Value == subject.Image.Name)?.Args
            ?? Sorted.Empty<Located<string>>();
        // KEG_IMAGE_FROM is no build arg, though it is given as one: it says what is run.
        return (subject.Files.Values?.Args ?? Sorted.Empty<Located<string>>()).Concat(said)
            .Where(arg => !declared.Contains(arg.Key) && arg.Key is not (ValuesFormat.KegImageFrom or ValuesFormat.KegProxyPort))
            .Select(arg => new LintPlace(arg.Value.Location,
                $"args.{arg.Key} is given, and the Dockerfile of '{subject.Image.Name}' has no ARG "
                    + $"{arg.Key}{Suggestion.DidYouMean(arg.Key, declared)}", $"take it out, or declare it: ARG {arg.Key}"));
    }
}
