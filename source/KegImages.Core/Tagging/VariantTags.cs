namespace KegImages.Tagging;

/// <summary>What the images of a set are called where several share a repository. A variant has its own name behind the set's tag,
/// <c>develop-alpine</c>, and by itself where the default tag moves: <c>alpine</c>, which says what <c>latest</c> says of others. The
/// default variant has the set's tags as well.</summary>
public sealed class VariantTags
{
    private readonly ImmutableHashSet<ImageName> defaults;
    private readonly ImmutableArray<Tag> variants;
    private readonly Dictionary<string, Repository> byRepository;
    private readonly TagPolicy policy;

    /// <summary>Those of a family.</summary>
    /// <param name="names">Its images.</param>
    /// <param name="defaults">Those of them that are published without their variant's name too.</param>
    /// <param name="policy">Where a variant's name stands.</param>
    public VariantTags(IEnumerable<ImageName> names, IEnumerable<ImageName> defaults, TagPolicy? policy = null)
    {
        var all = names.Where(name => name.Variant is not null).ToList();
        (variants, this.defaults, this.policy) = (LongestFirst(all), [.. defaults], policy ?? TagPolicy.Usual);
        byRepository = all.GroupBy(name => name.Repository, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => new Repository([.. group], LongestFirst(group)), StringComparer.Ordinal);
    }

    /// <summary>Those of a family where each image has a repository of its own.</summary>
    public static VariantTags None { get; } = new([], []);

    private static Tag Latest { get; } = Tag.Parse("latest");

    /// <summary>Whether an image is what its repository's name means where no variant is said.</summary>
    public bool IsDefault(ImageName name) => name.Variant is null || defaults.Contains(name);

    /// <summary>What an image is called in a set: the tag that it is looked for by. Throws <see cref="WrongUseException"/> when the two
    /// together are too long for a tag.</summary>
    /// <param name="set">The set's tag.</param>
    public Tag Of(ImageName name, Tag set) => IsDefault(name) ? set : policy.Join.Join(set, name.Variant!);

    /// <summary>All that an image is called in a set, the tag that it is looked for by first.</summary>
    /// <param name="sets">The set's tags, the primary one first.</param>
    /// <param name="movesDefault">Whether they are those of the default branch.</param>
    public ImmutableArray<Tag> AllOf(ImageName name, ImmutableArray<Tag> sets, bool movesDefault) =>
        Named(name, sets, movesDefault && policy.HasVariantsAlone);

    /// <summary>All that an image is called in a set, the tag that it is looked for by first.</summary>
    /// <param name="sets">The set's tags, the primary one first.</param>
    /// <param name="alone">Whether a variant's name alone is one of them.</param>
    internal ImmutableArray<Tag> Named(ImageName name, ImmutableArray<Tag> sets, bool alone)
    {
        if (name.Variant is not { } variant)
            return sets;
        var own = sets.Where(set => !alone || set != Latest).Select(set => policy.Join.Join(set, variant));
        return [.. (IsDefault(name) ? sets : []).Concat(own).Concat(alone ? [variant] : []).Distinct()];
    }

    /// <summary>These, and what other images are called, such as those of an older set: none of them is a default one.</summary>
    public VariantTags With(IEnumerable<ImageName> others) =>
        new([.. byRepository.Values.SelectMany(repository => repository.Names).Concat(others).Distinct()], defaults, policy);

    /// <summary>Every tag that a set gives in a repository, to whichever of its images.</summary>
    /// <param name="set">The set's tag.</param>
    /// <param name="isDefault">Whether it is one of the default branch's.</param>
    public IEnumerable<Tag> AllIn(string repository, Tag set, bool isDefault)
    {
        var own = VariantsIn(repository);
        return own.Select(variant => policy.Join.TryJoin(set, variant, out var joined) ? joined : null).OfType<Tag>()
            .Concat(isDefault && policy.HasVariantsAlone ? own : []).Prepend(set).Distinct();
    }

    /// <summary>The set that a tag of a repository belongs to; null for a variant's name alone, which is the default set's.</summary>
    public Tag? SetOf(string repository, Tag tag) => SetOf(tag, VariantsIn(repository));

    /// <summary>Whether a tag could be that of a variant, in whatever set, or a variant's tag in its set could be read as another one's:
    /// none that is made of a branch may be called so.</summary>
    public bool MayBeOne(Tag tag) => SetOf(tag, variants) != tag || IsMistaken(tag);

    /// <summary>Whether a variant's tag in that set could be read as that of another variant in another set.</summary>
    internal bool IsMistaken(Tag set) =>
        variants.Any(variant => policy.Join.TryJoin(set, variant, out var joined) && SetOf(joined, variants) != set);

    // Of "develop-3.23-slim" the variant is "3.23-slim", where there is one, and not "slim".
    private Tag? SetOf(Tag tag, ImmutableArray<Tag> longestFirst)
    {
        foreach (var variant in longestFirst)
        {
            if (tag == variant)
                return null;
            if (policy.Join.TryTake(tag, variant, out var set))
                return set;
        }

        return tag;
    }

    /// <summary>What the variants of a repository are called.</summary>
    internal ImmutableArray<Tag> VariantsIn(string repository) => byRepository.TryGetValue(repository, out var found) ? found.Variants : [];

    private static ImmutableArray<Tag> LongestFirst(IEnumerable<ImageName> names) =>
        [.. names.Select(name => name.Variant).OfType<Tag>().Distinct().OrderByDescending(variant => variant.ToString().Length)];

    private sealed record Repository(ImmutableArray<ImageName> Names, ImmutableArray<Tag> Variants);
}
