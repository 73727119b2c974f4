namespace KegImages.Planning;

/// <summary>How a plan's steps ended.</summary>
/// <param name="Outcomes">One outcome a step, in the plan's order.</param>
public sealed record BuildResult(ImmutableArray<BuildOutcome> Outcomes)
{
    /// <summary>Whether every image is built.</summary>
    public bool IsGreen => Outcomes.All(outcome => outcome is Built);

    /// <summary>What was built.</summary>
    public IEnumerable<Built> Built => Outcomes.OfType<Built>();

    /// <summary>What failed by itself.</summary>
    public IEnumerable<Failed> Failed => Outcomes.OfType<Failed>();

    /// <summary>What was not tried, because it builds on what failed.</summary>
    public IEnumerable<Blocked> Blocked => Outcomes.OfType<Blocked>();

    /// <summary>What was not tried, because nothing is started after a failure.</summary>
    public IEnumerable<NotStarted> NotStarted => Outcomes.OfType<NotStarted>();
}
