using System.Collections.Immutable;
using KegImages.Publishing;
using KegImages.References;
using KegImages.Revisions;
using KegImages.Tagging;

namespace KegImages.Pruning;

/// <summary>Everything that decides what is removed from a registry, read before anything is.</summary>
public sealed record PruneFacts
{
    /// <summary>How many records of commits are kept for a live set, whatever their age.</summary>
    public const int RecordsOfALiveSet = 10;

    /// <summary>Where the images are.</summary>
    public required Provider Provider { get; init; }

    /// <summary>The repositories of images, in order.</summary>
    public required ImmutableArray<RepositoryFacts> Images { get; init; }

    /// <summary>The repository of the family records.</summary>
    public required RepositoryFacts Family { get; init; }

    /// <summary>The records in it, by the digest of their artifact.</summary>
    public required ImmutableDictionary<Digest, FamilyRecord> Records { get; init; }

    /// <summary>Which branches live.</summary>
    public required LiveBranches Live { get; init; }

    /// <summary>Default branch and tags, and the rule that makes slugs.</summary>
    public required TagSettings Settings { get; init; }

    /// <summary>The time now.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>How long content stays that nothing reaches, and a record of a commit whose set is gone.</summary>
    public required TimeSpan Grace { get; init; }

    /// <summary>
    /// The one branch that this is about; null for all. Only what has its tag was read then, so that no manifest is known to be unreached.
    /// </summary>
    public BranchName? Only { get; init; }

    /// <summary>The record that a tag of the family's repository names; null where it names none.</summary>
    public FamilyRecord? RecordOf(Tag tag) =>
        Family.Tags.FirstOrDefault(facts => facts.Tag == tag) is { } named ? Records.GetValueOrDefault(named.Digest) : null;
}
