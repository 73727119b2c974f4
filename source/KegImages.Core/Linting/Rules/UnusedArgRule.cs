using KegImages.Configuration;

namespace KegImages.Linting.Rules;

/// <summary>Build args that no Dockerfile takes.</summary>
internal sealed class UnusedArgRule : LintRule
{
    public override LintRuleKind Kind => LintRuleKind.UnusedArg;

    public override IEnumerable<LintPlace> Find(LintSubject subject)
    {
        var declared = DeclaredBy(subject.Image).ToHashSet(StringComparer.Ordinal);
        // A values.yml is for all images of its folder: one of them takes what it gives.
        var shared = subject.Model.Family.Images.Where(image => image.ValuesPath is { } path && path == subject.Image.ValuesPath)
            .SelectMany(DeclaredBy).ToHashSet(StringComparer.Ordinal);
        var said = subject.Model.Settings.Images.FirstOrDefault(image => image.Name.Value == subject.Image.Name)?.Args
            ?? Sorted.Empty<Located<string>>();
        // KEG_IMAGE_FROM is no build arg, though it is given as one: it says what is run.
        return (subject.Files.Values?.Args ?? Sorted.Empty<Located<string>>()).Where(arg => !shared.Contains(arg.Key))
            .Concat(said.Where(arg => !declared.Contains(arg.Key)))
            .Where(arg => arg.Key is not (ValuesFormat.KegImageFrom or ValuesFormat.KegProxyPort))
            .Select(arg => new LintPlace(arg.Value.Location,
                $"args.{arg.Key} is given, and the Dockerfile of '{subject.Image.Name}' has no ARG "
                    + $"{arg.Key}{Suggestion.DidYouMean(arg.Key, declared)}", $"take it out, or declare it: ARG {arg.Key}"));
    }

    private static IEnumerable<string> DeclaredBy(Image image) => image.Dockerfile.Instructions
        .Where(instruction => instruction.Keyword == "ARG").SelectMany(instruction => instruction.Declarations())
        .Select(arg => arg.Name).Concat(image.Use.DeclaredArgs);
}
