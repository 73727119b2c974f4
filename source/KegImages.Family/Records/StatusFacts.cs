namespace KegImages.Records;

/// <summary>What registry and working tree say of a set, read once.</summary>
public sealed record StatusFacts
{
    private HashSet<string>? places;

    /// <summary>Where the set lives.</summary>
    public required Provider Provider { get; init; }

    /// <summary>The tag of the set.</summary>
    public required Tag Tag { get; init; }

    /// <summary>What reading the record found.</summary>
    public required RecordReading Reading { get; init; }

    /// <summary>Which tags have a record, as a step for people; null where this one has.</summary>
    public string? OtherRecords { get; init; }

    /// <summary>
    /// The images that are looked at, in the order in which they are shown: the family's, then those that only the record names.
    /// </summary>
    public required ImmutableArray<ImageName> Images
    {
        get;
        init => (field, places) = (value, null);
    }

    /// <summary>What the tag names now; no entry where an image has no such tag.</summary>
    public required ImmutableDictionary<ImageName, Digest> Tagged { get; init; }

    /// <summary>What images say of themselves that the record does not name, or of which it does not say what their labels do.</summary>
    public ImmutableDictionary<ImageName, LabelledImage> Labelled { get; init; } = ImmutableDictionary<ImageName, LabelledImage>.Empty;

    /// <summary>What the images of the working tree are made of; null where that could not be told.</summary>
    public ImmutableDictionary<ImageName, Fingerprint>? WorkingTree { get; init; }

    /// <summary>Why that could not be told.</summary>
    public string? WorkingTreeProblem { get; init; }

    /// <summary>What the tags of parents name now, by repository; several where the family builds on several tags of one.</summary>
    public ImmutableDictionary<string, ImmutableHashSet<Digest>> Parents { get; init; } =
        ImmutableDictionary<string, ImmutableHashSet<Digest>>.Empty;

    /// <summary>The parents in the family of the working tree's images; no entry where an image has none.</summary>
    public ImmutableDictionary<ImageName, ImmutableArray<ImageName>> Members { get; init; } =
        ImmutableDictionary<ImageName, ImmutableArray<ImageName>>.Empty;

    /// <summary>What each tag has for each platform; no entry where it was not asked for, as one platform is meant and there.</summary>
    public ImmutableDictionary<ImageName, ImmutableArray<PlatformImage>> Platforms { get; init; } =
        ImmutableDictionary<ImageName, ImmutableArray<PlatformImage>>.Empty;

    /// <summary>The platforms that the family asks for; no entry where it leaves them to the builder.</summary>
    public ImmutableDictionary<ImageName, ImmutableArray<string>> WantedPlatforms { get; init; } =
        ImmutableDictionary<ImageName, ImmutableArray<string>>.Empty;

    /// <summary>The time that ages are told from.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>
    /// What the image under the tag says of itself: by its labels, or by a record that copied them; null where neither was read.
    /// </summary>
    internal Evidence? SaysOf(ImageName name) =>
        Reading.Record?.Find(name) is { StandsOn: { } standsOn } recorded && Tagged.GetValueOrDefault(name) == recorded.Digest
            ? new Evidence(recorded.Fingerprint, standsOn)
            : Labelled.GetValueOrDefault(name)?.Says;

    /// <summary>Whether a parent is one of the images that are looked at.</summary>
    internal bool IsMember(ImageReference parent) =>
        (places ??= Images.Select(image => Provider.Of(image).Locator).ToHashSet(StringComparer.Ordinal)).Contains(parent.Locator);

    // Of several images of one repository, only that very one.
    private ImmutableHashSet<Digest> NowOf(ImageName parent) => parent.Variant is not null && Tagged.TryGetValue(parent, out var now)
        ? [now]
        : Parents.GetValueOrDefault(Provider.Of(parent).Locator) ?? [];

    /// <summary>
    /// Why the image under the tag is not the one of this fingerprint that stands on what is published; null when it is, and where that is
    /// not known.
    /// </summary>
    internal Doubt? DoubtOf(ImageName name, Fingerprint? fingerprint)
    {
        if (fingerprint is null || SaysOf(name) is not { } says)
            return null;
        var parents = says.Parents?.All.Select(parent => parent.Name).Distinct() ?? Members.GetValueOrDefault(name, []);
        return says.Against(fingerprint,
            [.. parents.Select(parent => new WantedParent(parent, [.. NowOf(parent)]))]);
    }
}
