using KegImages.Configuration;

namespace KegImages.Linting;

/// <summary>One thing that is looked for. Pure.</summary>
internal abstract class LintRule
{
    public abstract LintRuleKind Kind { get; }

    public abstract IEnumerable<LintPlace> Find(LintSubject subject);
}

internal sealed record LintPlace(SourceLocation Location, string Message, string Fix);
