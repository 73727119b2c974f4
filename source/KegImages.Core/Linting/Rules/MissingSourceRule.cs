using KegImages.Configuration;

namespace KegImages.Linting.Rules;

/// <summary>Files that are copied and are not there.</summary>
internal sealed class MissingSourceRule : LintRule
{
    public override LintRuleKind Kind => LintRuleKind.MissingSource;

    public override IEnumerable<LintPlace> Find(LintSubject subject) => subject.Files.Missing.Select(problem =>
        new LintPlace(problem.Location ?? subject.At(1), problem.Message, problem.Next ?? "correct the name"));
}
