namespace KegImages.Tagging;

/// <summary>What sets of images are called, beside the tags of the default branch: templates, of each kind the first for the tag that the
/// set is known by.</summary>
public sealed record TagPolicy
{
    /// <summary>Each branch's slug, and a variant's name behind it.</summary>
    public static TagPolicy Usual { get; } = new();

    /// <summary>What another branch than the default one is called.</summary>
    public ImmutableArray<TagTemplate> Branches { get; init; } = [TagTemplate.Parse("{branch}", TagTemplate.Branch)];

    /// <summary>What a release is called: the first names one version, the others move to the highest one that they stand for. None where
    /// git tags mean nothing.</summary>
    public ImmutableArray<TagTemplate> Releases { get; init; } = [];

    /// <summary>Whether a variant's name alone is one of the tags that the highest release moves.</summary>
    public bool ReleasesHaveVariantsAlone { get; init; }

    /// <summary>Tags beside those of a branch, of each image and of no set: nothing is looked for by them.</summary>
    public ImmutableArray<TagTemplate> References { get; init; } = [];

    /// <summary>Where a variant's name stands.</summary>
    public VariantJoin Join { get; init; } = VariantJoin.Usual;

    /// <summary>Whether a variant's name alone is one of the default branch's tags.</summary>
    public bool HasVariantsAlone { get; init; } = true;

    /// <summary>Whether a tag names one version for ever.</summary>
    internal bool IsVersion(Tag tag) => Releases is [var first, ..] && first.MayBe(tag);

    /// <summary>Whether a tag could be one of a release.</summary>
    internal bool MayBeRelease(Tag tag) => Releases.Any(template => template.MayBe(tag));

    /// <summary>The tags of a release, the one that names it first.</summary>
    internal ImmutableArray<Tag> OfRelease(GitRelease release) =>
    [
        .. Releases.Where((template, index) => index == 0
            || release.IsHighest(other => Filled(template, other) == Filled(template, release.Version)))
            .Select(template => Filled(template, release.Version)),
    ];

    /// <summary>What a name stands for in a release.</summary>
    internal static string? ValueOf(ReleaseVersion version, string name) => name switch
    {
        TagTemplate.Version => version.ToString(),
        TagTemplate.Major => version.Major,
        TagTemplate.Minor => version.Minor,
        TagTemplate.Patch => version.Patch,
        _ => null,
    };

    /// <summary>Whether a tag could be one that is beside those of a set.</summary>
    internal bool MayBeReference(Tag tag) => References.Any(template => template.MayBe(tag));

    /// <summary>The slug of the branch that such a tag is beside the tags of; null where it says none.</summary>
    internal BranchSlug? SlugOfReference(Tag tag) => References
        .Select(template =>
            template.TryRead(tag, TagTemplate.Branch, out var text) && BranchSlug.TryParse(text, out var slug) ? slug : null)
        .OfType<BranchSlug>().FirstOrDefault();

    /// <summary>The tags that are beside those of a set; of a template whose names are not all known, none.</summary>
    internal ImmutableArray<Tag> ReferencesOf(Func<string, string?> valueOf) =>
    [
        .. References.Where(template => template.Names.All(name => valueOf(name) is not null))
            .Select(template => template.Fill(valueOf)).Distinct(),
    ];

    private static Tag Filled(TagTemplate template, ReleaseVersion version) => template.Fill(name => ValueOf(version, name));

    /// <summary>The tags of a branch that has that slug, its primary one first.</summary>
    internal ImmutableArray<Tag> OfBranch(BranchSlug slug) =>
        [.. Branches.Select(template => template.Fill(name => name == TagTemplate.Branch ? slug.ToString() : null))];
}
