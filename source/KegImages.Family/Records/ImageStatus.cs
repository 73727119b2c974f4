namespace KegImages.Records;

/// <summary>How one image stands.</summary>
public sealed record ImageStatus
{
    /// <summary>Its name.</summary>
    public required string Image { get; init; }

    /// <summary>Where its tag is.</summary>
    public required TagPlace State { get; init; }

    /// <summary>The digest that the tag names now; null when it has no such tag.</summary>
    public string? Digest { get; init; }

    /// <summary>The digest that the record names; null when it names none.</summary>
    public string? RecordedDigest { get; init; }

    /// <summary>How what it is made of compares with the working tree.</summary>
    public required InputsState Inputs { get; init; }

    /// <summary>What it is made of, as recorded, or as its label says where the record does not name it.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>What the working tree's image is made of.</summary>
    public string? WorkingTreeFingerprint { get; init; }

    /// <summary>The images that it was built on.</summary>
    public ImmutableArray<ParentStatus> Parents { get; init; } = [];

    /// <summary>Whether one of them is no longer what its tag names.</summary>
    public bool HasStaleParent => Parents.Any(parent => parent.IsStale);

    /// <summary>
    /// Why the image under the tag does not count as what it stands for, by its own labels: the next push builds it again; null when it
    /// counts.
    /// </summary>
    public string? Doubt { get; init; }

    /// <summary>The branch that its label names, where the record does not name the image.</summary>
    public string? Branch { get; init; }

    /// <summary>The commit that it was published at, or built at where the record does not name it.</summary>
    public string? Commit { get; init; }

    /// <summary>When that commit was made.</summary>
    public DateTimeOffset? CommitTime { get; init; }

    /// <summary>The bytes that a pull moves, compressed.</summary>
    public long? Size { get; init; }

    /// <summary>How it stands for each platform; null where it is for one and should be.</summary>
    public ImmutableArray<PlatformStatus>? Platforms { get; init; }

    internal static ImageStatus Of(ImageName name, StatusFacts facts)
    {
        var tagged = facts.Tagged.GetValueOrDefault(name);
        var recorded = facts.Reading.Record?.Find(name);
        var labelled = recorded is null ? facts.Labelled.GetValueOrDefault(name) : null;
        var fingerprint = recorded?.Fingerprint ?? labelled?.Fingerprint;
        var working = facts.WorkingTree?.GetValueOrDefault(name);
        var doubt = facts.DoubtOf(name, fingerprint);
        return new ImageStatus
        {
            Image = name.ToString(),
            State = PlaceOf(tagged, recorded),
            Digest = tagged?.ToString(),
            RecordedDigest = recorded?.Digest.ToString(),
            Inputs = facts.WorkingTree is null ? InputsState.Unknown
                : working is null ? InputsState.NotInFamily
                : fingerprint is null ? InputsState.NotRecorded
                : fingerprint == working ? InputsState.Same : InputsState.Changed,
            Fingerprint = fingerprint?.ToString(),
            WorkingTreeFingerprint = working?.ToString(),
            Parents = [.. ParentsOf(name, recorded, labelled, facts).Where(parent => parent.Digest is not null)
                .Select(parent => ParentStatus.Of(parent, facts))],
            Doubt = doubt?.ToString(),
            Branch = labelled?.Branch?.ToString(),
            Commit = (recorded?.Commit ?? labelled?.Commit)?.ToString(),
            CommitTime = (recorded?.CommitTime ?? labelled?.CommitTime)?.ToUniversalTime(),
            Size = recorded?.Size ?? labelled?.Size,
            Platforms = tagged is null ? null
                : PlatformStatus.Of(facts.Platforms.GetValueOrDefault(name, []), facts.WantedPlatforms.GetValueOrDefault(name, [])),
        };
    }

    internal static string Words(TagPlace place) => place switch
    {
        TagPlace.AsRecorded => "as recorded",
        TagPlace.Moved => "moved",
        TagPlace.Missing => "missing",
        TagPlace.NotRecorded => "not recorded",
        _ => "not published",
    };

    internal IReadOnlyList<string> Cells(DateTimeOffset now) =>
    [
        Image,
        Digest is null ? "–" : References.Digest.Parse(Digest).Abbreviated,
        State is TagPlace.Moved or TagPlace.Missing ? $"{Words(State)}, was {References.Digest.Parse(RecordedDigest!).Abbreviated}"
            : Branch is null ? Words(State) : $"{Words(State)}, label says '{Branch}'",
        Inputs switch
        {
            InputsState.Same => "same",
            InputsState.Changed => "changed",
            InputsState.NotRecorded => State == TagPlace.NotPublished ? "–" : "not recorded",
            InputsState.NotInFamily => "not in the family",
            _ => "unknown",
        },
        Parents.IsEmpty ? "–" : HasStaleParent ? "stale" : Parents.Any(parent => parent.State == "unknown") ? "unknown" : "fresh",
        Age.Of(CommitTime, now),
        Size is { } size ? Human.Size(size) : "",
    ];

    // Those of the family as the image itself says, whatever a record says of it; the others as recorded.
    private static IEnumerable<ImageReference> ParentsOf(ImageName name, RecordedImage? recorded, LabelledImage? labelled,
        StatusFacts facts)
    {
        ImmutableArray<ImageReference> parents = recorded?.Parents ?? (labelled?.Parent is { } parent ? [parent] : []);
        if (facts.SaysOf(name)?.Parents is not { } said)
            return parents;
        var family = said.All.Select(parent => facts.Provider.Of(parent.Name).At(parent.Digest)).ToList();
        return family.Concat(parents.Where(parent => !family.Any(member => member.Locator == parent.Locator)));
    }

    private static TagPlace PlaceOf(Digest? tagged, RecordedImage? recorded) => (tagged, recorded) switch
    {
        (null, null) => TagPlace.NotPublished,
        (null, _) => TagPlace.Missing,
        (_, null) => TagPlace.NotRecorded,
        _ => tagged == recorded.Digest ? TagPlace.AsRecorded : TagPlace.Moved,
    };
}
