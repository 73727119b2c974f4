using System.Collections.Concurrent;

namespace KegImages.Git;

/// <summary>Finds commits, and which of two came first; once, however many images ask.</summary>
public sealed class GitHistory : IHistory
{
    private readonly ConcurrentDictionary<(CommitId Ancestor, CommitId Descendant), Lazy<Task<bool?>>> answers = [];
    private readonly IRepositoryReader reader;

    /// <summary>Asks git.</summary>
    /// <param name="root">A folder in the working tree.</param>
    /// <param name="commands">Runs git.</param>
    public GitHistory(string root, ICommandRunner commands)
        : this(PreferredReader.Of(root, commands))
    {
    }

    internal GitHistory(IRepositoryReader reader) => this.reader = reader;

    /// <inheritdoc/>
    public Task<bool?> IsAncestorAsync(CommitId ancestor, CommitId descendant, CancellationToken cancellationToken) =>
        answers.GetOrAdd((ancestor, descendant),
            pair => new(() => reader.IsAncestorAsync(pair.Ancestor, pair.Descendant, cancellationToken))).Value;

    /// <summary>
    /// The commit that git knows under a name: an id, its beginning, a branch, a tag, <c>HEAD~1</c>; null when it knows none.
    /// </summary>
    public async Task<CommitId?> FindAsync(string name, CancellationToken cancellationToken) =>
        // What begins with a dash would be an option.
        name.Length == 0 || name[0] == '-' ? null : await reader.FindAsync(name, cancellationToken);
}
