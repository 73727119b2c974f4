namespace KegImages.Git;

/// <summary>
/// Reads a repository: its status through git's program, which alone knows the user's filters and monitors and whom the user trusts, and
/// beside it the rest through git's library.
/// </summary>
public static class GitRepository
{
    private const string Heads = "refs/heads/";

    /// <summary>Reads all facts at once.</summary>
    /// <param name="folder">A folder anywhere in a working tree.</param>
    /// <param name="environment">The environment's variables, for the branch that CI says it is building.</param>
    /// <param name="commands">Runs git.</param>
    /// <param name="cancellationToken">Ends git.</param>
    /// <exception cref="WrongUseException">The folder is in no git working tree.</exception>
    /// <exception cref="FailedException">git is missing or failed.</exception>
    public static Task<GitFacts> ReadAsync(
        string folder, IReadOnlyDictionary<string, string> environment, ICommandRunner commands, CancellationToken cancellationToken) =>
        ReadAsync(folder, environment, commands, PreferredReader.Of(folder, commands), cancellationToken);

    internal static async Task<GitFacts> ReadAsync(string folder, IReadOnlyDictionary<string, string> environment, ICommandRunner commands,
        IRepositoryReader reader, CancellationToken cancellationToken)
    {
        // What takes longest begins first.
        var asking = StatusAsync(folder, commands, cancellationToken);
        var reading = await reader.ReadAsync(asking, cancellationToken);
        var status = await asking;
        // git status says "(detached)" for a detached HEAD, and also for a branch of that name.
        var branch = status.Head is { } head ? BranchName.Parse(head)
            : BranchOf(await reader.FindHeadAsync(cancellationToken), Heads);
        return new GitFacts
        {
            Root = reading.Root,
            HeadCommit = status.Commit,
            CommitTime = reading.CommitTime,
            CheckedOutBranch = branch,
            Branch = GitHubBranch.Choose(branch, environment),
            BuiltTag = GitHubBranch.TagOf(environment),
            SourceUrl = Source(reading),
            RemoteDefaultBranch = DefaultBranch(reading.RemoteHead),
            IsDirty = status.IsDirty,
            Unanswered = reading.Unanswered,
        };
    }

    private static async Task<GitStatus> StatusAsync(string folder, ICommandRunner commands, CancellationToken cancellationToken)
    {
        var status = await commands.RunAsync(GitCommand.Of(
            folder, "status", "--porcelain=v2", "--branch", "--no-ahead-behind", "--untracked-files=normal", "-z"), null, null,
            cancellationToken);
        ThrowUnlessRead(folder, status);
        return GitStatus.Parse(status.StandardOutput);
    }

    private static void ThrowUnlessRead(string folder, CommandResult status)
    {
        if (status.ExitCode == 0)
            return;
        var error = status.StandardError.Trim();
        if (error.Contains("not a git repository", StringComparison.Ordinal)
            || error.Contains("must be run in a work tree", StringComparison.Ordinal)
            || error.Contains("cannot change to", StringComparison.Ordinal))
        {
            throw new WrongUseException(
                $"'{folder}' is not in a git repository with a working tree: tags are made from its branch",
                next: "run it in a clone, or make one: git init");
        }

        if (error.Contains("dubious ownership", StringComparison.Ordinal))
            throw new WrongUseException(error);
        status.OrThrow();
    }

    private static Uri? Source(RepositoryReading reading) => reading.Remotes
        .OrderBy(address => address.Key != $"remote.{RepositoryReading.Remote}.url")
        .Select(address => SourceUrl.Of(address.Url)).FirstOrDefault(url => url is not null);

    private static BranchName? DefaultBranch(string? fullName)
    {
        var prefix = $"refs/remotes/{RepositoryReading.Remote}/";
        return fullName == prefix + "HEAD" ? null : BranchOf(fullName, prefix);
    }

    private static BranchName? BranchOf(string? fullName, string prefix) =>
        fullName?.StartsWith(prefix, StringComparison.Ordinal) == true ? BranchName.Parse(fullName[prefix.Length..]) : null;
}
