using KegImages.Planning;

namespace KegImages.Reports;

/// <summary>What a run made of one image.</summary>
public sealed record ImageReport
{
    /// <summary>The image's name.</summary>
    public required string Image { get; init; }

    /// <summary>
    /// How its step ended: <c>built</c>, <c>cached</c>, <c>reused</c>, <c>failed</c>, <c>blocked</c> or <c>unstarted</c>.
    /// </summary>
    public required string State { get; init; }

    /// <summary>Whether the run built it.</summary>
    [JsonIgnore]
    internal bool IsBuilt => State is "built" or "cached";

    /// <summary>Why it was built, as a clause for people.</summary>
    public required string Reason { get; init; }

    /// <summary>The reference that cannot move: by digest, or by content tag in the local store; null when it is not built.</summary>
    public string? Reference { get; init; }

    /// <summary>The references that name it.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Those of them that this run moved; null where it publishes none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Moved { get; init; }

    /// <summary>The registry's digest; null when it is not pushed.</summary>
    public string? Digest { get; init; }

    /// <summary>Its size in bytes, where it is known.</summary>
    public long? Size { get; init; }

    /// <summary>How long it took, in seconds; null when it was not tried.</summary>
    public double? Seconds { get; init; }

    /// <summary>How long it took when it was last built, by this run or an earlier one; null where that is not known.</summary>
    public LastBuild? LastBuild { get; init; }

    /// <summary>
    /// The builder that built it, by name; those of its platforms with commas between them. Null where none is named, or none built it.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Builder { get; init; }

    /// <summary>The image that blocks it; null when none does.</summary>
    public string? BlockedBy { get; init; }

    /// <summary>The image whose failure kept it from being started, although it does not build on it; null when none did.</summary>
    public string? StoppedBy { get; init; }

    /// <summary>How the builder died that it was to be built by; null when it did not.</summary>
    public string? BuilderDied { get; init; }

    /// <summary>What kept it from being tried, as a clause for people; null when nothing did.</summary>
    [JsonIgnore]
    internal string? WhyNotTried =>
        BlockedBy is not null ? $"blocked by {BlockedBy}"
            : StoppedBy is not null ? $"not started because of {StoppedBy}"
            : BuilderDied is not null ? "not started, the builder died" : null;

    /// <summary>Why it failed, as the lines that people are shown; null when it did not.</summary>
    public IReadOnlyList<string>? Failure { get; init; }

    /// <summary>How its tests stand; null where it has none, or none were looked at.</summary>
    public ImageTestReport? Tests { get; init; }

    internal static ImageReport Of(ImageState image) => image switch
    {
        Published published => Of(published.Green) with { Tags = [.. published.Tags.Select(tag => tag.ToString())], Size = published.Size,
            Moved = [.. published.Moved.Select(tag => tag.ToString())] },
        Reused => As("reused", image),
        Built built => As(built.IsCached ? "cached" : "built", image) with
        {
            Seconds = SecondsOf(built.Duration),
            Builder = built.Builder,
        },
        Failed failed => As("failed", image) with
        {
            Seconds = SecondsOf(failed.Duration),
            Failure = FailureText.Of(failed.Failure),
            Builder = failed.Builder,
        },
        Blocked blocked => As("blocked", image) with { BlockedBy = blocked.By.ToString() },
        NotStarted { Lost: { } lost } => As("unstarted", image) with { BuilderDied = lost.ToString() },
        NotStarted waiting => As("unstarted", image) with { StoppedBy = waiting.By.ToString() },
        _ => throw new ArgumentOutOfRangeException(nameof(image)),
    };

    private static ImageReport As(string state, ImageState image) => new()
    {
        Image = image.Name.ToString(),
        State = state,
        Reason = image.Reason,
        Reference = image.Pinned?.ToString(),
        Digest = image.Digest?.ToString(),
    };

    private static double SecondsOf(TimeSpan duration) => Math.Round(duration.TotalSeconds, 3);

    [JsonIgnore]
    internal IReadOnlyList<string> Cells => [
        Image,
        string.Join(", ", Tags.Select(tag => ImageReference.Parse(tag).Tag?.ToString() ?? tag)),
        State switch
        {
            "failed" => "failed",
            "blocked" or "unstarted" => WhyNotTried!,
            _ => Digest is null ? "not pushed" : References.Digest.Parse(Digest).Abbreviated,
        },
        Size is { } size ? Human.Size(size) : "",
        Seconds is { } seconds ? Human.Duration(TimeSpan.FromSeconds(seconds)) : State == "reused" ? "reused" : "",
    ];
}
