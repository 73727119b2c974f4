namespace KegImages.Git;

/// <summary>Asks git's program: short commands at the same time, none of which takes a lock.</summary>
/// <param name="folder">A folder anywhere in a working tree.</param>
/// <param name="commands">Runs git.</param>
internal sealed class ProgramReader(string folder, ICommandRunner commands) : IRepositoryReader
{
    /// <inheritdoc/>
    public async Task<RepositoryReading> ReadAsync(Task<GitStatus> status, CancellationToken cancellationToken)
    {
        var places = RunAsync(cancellationToken,
            "rev-parse", "--show-toplevel", "--symbolic-full-name", $"refs/remotes/{RepositoryReading.Remote}/HEAD");
        var time = RunAsync(cancellationToken, "log", "-1", "--no-show-signature", "--format=%ct", "HEAD", "--");
        // Of this repository alone: a remote that a user's own settings have is none of it.
        var remotes = RunAsync(cancellationToken, "config", "--local", "--includes", "-z", "--get-regexp", @"^remote\..*\.url$");
        await Task.WhenAll(status, places, time, remotes);

        // The exit code of rev-parse only says whether the remote's HEAD is known.
        var lines = (await places).StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return new RepositoryReading
        {
            Root = lines[0],
            CommitTime = (await status).Commit is null ? null : Time((await time).OrThrow().StandardOutput),
            RemoteHead = lines.Length > 1 ? lines[1] : null,
            Remotes = RemotesOf((await remotes).StandardOutput),
        };
    }

    /// <inheritdoc/>
    public async Task<string> FindHeadAsync(CancellationToken cancellationToken) =>
        (await RunAsync(cancellationToken, "symbolic-ref", "-q", "HEAD")).StandardOutput.Trim() is { Length: > 0 } name ? name : "HEAD";

    /// <inheritdoc/>
    public async Task<bool?> IsAncestorAsync(CommitId ancestor, CommitId descendant, CancellationToken cancellationToken) =>
        (await RunAsync(cancellationToken, "merge-base", "--is-ancestor", ancestor.ToString(), descendant.ToString())).ExitCode switch
        {
            0 => true,
            1 => false,
            _ => null,
        };

    /// <inheritdoc/>
    public async Task<CommitId?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var result = await RunAsync(cancellationToken, "rev-parse", "--verify", "--quiet", name + "^{commit}");
        return result.ExitCode == 0 && CommitId.TryParse(result.StandardOutput.Trim(), out var commit) ? commit : null;
    }

    private Task<CommandResult> RunAsync(CancellationToken cancellationToken, params string[] arguments) =>
        commands.RunAsync(GitCommand.Of(folder, arguments), null, null, cancellationToken);

    private static DateTimeOffset Time(string seconds) =>
        DateTimeOffset.FromUnixTimeSeconds(long.Parse(seconds.Trim(), CultureInfo.InvariantCulture));

    // Each entry is "remote.<name>.url\n<value>".
    private static ImmutableArray<RemoteAddress> RemotesOf(string remotes) =>
        [.. remotes.TrimEnd('\n').Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(entry => entry.Split('\n', 2))
            .Where(pair => pair.Length == 2).Select(pair => new RemoteAddress(pair[0], pair[1]))];
}
