namespace KegImages.Tagging;

/// <summary>What the images of a set are called where several share a repository. A variant has its own name behind the set's tag,
/// <c>develop-alpine</c>, and by itself where the default tag moves: <c>alpine</c>, which says what <c>latest</c> says of others. The
/// default variant has the set's tags as well.</summary>
public sealed class VariantTags
{
    private readonly ImmutableHashSet<ImageName> defaults;
    private readonly ImmutableHashSet<Tag> variants;
    private readonly ILookup<string, ImageName> byRepository;

    /// <summary>Those of a family.</summary>
    /// <param name="names">Its images.</param>
    /// <param name="defaults">Those of them that are published without their variant's name too.</param>
    public VariantTags(IEnumerable<ImageName> names, IEnumerable<ImageName> defaults) =>
        (variants, this.defaults, byRepository) = ([.. names.Select(name => name.Variant).OfType<Tag>()], [.. defaults],
            names.Where(name => name.Variant is not null).ToLookup(name => name.Repository, StringComparer.Ordinal));

    /// <summary>Those of a family where each image has a repository of its own.</summary>
    public static VariantTags None { get; } = new([], []);

    private static Tag Latest { get; } = Tag.Parse("latest");

    /// <summary>Whether an image is what its repository's name means where no variant is said.</summary>
    public bool IsDefault(ImageName name) => name.Variant is null || defaults.Contains(name);

    /// <summary>What an image is called in a set: the tag that it is looked for by. Throws <see cref="WrongUseException"/> when the two
    /// together are too long for a tag.</summary>
    /// <param name="set">The set's tag.</param>
    public Tag Of(ImageName name, Tag set) => IsDefault(name) ? set : Joined(set, name.Variant!);

    /// <summary>All that an image is called in a set, the tag that it is looked for by first.</summary>
    /// <param name="sets">The set's tags, the primary one first.</param>
    /// <param name="movesDefault">Whether they are those of the default branch.</param>
    public ImmutableArray<Tag> AllOf(ImageName name, ImmutableArray<Tag> sets, bool movesDefault)
    {
        if (name.Variant is not { } variant)
            return sets;
        var own = sets.Where(set => !movesDefault || set != Latest).Select(set => Joined(set, variant));
        return [.. (IsDefault(name) ? sets : []).Concat(own).Concat(movesDefault ? [variant] : []).Distinct()];
    }

    /// <summary>These, and what other images are called, such as those of an older set: none of them is a default one.</summary>
    public VariantTags With(IEnumerable<ImageName> others) =>
        new([.. byRepository.SelectMany(names => names).Concat(others).Distinct()], defaults);

    /// <summary>Every tag that a set gives in a repository, to whichever of its images.</summary>
    /// <param name="set">The set's tag.</param>
    /// <param name="isDefault">Whether it is one of the default branch's.</param>
    public IEnumerable<Tag> AllIn(string repository, Tag set, bool isDefault)
    {
        var own = byRepository[repository].Select(name => name.Variant!).ToList();
        return own.Where(variant => Joinable(set, variant)).Select(variant => Joined(set, variant))
            .Concat(isDefault ? own : []).Prepend(set).Distinct();
    }

    /// <summary>The set that a tag of a repository belongs to; null for a variant's name alone, which is the default set's.</summary>
    public Tag? SetOf(string repository, Tag tag)
    {
        var text = tag.ToString();
        // Of "develop-3.23-slim" the variant is "3.23-slim", where there is one, and not "slim".
        foreach (var variant in byRepository[repository].Select(name => name.Variant!)
            .OrderByDescending(variant => variant.ToString().Length))
        {
            if (tag == variant)
                return null;
            if (text.EndsWith($"-{variant}", StringComparison.Ordinal)
                && Tag.TryParse(text[..^(variant.ToString().Length + 1)], out var set))
                return set;
        }

        return tag;
    }

    /// <summary>Whether a tag could be that of a variant, in whatever set: none that is made of a branch may be called so.</summary>
    public bool MayBeOne(Tag tag) =>
        variants.Any(variant => tag == variant || tag.ToString().EndsWith($"-{variant}", StringComparison.Ordinal));

    private static bool Joinable(Tag set, Tag variant) => set.ToString().Length + 1 + variant.ToString().Length <= Tag.MaxLength;

    private static Tag Joined(Tag set, Tag variant) => Tag.Parse($"{set}-{variant}");
}
