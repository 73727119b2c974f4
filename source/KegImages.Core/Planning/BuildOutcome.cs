namespace KegImages.Planning;

/// <summary>How the build of an image ended: <see cref="Built"/>, <see cref="Failed"/>, <see cref="Blocked"/> or
/// <see cref="NotStarted"/>.</summary>
public abstract record BuildOutcome : ImageState
{
    private protected BuildOutcome(BuildStep step, ImageReference? pinned = null)
        : base(step.Image, step.Reason, pinned) => Step = step;

    /// <summary>What was to be built.</summary>
    public BuildStep Step { get; init; }

    /// <summary>The builder that built it, by name; those of its platforms with commas between them. Null where none is named.</summary>
    public string? Builder { get; init; }
}

/// <summary>The image is built, or another run pushed the very same one first.</summary>
/// <param name="Step">The step.</param>
/// <param name="Pinned">What children build on: by digest when it was pushed, by content tag when it stays in the local store.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="IsCached">Whether the cache had every instruction's result.</param>
public sealed record Built(BuildStep Step, ImageReference Pinned, TimeSpan Duration, bool IsCached) : BuildOutcome(Step, Pinned)
{
    /// <inheritdoc cref="ImageState.Pinned"/>
    public new ImageReference Pinned => base.Pinned!;

    /// <summary>
    /// The digest that means it in the labels of its children: the registry's, else what the engine knows it by; null where nobody says it.
    /// </summary>
    public Digest? KnownBy { get; init; } = Pinned.Digest;

    /// <summary>Whether another run pushed it, so that how long this one took says nothing of it.</summary>
    public bool IsAdopted { get; init; }

    /// <summary>How long it took to build it; null where cache or another run did.</summary>
    public LastBuild? Took => IsCached || IsAdopted ? null : LastBuild.Of(Duration, Step.Platforms) with { Builder = Builder };

    /// <summary>
    /// What a person should know of how its content tag came to be: that another run's image was taken over, or replaced; null when there
    /// is nothing to say.
    /// </summary>
    public string? Note { get; init; }
}

/// <summary>The image could not be built.</summary>
/// <param name="Step">The step.</param>
/// <param name="Failure">Why.</param>
/// <param name="Duration">How long it took to fail.</param>
public sealed record Failed(BuildStep Step, BuildFailure Failure, TimeSpan Duration) : BuildOutcome(Step);

/// <summary>The image was not tried, because an image that it builds on failed.</summary>
/// <param name="Step">The step.</param>
/// <param name="By">The image that failed.</param>
public sealed record Blocked(BuildStep Step, ImageName By) : BuildOutcome(Step);

/// <summary>
/// The image could have been tried, but another one failed before, and after a failure the run starts nothing new; or there is no builder
/// any more.
/// </summary>
/// <param name="Step">The step.</param>
/// <param name="By">The image that failed, or in whose build the builder was lost.</param>
public sealed record NotStarted(BuildStep Step, ImageName By) : BuildOutcome(Step)
{
    /// <summary>The builder that died; null where an image failed.</summary>
    public LostBuilder? Lost { get; init; }

    /// <summary>Why it was not started, as a clause.</summary>
    public string Why => Lost is null ? $"not started because of {By}" : "not started, the builder died";
}
