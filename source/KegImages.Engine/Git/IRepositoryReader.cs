namespace KegImages.Git;

/// <summary>What is asked of a repository, whoever answers: git's library or git's program.</summary>
internal interface IRepositoryReader
{
    /// <summary>Reads what <c>git status</c> does not say.</summary>
    /// <param name="status">What it says: nothing is answered on a repository that it refuses, and the commit is its.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="UnansweredException">Another reader has to be asked.</exception>
    Task<RepositoryReading> ReadAsync(Task<GitStatus> status, CancellationToken cancellationToken);

    /// <summary>The whole name of what HEAD stands for; <c>HEAD</c> where that is a commit.</summary>
    /// <exception cref="UnansweredException">Another reader has to be asked.</exception>
    Task<string> FindHeadAsync(CancellationToken cancellationToken);

    /// <summary>Whether the first commit is an ancestor of the second, or the same; null where that is not known.</summary>
    /// <exception cref="UnansweredException">Another reader has to be asked.</exception>
    Task<bool?> IsAncestorAsync(CommitId ancestor, CommitId descendant, CancellationToken cancellationToken);

    /// <summary>The commit of a name; null where it has none.</summary>
    /// <exception cref="UnansweredException">Another reader has to be asked.</exception>
    Task<CommitId?> FindAsync(string name, CancellationToken cancellationToken);
}
