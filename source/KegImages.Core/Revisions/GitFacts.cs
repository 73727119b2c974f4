namespace KegImages.Revisions;

/// <summary>What is known of the repository that the family is built from, read once.</summary>
public sealed record GitFacts
{
    /// <summary>The absolute path of the working tree's root; of this worktree where there are several.</summary>
    public required string Root { get; init; }

    /// <summary>The commit that is checked out; null in a repository with no commit yet.</summary>
    public CommitId? HeadCommit { get; init; }

    /// <summary>When that commit was committed, in UTC; null in a repository with no commit yet.</summary>
    public DateTimeOffset? CommitTime { get; init; }

    /// <summary>The branch that git has checked out, also one with no commit yet; null when HEAD is detached.</summary>
    public BranchName? CheckedOutBranch { get; init; }

    /// <summary>The branch that images are tagged by: what CI says it is building, else the one that is checked out; null when neither is
    /// known.</summary>
    public BranchName? Branch { get; init; }

    /// <summary>The git tag that CI says it is building; null where that is a branch.</summary>
    public string? BuiltTag { get; init; }

    /// <summary>The release that is published; null where it is a branch's state.</summary>
    public GitRelease? Release { get; init; }

    /// <summary>Where the source can be seen, as an https address without user, password and <c>.git</c>; null when no remote has
    /// one.</summary>
    public Uri? SourceUrl { get; init; }

    /// <summary>The remote's default branch as the last clone or <c>git remote set-head</c> saw it; null when that is not known.</summary>
    public BranchName? RemoteDefaultBranch { get; init; }

    /// <summary>Whether the working tree differs from the commit: changed, staged, deleted or untracked files.</summary>
    public bool IsDirty { get; init; }

    /// <summary>Why git's own program answered what its library did not; null where the library did.</summary>
    public string? Unanswered { get; init; }

    /// <summary>The branch that images are tagged by. Throws <see cref="WrongUseException"/> naming <c>--tag</c> when none is
    /// known.</summary>
    public BranchName BranchOrThrow() => Branch ?? throw new WrongUseException(
        $"no branch to tag by: HEAD is detached{(HeadCommit is null ? "" : $" at {HeadCommit.Abbreviated}")} and neither GITHUB_HEAD_REF "
            + "nor GITHUB_REF_NAME names a branch",
        next: "check out a branch, or say the tag: --tag <tag>");
}
