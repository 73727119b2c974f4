namespace KegImages.Tagging;

/// <summary>The tags that all images of a run are published under.</summary>
/// <param name="Primary">The tag that says which set of images it is: in commands, in URLs and in the family record's name.</param>
/// <param name="MovesDefault">Whether the default tag and its aliases move.</param>
/// <param name="MovesDefaultByHand">Whether they move because <c>--tag</c> asks for it: the exception that is said aloud before it
/// happens.</param>
public sealed record TagSet(Tag Primary, ImmutableArray<Tag> Aliases, bool MovesDefault, bool MovesDefaultByHand)
{
    /// <summary>Whether <c>--tag</c> said the tag.</summary>
    public bool IsExplicit { get; init; }

    /// <summary>The option that says another tag, for messages.</summary>
    public string Option { get; init; } = "--tag";

    /// <summary>What images that share a repository are called.</summary>
    public VariantTags Variants { get; init; } = VariantTags.None;

    /// <summary>Tags beside those of the set, which each of its images gets: no record is under them.</summary>
    public ImmutableArray<Tag> References { get; init; } = [];

    /// <summary>The version that is released; null where a branch's state is published.</summary>
    public ReleaseVersion? Version { get; init; }

    /// <summary>Whether the primary tag has the form of a released version, which is never moved.</summary>
    public bool IsFixed { get; init; }

    /// <summary>Whether a variant's name alone is one of its tags.</summary>
    internal bool HasVariantsAlone { get; init; }

    /// <summary>What the branch is called in tags; null where a tag was given by hand.</summary>
    internal BranchSlug? Slug { get; init; }

    /// <summary>All tags of the set, the primary one first.</summary>
    public ImmutableArray<Tag> All => [Primary, .. Aliases];

    /// <summary>The tag that an image of the set is looked for by.</summary>
    public Tag PrimaryOf(ImageName name) => Variants.Of(name, Primary);

    /// <summary>All tags of an image of the set, the one that it is looked for by first, and those beside them last.</summary>
    public ImmutableArray<Tag> AllOf(ImageName name) => [.. OwnOf(name).Union(ReferencesOf(name))];

    /// <summary>The tags beside those of the set that an image has.</summary>
    public ImmutableArray<Tag> ReferencesOf(ImageName name) =>
        References.IsEmpty ? [] : Variants.AllOf(name, References, movesDefault: false);

