namespace KegImages.Building;

/// <summary>What happens to a piece of work that takes time, whatever it is: an image's build, a pull, a wait; handed on one at a
/// time.</summary>
/// <param name="Work">What it is called, such as an image's name.</param>
public abstract record WorkEvent(string Work);

/// <summary>It has begun.</summary>
/// <param name="Work">What it is called.</param>
/// <param name="Text">What is done, as a clause for people: <c>building: no image of these inputs exists yet</c>.</param>
public sealed record WorkBegun(string Work, string Text) : WorkEvent(Work);

/// <summary>It went on: a step of it began or ended, bytes moved, it said a line.</summary>
/// <param name="Work">What it is called.</param>
/// <param name="Event">What happened.</param>
public sealed record WorkProgressed(string Work, BuildKitEvent Event) : WorkEvent(Work);

/// <summary>It has ended, or will never begin.</summary>
/// <param name="Work">What it is called.</param>
/// <param name="How">How it ended.</param>
/// <param name="Text">The same as a clause for people: <c>built sha256:0123456789ab in 12.3s</c>.</param>
public sealed record WorkEnded(string Work, WorkEnd How, string Text) : WorkEvent(Work);

/// <summary>How a piece of work ended.</summary>
public enum WorkEnd
{
    /// <summary>Well.</summary>
    Done,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>It was not tried, because what it needs failed.</summary>
    Blocked,

    /// <summary>It was not tried, because nothing is started any more.</summary>
    NotStarted,
}
