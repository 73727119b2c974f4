using KegImages.Configuration;

namespace KegImages.Linting;

/// <summary>One thing that is looked for. Pure.</summary>
internal abstract class LintRule
{
    /// <summary>What it is called and why it is there.</summary>
    public abstract LintRuleKind Kind { get; }

    /// <summary>Everything that it finds in one image.</summary>
    public abstract IEnumerable<LintPlace> Find(LintSubject subject);
}

/// <summary>A place that a rule found.</summary>
/// <param name="Location">Where it stands.</param>
/// <param name="Message">What is wrong there.</param>
/// <param name="Fix">What to write in its place.</param>
internal sealed record LintPlace(SourceLocation Location, string Message, string Fix);
