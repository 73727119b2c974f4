namespace KegImages.Reports.Page;

/// <summary>When a run built what, in seconds from its first build.</summary>
/// <param name="Begun">When the first build began.</param>
/// <param name="Seconds">How long all of them took.</param>
/// <param name="Bars">One an image that was built, in the order of their beginnings.</param>
public sealed record PageTimeline(DateTimeOffset Begun, double Seconds, ImmutableArray<PageBar> Bars)
{
    /// <summary>How many images were built at once, at most.</summary>
    public int Workers => Bars.IsEmpty ? 0 : Bars.Max(bar => bar.Worker) + 1;

    /// <summary>The run's commit; null in a repository with none.</summary>
    public string? Commit { get; init; }

    /// <summary>The last run of the same tag; null where none is known.</summary>
    public EarlierRun? Before { get; init; }

    /// <summary>The chain of images that decided how long it took, the first one first.</summary>
    public ImmutableArray<string> Critical { get; init; } = [];

    /// <summary>The timeline as JSON text.</summary>
    public string ToJson() => PageText.Relaxed(writer => writer.Write(this)) + "\n";

    /// <summary>Reads such a text. Throws <see cref="UnreadableDocumentException"/> where it is none.</summary>
    public static PageTimeline Parse(string json) =>
        new OutsideDocument("the last run's timeline").Read(json, PageContext.Default.PageTimeline);
}

/// <summary>The build of one image.</summary>
/// <param name="Image">The image.</param>
/// <param name="Worker">Which of the builds that ran side by side, from 0.</param>
/// <param name="Begin">When it began.</param>
/// <param name="End">When it ended.</param>
/// <param name="Steps">Its instructions and other work, in the order of their beginnings.</param>
public sealed record PageBar(string Image, int Worker, double Begin, double End, ImmutableArray<PageStep> Steps)
{
    /// <summary>Whether it failed.</summary>
    public bool IsFailed { get; init; }

    /// <summary>Whether the cache had every instruction's result.</summary>
    public bool IsCached { get; init; }

    /// <summary>The image that it waited for last: a parent, or whoever had the worker; null where it waited for none.</summary>
    public string? WaitedFor { get; init; }

    /// <summary>Whether it was a parent that it waited for.</summary>
    public bool WaitedForParent { get; init; }

    /// <summary>How long it could have begun before it did.</summary>
    public double IdleSeconds { get; init; }

    /// <summary>How long it took in the last run of the same tag; null where that is not known.</summary>
    public double? Before { get; init; }
}

/// <summary>A step of an image's build.</summary>
/// <param name="Name">Its number in its stage, where it is an instruction, and what is done.</param>
/// <param name="Begin">When it began, in seconds from the first build.</param>
/// <param name="End">When it ended.</param>
public sealed record PageStep(string Name, double Begin, double End)
{
    /// <summary>Whether the cache had its result.</summary>
    public bool IsCached { get; init; }
}

/// <summary>An earlier run.</summary>
/// <param name="Begun">When its first build began.</param>
/// <param name="Seconds">How long its builds took.</param>
/// <param name="Images">How long each image took.</param>
/// <param name="Commit">Its commit.</param>
public sealed record EarlierRun(DateTimeOffset Begun, double Seconds, ImmutableSortedDictionary<string, double> Images,
    string? Commit = null);