    /// <summary>The set as it is published at a commit, with the tags beside its own. Those of a tag that was given by hand are its own
    /// alone.</summary>
    public TagSet At(CommitId? commit, DateTimeOffset? time, TagPolicy policy) => Slug is null && Version is null ? this : this with
    {
        References = policy.ReferencesOf(name => name switch
        {
            TagTemplate.Branch => Slug?.ToString(),
            TagTemplate.Commit => commit?.Abbreviated,
            TagTemplate.Date => time?.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture),
            _ => Version is null ? null : TagPolicy.ValueOf(Version, name),
        }),
    };

    /// <summary>The tags of a release: its version's own, and those of which it is the highest.</summary>
    /// <exception cref="WrongUseException">A tag of it would mean something else.</exception>
    public static TagSet ForRelease(GitRelease release, TagSettings settings)
    {
        var tags = settings.Policy.OfRelease(release);
        if (tags.FirstOrDefault(tag => TagSettings.IsContentTag(tag) || CacheTag.TryParse(tag, out _) || HistoryTag.TryParse(tag, out _)
            || settings.Variants.MayBeOne(tag)
            || settings.DefaultTags.Contains(tag)) is { } taken)
            throw new WrongUseException($"the release {release.Version} would be published as '{taken}', which means something else",
                next: "name another version, or say other tags.releases in keg.yml");
        return new TagSet(tags[0], tags[1..], false, false)
        {
            Variants = settings.Variants,
            Version = release.Version,
            IsFixed = true,
            HasVariantsAlone = settings.Policy.ReleasesHaveVariantsAlone && release.IsHighest(_ => true),
        };
    }

    private ImmutableArray<Tag> OwnOf(ImageName name) =>
        Version is null ? Variants.AllOf(name, All, MovesDefault) : Variants.Named(name, All, HasVariantsAlone);

    /// <summary>Those of them that are where the set's record says, where only some of its tags name that record.</summary>
    /// <param name="agreeing">The tags of the set that name it.</param>
    internal ImmutableArray<Tag> InPlace(ImageName name, ImmutableArray<Tag> agreeing) =>
        Variants.AllOf(name, agreeing, MovesDefault && All.All(agreeing.Contains));

    /// <summary>The tags of a run: exactly the explicit one; else, on the default branch, the default tag and its aliases; else the
    /// branch's slug. An explicit default tag or alias takes all default tags along, so that they stay on one digest. A branch whose slug
    /// is a default or content tag, or could be a variant's, gets the slug with its hash.</summary>
    /// <param name="branch">The branch; may be null only with an explicit tag.</param>
    /// <param name="explicitTag">What <c>--tag</c> says; null when it was not given.</param>
    /// <param name="option">The option that says it, for messages.</param>
    /// <exception cref="WrongUseException">The explicit tag is illegal or a content tag, or there is neither tag nor branch.</exception>
    public static TagSet For(BranchName? branch, TagSettings settings, string? explicitTag = null, string option = "--tag")
    {
        var defaults = settings.DefaultTags;
        if (explicitTag is not null)
        {
            var tag = Checked(explicitTag, settings, option);
            return defaults.Contains(tag) ? Defaults(byHand: true)
                : new TagSet(tag, [], false, false)
                {
                    IsExplicit = true,
                    IsFixed = settings.Policy.IsVersion(tag),
                    Option = option,
                    Variants = settings.Variants,
                };
        }

        if (branch is null)
            throw new WrongUseException("no branch to tag by", next: "check out a branch, or say the tag: --tag <tag>");
        if (branch == settings.DefaultBranch)
            return Defaults(byHand: false);

        var (slug, tags) = OfBranch(branch, settings);
        return new TagSet(tags[0], tags[1..], false, false) { Variants = settings.Variants, Slug = slug };

        TagSet Defaults(bool byHand) => new(defaults[0], defaults[1..], true, byHand)
        {
            IsExplicit = byHand,
            Option = option,
            Variants = settings.Variants,
            Slug = byHand ? null : settings.DefaultSlug,
        };
    }

    // The plain slug, or the first of those with its hash that is not spoken for.
    private static (BranchSlug Slug, ImmutableArray<Tag> Tags) OfBranch(BranchName branch, TagSettings settings)
    {
        BranchSlug[] slugs = [settings.Rule.SlugOf(branch), settings.Rule.HashedSlugOf(branch), TagRule.NamelessSlugOf(branch)];
        return slugs.FirstOrDefault(one => !settings.IsSpokenFor(one)) is { } slug
            ? (slug, settings.Policy.OfBranch(slug))
            : throw new WrongUseException($"the branch '{branch}' has no tag that means nothing else",
                next: "say the tag: --tag <tag>");
    }

    private static Tag Checked(string text, TagSettings settings, string option)
    {
        Tag tag;
        try
        {
            tag = Tag.Parse(text);
        }
        catch (WrongUseException exception)
        {
            throw new WrongUseException($"{option}: {exception.Message}", next: text.Length == 0 ? null
                : $"a legal one is: {option} {settings.Rule.SlugOf(text)}");
        }

        if (TagSettings.IsContentTag(tag))
            throw new WrongUseException(
                $"{option}: '{text}' has the form of a content tag, which names one image for ever and is never moved");
        if (CacheTag.TryParse(tag, out _))
            throw new WrongUseException(
                $"{option}: '{text}' has the form of a tag that keeps the layers of a branch's builds, and names no image");
        if (!settings.DefaultTags.Contains(tag) && settings.Variants.MayBeOne(tag))
            throw new WrongUseException($"{option}: '{text}' has the form of a variant's tag, and it names a set of images",
                next: $"one that ends otherwise: {option} {settings.Rule.HashedSlugOf(text)}");
        if (!settings.DefaultTags.Contains(tag) && settings.Policy.MayBeReference(tag))
            throw new WrongUseException($"{option}: '{text}' has the form of a tag beside those of a set (tags.references), which says "
                + "what a run published");
        return HistoryTag.TryParse(tag, out _)
            ? throw new WrongUseException($"{option}: '{text}' has the form of a commit's family record, which is kept as it is")
            : tag;
    }
}
