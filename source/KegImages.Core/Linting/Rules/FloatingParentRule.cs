using KegImages.Configuration;

namespace KegImages.Linting.Rules;

/// <summary>Images from outside whose tag says nothing.</summary>
internal sealed class FloatingParentRule : LintRule
{
    public override LintRuleKind Kind => LintRuleKind.FloatingParent;

    public override IEnumerable<LintPlace> Find(LintSubject subject) =>
        from parent in subject.Image.Parents
        where parent.Member is null && parent.Reference.Digest is null && (parent.Reference.Tag ?? Latest) == Latest
        select new LintPlace(
            parent.Location,
            $"'{parent.Reference}' is whatever its publisher calls newest",
            $"write a version: {parent.Reference.Locator}:<version>, and pin it with {ThisProgram.Name} "
                + $"UpdateBases{ThisProgram.SamePlace}");

    private static readonly Tag Latest = Tag.Parse("latest");
}
