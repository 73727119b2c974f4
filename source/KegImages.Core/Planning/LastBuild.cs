namespace KegImages.Planning;

/// <summary>How long it took to build an image when that was last done: by neither the cache nor another run.</summary>
/// <param name="Seconds">The seconds, with the push of its content where it was pushed.</param>
/// <param name="Platforms">The platforms that it was built for then.</param>
public sealed record LastBuild([property: JsonConverter(typeof(SecondsConverter))] double Seconds, IReadOnlyList<string> Platforms)
{
    /// <summary>The builder that built it, by name; null where none is named.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Builder { get; init; }

    /// <summary>The same as a duration.</summary>
    [JsonIgnore]
    public TimeSpan Duration => TimeSpan.FromSeconds(Seconds);

    /// <summary>What a build took, to the millisecond.</summary>
    public static LastBuild Of(TimeSpan duration, IEnumerable<string> platforms) =>
        new(Math.Round(duration.TotalSeconds, 3), [.. platforms]);
}
