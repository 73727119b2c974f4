namespace KegImages.Revisions;

/// <summary>The order of a repository's commits.</summary>
public interface IHistory
{
    /// <summary>Whether the first commit is an ancestor of the second, or the same; null when this clone does not have one of them (a
    /// shallow clone, a branch that was not fetched).</summary>
    Task<bool?> IsAncestorAsync(CommitId ancestor, CommitId descendant, CancellationToken cancellationToken);
}
