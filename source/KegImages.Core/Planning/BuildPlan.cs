namespace KegImages.Planning;

/// <summary>What a run will do, as data: a dry run prints it, a run carries it out.</summary>
public sealed record BuildPlan
{
    /// <summary>The images in scope, parents before children, each <see cref="Planned"/> or <see cref="Reused"/>.</summary>
    public required ImmutableArray<ImageState> Images { get; init; }

    /// <summary>The images that are built.</summary>
    public ImmutableArray<BuildStep> Steps => [.. Images.OfType<Planned>().Select(image => image.Step)];

    /// <summary>The images that are not built, because they exist.</summary>
    public IEnumerable<Reused> Reused => Images.OfType<Reused>();

    /// <summary>Images that were asked for and are left out.</summary>
    public ImmutableArray<Skipped> Skipped { get; init; } = [];

    /// <summary>
    /// Why the set stays where a person put it, so that nothing is built and no tag moves, as a text for people; null where nobody holds
    /// it.
    /// </summary>
    public string? Held { get; init; }

    /// <summary>
    /// Whether images are pushed (and parents of the same run pinned by the registry's digest) or stay in the engine's store.
    /// </summary>
    public required bool Push { get; init; }

    /// <summary>Whether BuildKit's cache is left aside.</summary>
    public bool NoCache { get; init; }

    /// <summary>How many images are built at once, at least 1.</summary>
    public int Parallel { get; init; } = 4;

    /// <summary>How long one image's build may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>The buildx builder to hand builds to; null for the engine's own.</summary>
    public string? Builder { get; init; }

    /// <summary>
    /// The time of the commit that is built, which images carry as the time they were made, so that the same inputs give the same digest;
    /// null to let BuildKit take the clock.
    /// </summary>
    public DateTimeOffset? CommitTime { get; init; }

    /// <summary>How long images took when they were last built, as the family's record has it; of some it may not know.</summary>
    public ImmutableDictionary<ImageName, LastBuild> LastBuilds { get; init; } = ImmutableDictionary<ImageName, LastBuild>.Empty;
}
