namespace KegImages.Images;

/// <summary>All images that this repository builds, and the edges between them, parent → child; valid once it exists.</summary>
public sealed class Family
{
    private readonly ImmutableDictionary<ImageName, Image> byName;
    private readonly ILookup<ImageName, Image> children;
    private readonly Dictionary<string, Image[]> byWord;

    /// <summary>A family of images whose edges name members of it and form no cycle. Throws <see cref="WrongUseException"/> when they form
    /// one.</summary>
    internal Family(ImmutableArray<Image> images)
    {
        var order = FamilyOrder.Of(images);
        WrongUseException.ThrowIfAny(
            [.. order.Cycles.Select(cycle =>
                new Problem($"the images form a cycle, parent → child: {string.Join(" → ", cycle.Append(cycle[0]))}"))]);
        Images =
        [
            .. images.OrderBy(image => image.Group.Order)
                .ThenBy(image => order.Depths[image.Name])
                .ThenBy(image => image.Name.ToString(), StringComparer.Ordinal),
        ];
        byName = Images.ToImmutableDictionary(image => image.Name);
        byWord = Words(Images);
        children = Images.SelectMany(child => ParentsOf(child).Select(parent => new Edge(parent.Name, child)))
            .ToLookup(edge => edge.Parent, edge => edge.Child);
    }

    /// <summary>The images, parents before children: by group, depth below the roots and name, so the same whatever the order of files and
    /// folders.</summary>
    public ImmutableArray<Image> Images { get; }

    /// <summary>Every word that commands accept for an image, in ordinal order.</summary>
    public IEnumerable<string> NamesAndAliases => byWord.Keys.Order(StringComparer.Ordinal);

    /// <summary>The image of this name.</summary>
    public Image this[ImageName name] => byName[name];

    /// <summary>Whether the family builds an image of this name.</summary>
    public bool Contains(ImageName name) => byName.ContainsKey(name);

    /// <summary>The image that is called so, by its name or alias; of a repository with variants, the default one. Null when there is none,
    /// and where a repository of several has no default one.</summary>
    public Image? Find(string nameOrAlias) =>
        byWord.GetValueOrDefault(nameOrAlias, []) is [var image, ..] all && (all.Length == 1 || image.IsDefaultVariant) ? image
            : null;

    /// <summary>The repository that is called so, by its name or an alias of an image in it; null when there is none.</summary>
    internal ImageName? RepositoryOf(string word) =>
        byWord.GetValueOrDefault(word, []) is [var image, ..] ? ImageName.ParseRepository(image.Name.Repository) : null;

    /// <summary>The family's own images that this one derives or copies from directly, each once.</summary>
    public IEnumerable<Image> ParentsOf(Image image) =>
        image.Parents.Where(parent => parent.Member is not null).Select(parent => parent.Member!).Distinct().Select(name => byName[name]);

    /// <summary>The images that derive or copy from this one directly, each once.</summary>
    public IEnumerable<Image> ChildrenOf(Image image) => children[image.Name];

    /// <summary>Every image that this one is built on, directly or not, in the family's order; not itself.</summary>
    public ImmutableArray<Image> AncestorsOf(params IEnumerable<Image> images) => Reached(images, ParentsOf);

    /// <summary>The images that are called so, by name or alias, each once and in the family's order; the name of a repository with
    /// variants means all of them. Throws
    /// <see cref="WrongUseException"/> with every name that nothing is called by.</summary>
    /// <param name="option">The option that they were given with, such as <c>--tap</c>, for messages.</param>
    /// <param name="group">The only group whose images may be named; null for all.</param>
    public ImmutableArray<Image> Select(IEnumerable<string> names, string option = "--image", ImageGroup? group = null)
    {
        var wanted = names.ToList();
        WrongUseException.ThrowIfAny([.. wanted.Distinct(StringComparer.Ordinal).Select(name => Refusal(name, option, group))
            .OfType<Problem>()]);
        var found = wanted.SelectMany(name => byWord[name]).Select(image => image.Name).ToHashSet();
        return [.. Images.Where(image => found.Contains(image.Name))];
    }

    private Problem? Refusal(string name, string option, ImageGroup? group)
    {
        var image = byWord.GetValueOrDefault(name, []).FirstOrDefault();
        if (image is not null && (group is null || image.Group == group))
            return null;
        var choices = byWord.Where(word => group is null || word.Value[0].Group == group).Select(word => word.Key).ToList();
        var next = $"{(group is null ? "the family's images" : $"group '{group.Name}'")}: {Choices.Of(choices)}";
        return image is null
            ? new Problem($"{option} {name}: no image '{name}' in this family{Suggestion.DidYouMean(name, choices)}", null, next)
            : new Problem($"{option} {name}: '{image.Name}' is in group '{image.Group.Name}', not in '{group!.Name}'", null, next);
    }

    // Names before repositories, and those before aliases: none takes another's place.
    private static Dictionary<string, Image[]> Words(ImmutableArray<Image> images)
    {
        var words = new Dictionary<string, Image[]>(StringComparer.Ordinal);
        foreach (var image in images)
            words[image.Name.ToString()] = [image];
        foreach (var repository in images.Where(image => image.Name.Variant is not null).GroupBy(image => image.Name.Repository))
        {
            Image[] variants =
                [.. repository.Where(image => image.IsDefaultVariant), .. repository.Where(image => !image.IsDefaultVariant)];
            words.TryAdd(repository.Key, variants);
            if (variants[0].IsDefaultVariant)
                words.TryAdd(variants[0].Alias, variants);
        }

        foreach (var image in images)
            words.TryAdd(image.Alias, [image]);
        return words;
    }

    private ImmutableArray<Image> Reached(IEnumerable<Image> from,
        Func<Image, IEnumerable<Image>> step)
    {
        var start = from.Select(image => image.Name).ToHashSet();
        var reached = new HashSet<ImageName>();
        var open = new Queue<Image>(start.Select(name => byName[name]));
        while (open.TryDequeue(out var image))
        {
            foreach (var next in step(image).Where(next => reached.Add(next.Name)))
                open.Enqueue(next);
        }

        return [.. Images.Where(image => reached.Contains(image.Name) && !start.Contains(image.Name))];
    }

    private sealed record Edge(ImageName Parent, Image Child);
}
