using KegImages.Git;

namespace KegImages.Opening;

/// <summary>Whether a run publishes a release, and which: the git tag that a workflow was started by, or that <c>--release</c>
/// names.</summary>
internal static class ReleaseFacts
{
    /// <summary>What the repository says, with the release in place of a branch where one is published.</summary>
    /// <exception cref="WrongUseException">It names no version, or another commit than the one that is checked out; or the family has no
    /// tags for releases, and one was asked for.</exception>
    /// <exception cref="FailedException">It is not known which git tags there are.</exception>
    public static async Task<GitFacts> WithAsync(Workplace workplace, Selection selection, KegSettings settings, GitFacts git,
        CancellationToken cancellationToken)
    {
        var (asked, releases) = (selection.Release, settings.Tags.Releases);
        if (asked is not null && selection.Tag is not null)
            throw new WrongUseException("--release and --tag both say what is published", next: "leave one of them out");
        if (asked is not null && releases.IsEmpty)
            throw new WrongUseException($"--release {asked}: {KegSettings.FileName} says no tags of releases",
                next: "say them, such as: tags: { releases: ['{version}', '{version.major}.{version.minor}', latest] }");
        if ((asked ?? git.BuiltTag) is not { } tag || selection.Tag is not null || releases.IsEmpty)
            return git;
        var version = ReleaseVersion.Parse(tag);
        if (asked is not null)
            await ThrowUnlessCheckedOutAsync(workplace, tag, git, cancellationToken);
        var all = await new GitTags(git.Root, workplace.World.Runner).ListAsync(mayBeBehind: asked is not null, cancellationToken);
        return git with
        {
            // A release belongs to no branch: none may take its tags, and no prune takes them for those of one.
            Branch = null,
            Release = new GitRelease(version,
                [.. all.Select(name => ReleaseVersion.TryParse(name, out var one) ? one : null).OfType<ReleaseVersion>().Distinct()]),
        };
    }

    private static async Task ThrowUnlessCheckedOutAsync(Workplace workplace, string tag, GitFacts git, CancellationToken cancellationToken)
    {
        var commit = await new GitHistory(git.Root, workplace.World.Runner).FindAsync($"refs/tags/{tag}", cancellationToken);
        if (commit is null)
            throw new WrongUseException($"--release {tag}: this clone has no git tag of that name",
                next: $"bring it: git fetch origin tag {tag}; or make it: git tag {tag}");
        if (commit != git.HeadCommit)
            throw new WrongUseException($"--release {tag}: the git tag names {commit.Abbreviated}, and "
                + $"{git.HeadCommit?.Abbreviated ?? "nothing"} is checked out: what is published as a version is built from it",
                next: $"git checkout {tag}");
    }
}
