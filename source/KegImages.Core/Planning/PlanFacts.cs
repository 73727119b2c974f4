using KegImages.Fingerprints;
using KegImages.Secrets;

namespace KegImages.Planning;

/// <summary>What the world looks like: read once by the shell, handed to the planner.</summary>
public sealed record PlanFacts
{
    /// <summary>What the labels say.</summary>
    public required SourceFacts Source { get; init; }

    /// <summary>The fingerprint of every image in scope.</summary>
    public required ImmutableDictionary<ImageName, Fingerprint> Fingerprints { get; init; }

    /// <summary>What every image in scope is made of, to be kept with those that are built.</summary>
    public ImmutableDictionary<ImageName, ImageInputs> Inputs { get; init; } = ImmutableDictionary<ImageName, ImageInputs>.Empty;

    /// <summary>Images in scope that stand where one with this fingerprint would.</summary>
    public required ImmutableDictionary<ImageName, ExistingImage> Existing { get; init; }

    /// <summary>Parents that no step builds, as the Dockerfiles write them → what to build on instead.</summary>
    public required ImmutableDictionary<ImageReference, ImageReference> Pins { get; init; }

    /// <summary>The digests that mean a pin that has none itself: of an image that only the engine has.</summary>
    public ImmutableDictionary<ImageReference, IReadOnlyList<Digest>> KnownBy { get; init; } =
        ImmutableDictionary<ImageReference, IReadOnlyList<Digest>>.Empty;

    /// <summary>Named build contexts: name → folder, or git URL pinned to a commit.</summary>
    public required ImmutableSortedDictionary<string, string> Contexts { get; init; }

    /// <summary>What each image in scope is given of the secrets that it mounts, and what it lacks.</summary>
    public ImmutableDictionary<ImageName, SecretOffer> Offers { get; init; } = ImmutableDictionary<ImageName, SecretOffer>.Empty;

    /// <summary>
    /// The platform that the builder builds for by itself: that of an image which names none, and the one that an image of several is built
    /// for where it is not pushed.
    /// </summary>
    public required string OwnPlatform { get; init; }

    /// <summary>The digests that mean what a parent that no step builds is in this run; none where it has no pin.</summary>
    public ImmutableArray<Digest> KnownByOf(Parent edge) =>
        Pins.GetValueOrDefault(edge.Reference)?.Digest is { } digest ? [digest] : [.. KnownBy.GetValueOrDefault(edge.Reference) ?? []];
}
