namespace KegImages.Pruning;

/// <summary>Everything that decides what is removed from a registry, read before anything is.</summary>
internal sealed record PruneFacts
{
    public const int RecordsOfALiveSet = 10;

    private VariantTags? variants;
    private RecordedPlaces? recorded;
    private Dictionary<ImageReference, RepositoryFacts>? byRepository;

    public required Provider Provider { get; init; }
    public required ImmutableArray<RepositoryFacts> Images
    {
        get;
        init => (field, byRepository) = (value, null);
    }

    public required RepositoryFacts Family { get; init; }
    public required ImmutableDictionary<Digest, FamilyRecord> Records
    {
        get;
        init => (field, variants, recorded) = (value, null, null);
    }

    public required LiveBranches Live { get; init; }
    public required TagSettings Settings { get; init; }
    public required DateTimeOffset Now { get; init; }

    /// <summary>How long content stays that nothing reaches, and a record of a commit whose set is gone.</summary>
    public required TimeSpan Grace { get; init; }

    /// <summary>The one branch that this is about; null for all. Only what has its tag was read then, so that no manifest is known to be
    /// unreached.</summary>
    public BranchName? Only { get; init; }

    /// <summary>The platforms of each part that images of the family are built in.</summary>
    public ImmutableArray<ImmutableArray<string>> Parts { get; init; } = [];

    /// <summary>What images that share a repository are called, those of recorded sets among them.</summary>
    public VariantTags Variants =>
        variants ??= Settings.Variants.With(Records.Values.SelectMany(record => record.Images).Select(image => image.Name));

    /// <summary>The tags that a set gives in an image's repository.</summary>
    public IEnumerable<Tag> TagsIn(ImageReference repository, Tag set) =>
        Variants.AllIn(repository.Name, set, Settings.DefaultTags.Contains(set));

    /// <summary>The tags of an image's repository that keep a branch's layers.</summary>
    public IEnumerable<Tag> CachesIn(ImageReference repository, BranchName branch) =>
        Variants.VariantsIn(repository.Name).Prepend(null)
            .SelectMany(variant => Parts.Prepend([]).Select(part => CacheTag.Of(Settings.CacheSlugOf(branch), variant, part)))
            .OfType<Tag>();

    /// <summary>Under what the layers of branches that live are kept.</summary>
    public ImmutableHashSet<BranchSlug> LivingCaches => field ??= [.. Live.Branches.Select(Settings.CacheSlugOf)];

    /// <summary>The set that a tag of an image's repository belongs to.</summary>
    public Tag SetOf(ImageReference repository, Tag tag) => Variants.SetOf(repository.Name, tag) ?? Settings.DefaultTag;

    /// <summary>What an image's repository holds.</summary>
    public RepositoryFacts ImageIn(ImageReference repository) =>
        (byRepository ??= Images.ToDictionary(image => image.Repository))[repository];

    /// <summary>The record of a set, where it names this very image of a repository.</summary>
    public FamilyRecord? RecordOf(ImageReference repository, Tag set, Digest digest) => RecordOf(set) is { } record
        && Recorded.Names(record, repository, digest) ? record : null;

    /// <summary>What the records name in each repository.</summary>
    public RecordedPlaces Recorded => recorded ??= new RecordedPlaces(Records.Values, Provider);

    /// <summary>The record that a tag of the family's repository names; null where it names none.</summary>
    public FamilyRecord? RecordOf(Tag tag) =>
        Family.Tags.FirstOrDefault(facts => facts.Tag == tag) is { } named ? Records.GetValueOrDefault(named.Digest) : null;
}
