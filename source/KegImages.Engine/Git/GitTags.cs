namespace KegImages.Git;

/// <summary>Asks which git tags a repository has: the clone, and the remote where the clone is without history or without tags, or may be
/// behind.</summary>
/// <param name="root">The working tree's root.</param>
/// <param name="commands">Runs git.</param>
internal sealed class GitTags(string root, ICommandRunner commands)
{
    private const string Prefix = "refs/tags/";
    private const string Peeled = "^{}";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Their names.</summary>
    /// <param name="mayBeBehind">Whether others may have made tags that were never brought here, as in a developer's clone.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <exception cref="FailedException">They cannot be read: it is not known which there are.</exception>
    public async Task<ImmutableArray<string>> ListAsync(bool mayBeBehind, CancellationToken cancellationToken)
    {
        var isShallow = (await OrThrowAsync(cancellationToken, "rev-parse", "--is-shallow-repository")).Trim() == "true";
        var here = isShallow ? []
            : Names(await OrThrowAsync(cancellationToken, "for-each-ref", "--format=%(refname)", Prefix), line => line);
        if (here is not [] && !(mayBeBehind && await HasRemoteAsync(cancellationToken)))
            return here;
        var there = Names(await OrThrowAsync(cancellationToken, "ls-remote", "--tags", RepositoryReading.Remote),
            line => line.Split('\t') is [var commit, var name] && CommitId.TryParse(commit, out _) ? name : null);
        return [.. here.Union(there)];
    }

    private async Task<bool> HasRemoteAsync(CancellationToken cancellationToken) =>
        (await OrThrowAsync(cancellationToken, "remote")).Split('\n', StringSplitOptions.TrimEntries).Contains(RepositoryReading.Remote);

    private ImmutableArray<string> Names(string listed, Func<string, string?> nameOf) =>
    [
        .. listed.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => nameOf(line) is { } name && name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..]
                : throw new FailedException($"git in {root} answers '{line}', which names no git tag: it is not known which there are"))
            .Select(name => name.EndsWith(Peeled, StringComparison.Ordinal) ? name[..^Peeled.Length] : name).Distinct(),
    ];

    private async Task<string> OrThrowAsync(CancellationToken cancellationToken, params string[] words)
    {
        var result = await commands.RunAsync(GitCommand.Of(root, words) with { Timeout = Patience }, null, null, cancellationToken);
        return result.ExitCode == 0 ? result.StandardOutput : throw new FailedException(
            $"git {string.Join(' ', words)} exited with {result.ExitCode}, so it is not known which git tags there are, and which of their "
                + $"tags a release moves{Environment.NewLine}  {result.StandardError.Trim()}");
    }
}
