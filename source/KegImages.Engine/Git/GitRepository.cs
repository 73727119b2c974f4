namespace KegImages.Git;

/// <summary>Reads a repository through the git command line: four short commands at the same time, none of which takes a lock.</summary>
public static class GitRepository
{
    private const string Remote = "origin";

    /// <summary>Reads all facts at once.</summary>
    /// <param name="folder">A folder anywhere in a working tree.</param>
    /// <param name="environment">The environment's variables, for the branch that CI says it is building.</param>
    /// <param name="commands">Runs git.</param>
    /// <param name="cancellationToken">Ends git.</param>
    /// <exception cref="WrongUseException">The folder is in no git working tree.</exception>
    /// <exception cref="FailedException">git is missing or failed.</exception>
    public static async Task<GitFacts> ReadAsync(
        string folder, IReadOnlyDictionary<string, string> environment, ICommandRunner commands, CancellationToken cancellationToken)
    {
        Task<CommandResult> Run(params string[] arguments) =>
            commands.RunAsync(GitCommand.Of(folder, arguments), null, null, cancellationToken);

        // What takes longest begins first.
        var status = Run("status", "--porcelain=v2", "--branch", "--no-ahead-behind", "--untracked-files=normal", "-z");
        var places = Run("rev-parse", "--show-toplevel", "--symbolic-full-name", $"refs/remotes/{Remote}/HEAD");
        var time = Run("log", "-1", "--no-show-signature", "--format=%ct", "HEAD", "--");
        // Of this repository alone: a remote that a user's own settings have is none of it.
        var remotes = Run("config", "--local", "--includes", "-z", "--get-regexp", @"^remote\..*\.url$");
        await Task.WhenAll(places, status, time, remotes);

        ThrowUnlessRead(folder, await status);
        var read = GitStatus.Parse((await status).StandardOutput);
        // The exit code of rev-parse only says whether the remote's HEAD is known.
        var lines = (await places).StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var branch = read.Head is { } head ? BranchName.Parse(head) : await NamedDetachedAsync(Run);
        return new GitFacts
        {
            Root = lines[0],
            HeadCommit = read.Commit,
            CommitTime = read.Commit is null ? null : Time((await time).OrThrow().StandardOutput),
            CheckedOutBranch = branch,
            Branch = GitHubBranch.Choose(branch, environment),
            SourceUrl = Source((await remotes).StandardOutput),
            RemoteDefaultBranch = lines.Length > 1 ? RemoteBranch(lines[1]) : null,
            IsDirty = read.IsDirty,
        };
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

    // git status says "(detached)" for a detached HEAD, and also for a branch of that name.
    private static async Task<BranchName?> NamedDetachedAsync(Func<string[], Task<CommandResult>> run)
    {
        var symbolic = (await run(["symbolic-ref", "-q", "HEAD"])).StandardOutput.Trim();
        return symbolic.StartsWith("refs/heads/", StringComparison.Ordinal) ? BranchName.Parse(symbolic["refs/heads/".Length..]) : null;
    }

    private static DateTimeOffset Time(string seconds) =>
        DateTimeOffset.FromUnixTimeSeconds(long.Parse(seconds.Trim(), CultureInfo.InvariantCulture));

    private static Uri? Source(string remotes)
    {
        // Each entry is "remote.<name>.url\n<value>".
        var all = remotes.TrimEnd('\n').Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Select(entry => entry.Split('\n', 2))
            .Where(pair => pair.Length == 2)
            .OrderBy(pair => pair[0] != $"remote.{Remote}.url");
        return all.Select(pair => SourceUrl.Of(pair[1])).FirstOrDefault(url => url is not null);
    }

    private static BranchName? RemoteBranch(string fullName)
    {
        var prefix = $"refs/remotes/{Remote}/";
        return fullName.StartsWith(prefix, StringComparison.Ordinal) && fullName != prefix + "HEAD"
            ? BranchName.Parse(fullName[prefix.Length..]) : null;
    }
}
