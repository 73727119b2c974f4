namespace KegImages.Tagging;

/// <summary>Which branch and tags are the default ones.</summary>
/// <param name="DefaultBranch">The branch whose images carry the default tag.</param>
/// <param name="Aliases">Further tags that are always on the same digest as the default tag.</param>
public sealed record TagSettings(BranchName DefaultBranch, Tag DefaultTag, ImmutableArray<Tag> Aliases)
{
    private const int AbbreviatedLength = 12;
    private const int ResultLength = 40;

    /// <summary>The rule that makes slugs of branches.</summary>
    public TagRule Rule { get; init; } = TagRule.Usual;

    /// <summary>What other sets than the default one are called.</summary>
    public TagPolicy Policy { get; init; } = TagPolicy.Usual;

    /// <summary>What images that share a repository are called.</summary>
    public VariantTags Variants { get; init; } = VariantTags.None;

    /// <summary>The default tag and its aliases: they move together, and belong to the default branch whatever an image says.</summary>
    public ImmutableArray<Tag> DefaultTags => [.. new[] { DefaultTag }.Concat(Aliases).Distinct()];

    /// <summary>Whether a tag means something already, so that no branch's set is called so.</summary>
    internal bool IsSpokenFor(Tag tag) =>
        DefaultTags.Contains(tag) || IsContentTag(tag) || CacheTag.TryParse(tag, out _) || HistoryTag.TryParse(tag, out _)
            || Policy.MayBeReference(tag) || Policy.MayBeRelease(tag) || Variants.MayBeOne(tag);

    /// <summary>Whether a branch that has that slug would get a tag that means something already.</summary>
    internal bool IsSpokenFor(BranchSlug slug) =>
        (slug == DefaultSlug && !Policy.References.IsEmpty) || Policy.OfBranch(slug).Any(IsSpokenFor);

    /// <summary>What the default branch is called in tags.</summary>
    internal BranchSlug DefaultSlug => Rule.SlugOf(DefaultBranch);

    /// <summary>What a branch's layers are kept under. Branches that differ in case or in <c>/</c> alone share it, which costs them time
    /// and nothing else.</summary>
    internal BranchSlug CacheSlugOf(BranchName branch) => Rule.SlugOf(branch);

    /// <summary>Whether an image's tag could be one beside those of a set.</summary>
    internal bool IsBeside(string repository, Tag tag) =>
        Policy.MayBeReference(tag) || (Variants.SetOf(repository, tag) is { } set && Policy.MayBeReference(set));

    /// <summary>The set that a tag is beside the tags of; null where it is none of those.</summary>
    internal Tag? SetBeside(Tag tag) => Policy.SlugOfReference(tag) is not { } slug ? null
        : slug == DefaultSlug ? DefaultTag : Policy.OfBranch(slug)[0];

    /// <summary>Whether a tag names content (<c>fp-…</c>, <c>package-…</c> of a package, or <c>test-…</c> of what tests of an image
    /// came to) and is therefore never moved, and never chosen to run.</summary>
    public static bool IsContentTag(Tag tag) => tag.ToString().Split('-', 2) switch
    {
        ["fp", var hex] => hex.Length >= AbbreviatedLength && Spelling.IsHex(hex, hex.Length),
        ["package", var hex] => Spelling.IsHex(hex, AbbreviatedLength),
        ["test", var hex] => Spelling.IsHex(hex, ResultLength),
        _ => false,
    };
}
