namespace KegImages.Pipeline;

/// <summary>What a plan found out of the world outside, each once.</summary>
/// <param name="Platform">What the builder builds for.</param>
/// <param name="Parents">What references stand for that no image in scope is behind.</param>
/// <param name="Contexts">The named build contexts.</param>
/// <param name="Remotes">What each image's <c>ADD</c> instructions fetch.</param>
internal sealed record Resolution(string Platform, IReadOnlyDictionary<ImageReference, OutsideParent> Parents,
    IReadOnlyDictionary<string, ResolvedContext> Contexts,
    IReadOnlyDictionary<ImageName, ImmutableSortedDictionary<string, RemoteIdentity>> Remotes);
