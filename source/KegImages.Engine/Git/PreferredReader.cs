namespace KegImages.Git;

/// <summary>Asks one reader, and another one what the first does not answer.</summary>
/// <param name="first">Is quicker.</param>
/// <param name="second">Knows all.</param>
internal sealed class PreferredReader(IRepositoryReader first, IRepositoryReader second) : IRepositoryReader
{
    /// <summary>Asks git's library, and git's program what the library does not know.</summary>
    /// <param name="folder">A folder anywhere in a working tree.</param>
    /// <param name="commands">Runs git.</param>
    public static PreferredReader Of(string folder, ICommandRunner commands) =>
        new(new LibraryReader(folder), new ProgramReader(folder, commands));

    /// <inheritdoc/>
    public async Task<RepositoryReading> ReadAsync(Task<GitStatus> status, CancellationToken cancellationToken)
    {
        try
        {
            return await first.ReadAsync(status, cancellationToken);
        }
        catch (UnansweredException exception)
        {
            // What git refuses altogether need not be asked for again.
            await status;
            return await second.ReadAsync(status, cancellationToken) with { Unanswered = exception.Message };
        }
    }

    /// <inheritdoc/>
    public Task<string> FindHeadAsync(CancellationToken cancellationToken) =>
        AskAsync(reader => reader.FindHeadAsync(cancellationToken));

    /// <inheritdoc/>
    public Task<bool?> IsAncestorAsync(CommitId ancestor, CommitId descendant, CancellationToken cancellationToken) =>
        AskAsync(reader => reader.IsAncestorAsync(ancestor, descendant, cancellationToken));

    /// <inheritdoc/>
    public Task<CommitId?> FindAsync(string name, CancellationToken cancellationToken) =>
        AskAsync(reader => reader.FindAsync(name, cancellationToken));

    private async Task<T> AskAsync<T>(Func<IRepositoryReader, Task<T>> question)
    {
        try
        {
            if (await question(first) is { } answer)
                return answer;
        }
        catch (UnansweredException)
        {
            // As with what it does not have: git knows more names, and may fetch a commit.
        }

        return await question(second);
    }
}
