namespace KegImages.Tagging;

/// <summary>What sets of images are called, beside the tags of the default branch: templates, of each kind the first for the tag that the
/// set is known by.</summary>
public sealed record TagPolicy
{
    /// <summary>Each branch's slug, and a variant's name behind it.</summary>
    public static TagPolicy Usual { get; } = new();

    /// <summary>What another branch than the default one is called.</summary>
    public ImmutableArray<TagTemplate> Branches { get; init; } = [TagTemplate.Parse("{branch}", TagTemplate.Branch)];

    /// <summary>Where a variant's name stands.</summary>
    public VariantJoin Join { get; init; } = VariantJoin.Usual;

    /// <summary>Whether a variant's name alone is one of the default branch's tags.</summary>
    public bool HasVariantsAlone { get; init; } = true;

    /// <summary>The tags of a branch that has that slug, its primary one first.</summary>
    internal ImmutableArray<Tag> OfBranch(BranchSlug slug) =>
        [.. Branches.Select(template => template.Fill(name => name == TagTemplate.Branch ? slug.ToString() : null))];
}
