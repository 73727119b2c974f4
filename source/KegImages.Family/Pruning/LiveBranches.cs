namespace KegImages.Pruning;

/// <summary>Which branches there are at the remote, read just now.</summary>
/// <param name="Source">Where the remote's source can be seen; null for a folder.</param>
internal sealed record LiveBranches(ImmutableHashSet<BranchName> Branches, Uri? Source, string Note)
{
    /// <summary>Whether something that was published says another source than this repository; what says none may be ours.</summary>
    public bool IsFromElsewhere(Uri? published) =>
        published is not null && !string.Equals(published.AbsoluteUri.TrimEnd('/'), Source?.AbsoluteUri.TrimEnd('/'),
            StringComparison.OrdinalIgnoreCase);
}
