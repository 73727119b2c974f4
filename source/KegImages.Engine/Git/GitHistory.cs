using System.Collections.Concurrent;

namespace KegImages.Git;

/// <summary>Asks git which of two commits came first; once, however many images ask.</summary>
/// <param name="root">A folder in the working tree.</param>
/// <param name="commands">Runs git.</param>
public sealed class GitHistory(string root, ICommandRunner commands) : IHistory
{
    private readonly ConcurrentDictionary<(CommitId Ancestor, CommitId Descendant), Lazy<Task<bool?>>> answers = [];

    /// <inheritdoc/>
    public Task<bool?> IsAncestorAsync(CommitId ancestor, CommitId descendant, CancellationToken cancellationToken) =>
        answers.GetOrAdd((ancestor, descendant), pair => new(() => AskAsync(pair.Ancestor, pair.Descendant, cancellationToken))).Value;

    private async Task<bool?> AskAsync(CommitId ancestor, CommitId descendant, CancellationToken cancellationToken)
    {
        var command = GitCommand.Of(root, "merge-base", "--is-ancestor", ancestor.ToString(), descendant.ToString());
        return (await commands.RunAsync(command, null, null, cancellationToken)).ExitCode switch
        {
            0 => true,
            1 => false,
            _ => null,
        };
    }
}
