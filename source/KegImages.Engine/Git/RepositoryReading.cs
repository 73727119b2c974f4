namespace KegImages.Git;

/// <summary>What a repository says beside its status.</summary>
internal sealed record RepositoryReading
{
    /// <summary>The remote that counts before all others.</summary>
    public const string Remote = "origin";

    /// <summary>The working tree's root, as git writes it.</summary>
    public required string Root { get; init; }

    /// <summary>When the commit of the status was committed; null where there is none.</summary>
    public DateTimeOffset? CommitTime { get; init; }

    /// <summary>The whole name of the branch that the remote's HEAD is; null where that is not known.</summary>
    public string? RemoteHead { get; init; }

    /// <summary>The remotes that the repository itself has, in its order, as they are written.</summary>
    public ImmutableArray<RemoteAddress> Remotes { get; init; } = [];

    /// <summary>Why git's program was asked where the library did not answer; null where it did.</summary>
    public string? Unanswered { get; init; }
}
