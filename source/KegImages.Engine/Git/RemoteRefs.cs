namespace KegImages.Git;

/// <summary>
/// Asks another repository for the commit that a ref names there, by BuildKit's rules: the ref itself below <c>refs/</c>, else the branch
/// of its name, else the tag, and never one that only ends like it. See <see
/// href="https://github.com/moby/buildkit/blob/v0.13.2/source/git/source.go"/>.
/// </summary>
/// <param name="commands">Runs git.</param>
public sealed class RemoteRefs(ICommandRunner commands)
{
    private const string Head = "HEAD";
    private const int MostNear = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>The commit of a source.</summary>
    /// <exception cref="WrongUseException">The repository has no such ref; the message names those that are near.</exception>
    /// <exception cref="FailedException">The repository does not answer.</exception>
    public async Task<CommitId> FindAsync(GitSource source, CancellationToken cancellationToken)
    {
        // A commit is what it is, whether the repository has it or not: the build will tell.
        if (CommitId.TryParse(source.Ref, out var commit))
            return commit;
        var name = source.Ref.Length > 0 ? source.Ref : Head;
        var refs = await ListAsync(source.Url, [name, name + "^{}"], cancellationToken);
        return Choose(name, refs) ?? throw new WrongUseException(
            $"{source.Url} has no ref '{name}'{await NearAsync(source.Url, name, cancellationToken)}");
    }

    /// <summary>The commit that a name means among refs; null where none is meant.</summary>
    /// <param name="name">The name as written.</param>
    /// <param name="refs">Whole names and their objects; a tag's commit is listed under its name with <c>^{}</c>.</param>
    internal static CommitId? Choose(string name, IReadOnlyDictionary<string, CommitId> refs)
    {
        if (name == Head)
            return refs.GetValueOrDefault(Head);
        return Whole("refs/" + Without(name, "refs/")) ?? Whole("refs/heads/" + Without(name, "refs/heads/"))
            ?? Whole("refs/tags/" + Without(name, "refs/tags/"));

        // What a tag stands for is its commit, not the tag's own object.
        CommitId? Whole(string whole) => refs.GetValueOrDefault(whole + "^{}") ?? refs.GetValueOrDefault(whole);
    }

    private async Task<string> NearAsync(string url, string name, CancellationToken cancellationToken)
    {
        var all = (await ListAsync(url, ["--heads", "--tags"], cancellationToken)).Keys
            .Where(found => !found.EndsWith("^{}", StringComparison.Ordinal))
            .Select(found => Without(Without(found, "refs/heads/"), "refs/tags/")).Distinct().ToList();
        if (name.Length is >= 4 and < 40 && name.All(char.IsAsciiHexDigitLower))
            return ": the beginning of a commit is not enough, write all 40 digits";
        var last = name.Split('/')[^1];
        var near = all.Where(found => found.Split('/')[^1] == last).Take(MostNear).ToList();
        return near.Count > 0 ? $": there is {string.Join(", ", near)}" : Suggestion.DidYouMean(name, all);
    }

    private async Task<Dictionary<string, CommitId>> ListAsync(string url, string[] wanted, CancellationToken cancellationToken)
    {
        string[] options = [.. wanted.Where(word => word.StartsWith("--", StringComparison.Ordinal))];
        var command = GitCommand.Remote(["ls-remote", .. options, "--", Address(url), .. wanted.Except(options)]);
        var result = await commands.RunAsync(command with { Timeout = Patience }, null, null, cancellationToken);
        if (result.ExitCode != 0)
            throw new FailedException($"{url} cannot be read: {result.StandardError.Trim()}");
        var refs = new Dictionary<string, CommitId>(StringComparer.Ordinal);
        foreach (var line in result.StandardOutput.Split('\n'))
        {
            if (line.Split('\t') is [var commit, var name] && CommitId.TryParse(commit, out var id))
                refs[name] = id;
        }

        return refs;
    }

    private static string Address(string url) => url.StartsWith("github.com/", StringComparison.Ordinal) ? "https://" + url : url;

    private static string Without(string name, string beginning) =>
        name.StartsWith(beginning, StringComparison.Ordinal) ? name[beginning.Length..] : name;
}
