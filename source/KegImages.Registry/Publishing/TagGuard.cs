using KegImages.Tagging;

namespace KegImages.Publishing;

/// <summary>Decides whether a tag may move: never away from another branch, never back to an older commit of its own.</summary>
internal static class TagGuard
{
    /// <summary>
    /// The problem when another branch owns the tag; null when it may move. The default tags belong to the default branch whatever an image
    /// says.
    /// </summary>
    public static Problem? Ownership(TagSet tags, BranchName? branch, string what, BranchName? owner)
    {
        // A git tag is no branch's.
        if (tags.MovesDefault || tags.Version is not null || owner is null || owner == branch)
            return null;
        var ours = branch is null ? "this run has no branch" : $"this is '{branch}'";
        return new Problem($"{what} belongs to the branch '{owner}', and {ours}: it is not moved",
            Next: $"publish under another tag: {tags.Option} <tag>");
    }

    /// <summary>The problem when a tag names a version that is published already, as something else; null when it does not.</summary>
    public static Problem? Version(TagSet tags, ImageName image, ImageReference tag, Digest there) =>
        tags.IsFixed && tag.Tag == tags.PrimaryOf(image)
            ? new Problem($"{tag} is published already, as {there.Abbreviated}: a version is not moved",
                Next: "name another version, or remove that tag in the registry first")
            : null;

    /// <summary>Why the tag's commit is newer than the one to publish; null when it is not, or when the tag was given by hand.</summary>
    public static async Task<string?> LatenessAsync(Publication publication, ImageReference tag, TagState state,
        CancellationToken cancellationToken)
    {
        return await IsOlderAsync(publication, state, cancellationToken) == true
            ? $"{tag} is at the newer commit {state.Commit!.Abbreviated} of '{publication.Branch}' already, and this run publishes "
                + $"{publication.Commit!.Abbreviated}; where the branch was set back on purpose: {ThisProgram.Name} Push --tag "
                + $"{publication.Tags.Primary}{ThisProgram.SameWorld}"
            : null;
    }

    /// <summary>
    /// Whether the commit to publish is older than another one that was published; null where neither is: it is the same one, another
    /// branch's, the tag was
    /// given by hand, or nobody can tell. Two runs that ask this of each other are told the opposite.
    /// </summary>
    public static async Task<bool?> IsOlderAsync(Publication publication, TagState state, CancellationToken cancellationToken)
    {
        if (publication.Tags.IsExplicit || publication.Tags.Version is not null || state.Owner != publication.Branch
            || state.Commit is not { } there || publication.Commit is not { } ours || there == ours)
        {
            return null;
        }

        if (await IsAncestorAsync(publication, ours, there, cancellationToken) == true)
            return true;
        if (await IsAncestorAsync(publication, there, ours, cancellationToken) == true)
            return false;
        // A branch that was rewritten, or a clone without its history: then the younger commit is the newer one.
        return state.CommitTime > publication.CommitTime ? true : state.CommitTime < publication.CommitTime ? false : null;
    }

    private static Task<bool?> IsAncestorAsync(Publication publication, CommitId ancestor, CommitId descendant,
        CancellationToken cancellationToken) =>
        publication.History?.IsAncestorAsync(ancestor, descendant, cancellationToken) ?? Task.FromResult<bool?>(null);
}
