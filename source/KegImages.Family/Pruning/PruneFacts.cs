namespace KegImages.Pruning;

/// <summary>Everything that decides what is removed from a registry, read before anything is.</summary>
internal sealed record PruneFacts
{
    public const int RecordsOfALiveSet = 10;

    public required Provider Provider { get; init; }
    public required ImmutableArray<RepositoryFacts> Images { get; init; }
    public required RepositoryFacts Family { get; init; }
    public required ImmutableDictionary<Digest, FamilyRecord> Records { get; init; }
    public required LiveBranches Live { get; init; }
    public required TagSettings Settings { get; init; }
    public required DateTimeOffset Now { get; init; }

    /// <summary>How long content stays that nothing reaches, and a record of a commit whose set is gone.</summary>
    public required TimeSpan Grace { get; init; }

    /// <summary>The one branch that this is about; null for all. Only what has its tag was read then, so that no manifest is known to be
    /// unreached.</summary>
    public BranchName? Only { get; init; }

    /// <summary>The record that a tag of the family's repository names; null where it names none.</summary>
    public FamilyRecord? RecordOf(Tag tag) =>
        Family.Tags.FirstOrDefault(facts => facts.Tag == tag) is { } named ? Records.GetValueOrDefault(named.Digest) : null;
}
