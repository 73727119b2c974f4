using KegImages.Configuration;

namespace KegImages.Linting.Rules;

/// <summary>Images of the family that are named without a tag.</summary>
internal sealed class KegImageTagRule : LintRule
{
    public override LintRuleKind Kind => LintRuleKind.KegImageTag;

    public override IEnumerable<LintPlace> Find(LintSubject subject) => Written(subject)
        .Where(said => ImageReference.TryParse(said.Text, out var reference) && reference is { Tag: null, Digest: null })
        .Select(said => new LintPlace(said.Location, $"{said.Name}: '{said.Text}' has no tag",
            $"write {said.Text}:{subject.Model.Settings.DefaultTag}"));

    private static IEnumerable<(string Name, string Text, SourceLocation Location)> Written(LintSubject subject)
    {
        foreach (var arg in subject.Image.Dockerfile.GlobalArgs.Where(arg =>
            arg is { Name: ValuesFormat.KegBaseImage, Default.Length: > 0 }))
            yield return (arg.Name, arg.Default!, subject.At(arg.Line));
        if (subject.Image.KegImageFrom is { } from)
            yield return (ValuesFormat.KegImageFrom, from.ToString(),
                subject.Files.Values?.Env.GetValueOrDefault(ValuesFormat.KegImageFrom)?.Location ?? subject.At(ImageValues.FileName));
    }
}
