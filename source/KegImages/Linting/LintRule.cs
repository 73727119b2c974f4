namespace KegImages.Linting;

/// <summary>One thing that is looked for. Pure.</summary>
internal abstract class LintRule
{
    /// <summary>Its id: how <c>keg.yml</c> and reports call it.</summary>
    public abstract string Id { get; }

    /// <summary>What it finds and why that matters, as one sentence.</summary>
    public abstract string Reason { get; }

    /// <summary>How much it weighs where <c>keg.yml</c> says nothing.</summary>
    public virtual LintSeverity Default => LintSeverity.Error;

    /// <summary>Everything that it finds in one image.</summary>
    public abstract IEnumerable<LintPlace> Find(LintSubject subject);
}

/// <summary>A place that a rule found.</summary>
/// <param name="Location">Where it stands.</param>
/// <param name="Message">What is wrong there.</param>
/// <param name="Fix">What to write in its place.</param>
internal sealed record LintPlace(SourceLocation Location, string Message, string Fix);
