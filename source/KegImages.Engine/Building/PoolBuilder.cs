namespace KegImages.Building;

/// <summary>One builder of a pool: what its slots can build.</summary>
/// <param name="Name">The buildx builder; null for the one that is in use.</param>
/// <param name="Slots">How many images it builds at once, at least 1.</param>
public sealed record PoolBuilder(string? Name, int Slots)
{
    /// <summary>The platforms that it builds for by itself: those that it is given, else each node's own; empty where nobody
    /// says.</summary>
    public ImmutableArray<string> Native { get; init; } = [];

    /// <summary>All platforms that it builds for, by emulation too; empty where nobody says.</summary>
    public ImmutableArray<string> Platforms { get; init; } = [];

    /// <summary>What was said when it did not answer before the run; null when it did.</summary>
    public string? Silence { get; init; }

    /// <summary>What it is called in a sentence: <c>the builder 'far'</c>.</summary>
    public string Called => Name is null ? "the builder" : $"the builder '{Name}'";

    /// <summary>A builder that was judged, as one of a pool.</summary>
    /// <param name="judged">The builder.</param>
    /// <param name="parallel">How many images it builds at once where nobody says that of it.</param>
    public static PoolBuilder Of(JudgedBuilder judged, int parallel) => new(judged.Entry.Name, Math.Max(1, judged.Entry.Slots ?? parallel))
    {
        Native = !judged.Entry.Platforms.IsEmpty ? judged.Entry.Platforms
            : [.. (judged.Inspection?.Nodes ?? []).Select(node => node.Native).OfType<string>().Distinct(StringComparer.Ordinal)],
        Platforms = !judged.Entry.Platforms.IsEmpty ? judged.Entry.Platforms : [.. judged.Inspection?.Platforms ?? []],
        Silence = judged.Silence,
    };

    /// <summary>Whether it builds for a platform without emulation.</summary>
    public bool IsNative(string platform) => Native.Any(own => Usual(own) == Usual(platform));

    /// <summary>Whether it builds for a platform, as it says.</summary>
    public bool Builds(string platform) => IsNative(platform) || Platforms.Any(own => Usual(own) == Usual(platform));

    // BuildKit says linux/arm64 of what is linux/arm64/v8.
    private static string Usual(string platform) => platform == "linux/arm64/v8" ? "linux/arm64" : platform;
}
