namespace KegImages.Revisions;

/// <summary>The git tag that is published, and those that there are.</summary>
/// <param name="Version">The version that it names.</param>
/// <param name="All">The versions that the repository's git tags name; others are left out.</param>
public sealed record GitRelease(ReleaseVersion Version, ImmutableArray<ReleaseVersion> All)
{
    /// <summary>Whether no other release is higher, of those for which something holds; never so for a pre-release.</summary>
    public bool IsHighest(Func<ReleaseVersion, bool> among) => !Version.IsPreRelease
        && !All.Any(other => !other.IsPreRelease && ReleaseVersion.Order.Compare(other, Version) > 0 && among(other));
}
