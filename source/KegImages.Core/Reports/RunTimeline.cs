namespace KegImages.Reports;

/// <summary>When a run worked on what: for each image that was begun, by which of the builds side by side, and its steps.</summary>
/// <param name="Images">The images, in the order in which they were begun.</param>
public sealed record RunTimeline(IReadOnlyList<TimelineImage> Images)
{
    /// <summary>The version of the file's shape; raised when an entry changes its meaning.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The timeline as JSON text, which <see cref="Parse"/> reads.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, FamilyReportContext.Relaxed.RunTimeline) + "\n";

    /// <summary>Reads a timeline. Throws <see cref="FailedException"/> when the text is none.</summary>
    public static RunTimeline Parse(string json) =>
        new OutsideDocument("the run's timeline").Read(json, FamilyReportContext.Relaxed.RunTimeline);
}

/// <summary>The build of one image.</summary>
/// <param name="Image">Its name.</param>
/// <param name="Worker">Which of the builds side by side it was, from 0.</param>
/// <param name="Begun">When it was begun.</param>
/// <param name="Ended">When it ended, however that was; null while it goes on.</param>
/// <param name="Steps">Its steps, in the order in which they were begun.</param>
public sealed record TimelineImage(string Image, int Worker, DateTimeOffset Begun, DateTimeOffset? Ended,
    IReadOnlyList<TimelineStep> Steps);

/// <summary>A step of a build: an instruction, a transfer, a push.</summary>
/// <param name="Text">What is done: <c>3/7 RUN npm ci</c>.</param>
/// <param name="Begun">When it was begun.</param>
/// <param name="Ended">When it ended; null where that was not seen.</param>
/// <param name="IsCached">Whether the cache had its result.</param>
public sealed record TimelineStep(string Text, DateTimeOffset Begun, DateTimeOffset? Ended, bool IsCached);
