using KegImages.Processes;

namespace KegImages.Git;

/// <summary>Asks git which of two commits came first.</summary>
/// <param name="Root">A folder in the working tree.</param>
/// <param name="Commands">Runs git.</param>
public sealed record GitHistory(string Root, ICommandRunner Commands)
{
    /// <summary>Whether the first commit is an ancestor of the second, or the same; null when this clone does not have one of them (a shallow clone, a branch that was not fetched).</summary>
    public async Task<bool?> IsAncestorAsync(CommitId ancestor, CommitId descendant, CancellationToken cancellationToken)
    {
        var command = GitCommand.Of(Root, "merge-base", "--is-ancestor", ancestor.ToString(), descendant.ToString());
        return (await Commands.RunAsync(command, null, null, cancellationToken)).ExitCode switch
        {
            0 => true,
            1 => false,
            _ => null,
        };
    }
}
