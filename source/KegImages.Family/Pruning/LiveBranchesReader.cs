using KegImages.Api;
using KegImages.Git;

namespace KegImages.Pruning;

/// <summary>Asks the remote which branches it has, and GitHub for the open pull requests. Whatever does not answer ends it: a branch that
/// was not seen is not gone.</summary>
/// <param name="api">GitHub's API; null where there is no token for it.</param>
internal sealed class LiveBranchesReader(string root, ICommandRunner commands, IReadOnlyDictionary<string, string> environment,
    GitHubApi? api)
{
    private const string Remote = "origin";
    private const string Heads = "refs/heads/";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <exception cref="WrongUseException">There is no remote, or it is of another repository.</exception>
    /// <exception cref="FailedException">The remote or GitHub does not answer, or with nothing.</exception>
    public async Task<LiveBranches> ReadAsync(BranchName defaultBranch, CancellationToken cancellationToken)
    {
        var remote = await commands.RunAsync(GitCommand.Of(root, "config", "--get", $"remote.{Remote}.url"), null, null, cancellationToken);
        if (remote.ExitCode != 0)
            throw new WrongUseException($"there is no remote '{Remote}' to ask which branches live: nothing is removed",
                next: $"git remote add {Remote} <url>");
        var url = remote.StandardOutput.Trim();
        var source = SourceUrl.Of(url);

        var result = await ListAsync(url, cancellationToken);
        if (result.ExitCode != 0)
            throw new FailedException(
                $"git ls-remote --heads {Remote} exited with {result.ExitCode}, so it is not known which branches live, and nothing is "
                    + $"removed{Environment.NewLine}  {result.StandardError.Trim()}");
        var branches = BranchesOf(result.StandardOutput);
        if (branches.IsEmpty)
            throw new FailedException($"'{Remote}' names no branch at all, which cannot be: nothing is removed");
        if (!branches.Contains(defaultBranch))
        {
            throw new WrongUseException(
                $"'{Remote}' has no branch '{defaultBranch}', the default branch in keg.yml: it is another repository, or keg.yml is "
                    + "wrong; nothing is removed",
                next: $"see which it is: git remote get-url {Remote}");
        }

        if (api is null || source is null || source.Host != Server.Host)
            return new LiveBranches(branches, source,
                $"{Counted(branches.Count)} at '{Remote}'; pull requests were not asked for "
                    + $"({(api is null ? "there is no GITHUB_TOKEN" : $"'{Remote}' is not at {Server.Host}")}), so branches alone decide");
        var heads = await PullRequestsAsync(source, cancellationToken);
        return new LiveBranches(branches.Union(heads), source,
            $"{Counted(branches.Count)} at '{Remote}', {heads.Count} of open pull requests");
    }

    // Every line is a branch, to its end: one that is not understood may be a branch that lives.
    private static ImmutableHashSet<BranchName> BranchesOf(string listed)
    {
        var branches = ImmutableHashSet.CreateBuilder<BranchName>();
        if (listed.Length > 0 && !listed.EndsWith('\n'))
            throw NotUnderstood(listed[(listed.LastIndexOf('\n') + 1)..]);
        foreach (var line in listed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd('\r')))
        {
            branches.Add(line.Split('\t') is [var commit, var name] && CommitId.TryParse(commit, out _)
                && name.StartsWith(Heads, StringComparison.Ordinal)
                && BranchName.TryParse(name[Heads.Length..], out var branch) ? branch : throw NotUnderstood(line));
        }

        return branches.ToImmutable();
    }

    private static FailedException NotUnderstood(string line) => new(
        $"git ls-remote --heads {Remote} answers a line that names no branch, '{(line.Length > 200 ? line[..200] + "…" : line)}', so it "
            + "is not known which branches live, and nothing is removed");

    private async Task<CommandResult> ListAsync(string url, CancellationToken cancellationToken)
    {
        // Not the command's own limit: its message would show the variables, and the token is one.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            return await commands.RunAsync(WithToken(GitCommand.Of(root, "ls-remote", "--heads", Remote), url), null, null, limit.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new FailedException(
                $"git ls-remote --heads {Remote} did not answer within {Patience.TotalSeconds:0} s, so it is not known which branches "
                    + "live, and nothing is removed", exception);
        }
    }

    private Uri Server => Uri.TryCreate(environment.GetValueOrDefault("GITHUB_SERVER_URL"), UriKind.Absolute, out var server) ? server
        : new Uri("https://github.com");

    // A fork's branch has no tag here, whatever it is called.
    private async Task<ImmutableHashSet<BranchName>> PullRequestsAsync(Uri source, CancellationToken cancellationToken)
    {
        var repository = source.AbsolutePath.Trim('/');
        var heads = ImmutableHashSet.CreateBuilder<BranchName>();
        await foreach (var request in api!.ListAsync($"repos/{repository}/pulls?state=open", GitHubJson.Default.GitHubPullArray, Refuse,
            cancellationToken))
        {
            if (request.Head.Repo is { } from && from.FullName.Equals(repository, StringComparison.OrdinalIgnoreCase))
            {
                heads.Add(BranchName.TryParse(request.Head.Ref, out var branch) ? branch
                    : throw new FailedException(
                        $"GitHub names '{request.Head.Ref}' as the branch of an open pull request, which is none: it is not known which "
                            + "branches live, and nothing is removed"));
            }
        }

        return heads.ToImmutable();

        void Refuse(GitHubAnswer answer) => throw new FailedException(
            $"GitHub does not list the open pull requests of {repository} (it answers {answer.Describe()}), so it is not known which "
                + "branches live, and nothing is removed");
    }

    // A workflow's checkout keeps no credential: the token reaches this one process, through its environment.
    private Command WithToken(Command command, string url) =>
        environment.GetValueOrDefault("GITHUB_ACTIONS") == "true" && environment.GetValueOrDefault("GITHUB_TOKEN") is { Length: > 0 } token
        && url.StartsWith($"{Server.GetLeftPart(UriPartial.Authority)}/", StringComparison.OrdinalIgnoreCase)
            ? command with
            {
                Environment = command.Environment
                    .Add("GIT_CONFIG_COUNT", "1")
                    .Add("GIT_CONFIG_KEY_0", $"http.{Server.GetLeftPart(UriPartial.Authority)}/.extraheader")
                    .Add("GIT_CONFIG_VALUE_0",
                        $"AUTHORIZATION: basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"x-access-token:{token}"))}"),
            }
            : command;

    private static string Counted(int branches) => $"{branches} {(branches == 1 ? "branch lives" : "branches live")}";
}
