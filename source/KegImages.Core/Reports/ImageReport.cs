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

    /// <summary>Why it was built, as a clause for people.</summary>
    public required string Reason { get; init; }

    /// <summary>The reference that cannot move: by digest, or by content tag in the local store; null when it is not built.</summary>
    public string? Reference { get; init; }

    /// <summary>The references that name it.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The registry's digest; null when it is not pushed.</summary>
    public string? Digest { get; init; }

    /// <summary>Its size in bytes, where it is known.</summary>
    public long? Size { get; init; }

    /// <summary>How long it took, in seconds; null when it was not tried.</summary>
    public double? Seconds { get; init; }

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

    internal static ImageReport Of(ReusedImage image) => new()
    {
        Image = image.Image.Name.ToString(),
        State = "reused",
        Reason = image.Reason,
        Reference = image.Pinned.ToString(),
        Digest = image.Pinned.Digest?.ToString(),
    };

    internal static ImageReport Of(BuildOutcome outcome)
    {
        var report = new ImageReport { Image = outcome.Step.Image.Name.ToString(), State = "", Reason = outcome.Step.Reason };
        return outcome switch
        {
            Built built => report with
            {
                State = built.IsCached ? "cached" : "built",
                Reference = built.Pinned.ToString(),
                Digest = built.Digest?.ToString(),
                Seconds = Seconds(built.Duration),
            },
            Failed failed => report with { State = "failed", Seconds = Seconds(failed.Duration), Failure = FailureText.Of(failed.Failure) },
            Blocked blocked => report with { State = "blocked", BlockedBy = blocked.By.ToString() },
            NotStarted waiting => report with { State = "unstarted", StoppedBy = waiting.Lost is null ? waiting.By.ToString() : null,
                BuilderDied = waiting.Lost?.ToString() },
            _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
        };

        static double Seconds(TimeSpan duration) => Math.Round(duration.TotalSeconds, 3);
    }

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
