namespace KegImages.Running;

/// <summary>What all commands that run taps know: options, machine, family and repository, each read once.</summary>
internal sealed record TapWorld(Workplace Workplace, Selection Selection, TapOptions Tap, FamilyModel Model, GitFacts Git)
{
    /// <summary>Everything outside.</summary>
    public World World => Workplace.World;

    /// <summary>Where images come from.</summary>
    public Provider Provider { get; } = Workplace.ProviderOf(Model.Settings);

    /// <summary>Default branch and tags.</summary>
    public TagSettings Tags { get; } = FamilyTags.SettingsOf(Model);

    /// <summary>The family's name on containers.</summary>
    public string Family => Model.Settings.Provider.ToString();

    /// <summary>The family's containers.</summary>
    public TapContainers Containers { get; } = new(Workplace.World.Engine);

    /// <summary>Which images a tap may be run from.</summary>
    public ImageWishes Wishes => new()
    {
        Family = Model.Family,
        Tags = Tags,
        Mapping = Model.MappingTo(Provider),
        Branch = Git.Branch,
        From = Tap.From,
        FromIs = Tap.FromIs,
        Tag = Selection.Tag,
    };

    /// <summary>The folder for what is generated for a project.</summary>
    public string FolderOf(string label) => Path.Combine(Workplace.TemporaryFolder, "running", label);

    /// <summary>The taps of <c>--tap</c> and <c>--image</c>; the family's only one where none is named.</summary>
    /// <param name="command">The command, for messages.</param>
    /// <exception cref="WrongUseException">None is named and there are several, or a name is wrong.</exception>
    public ImmutableArray<Image> Named(string command)
    {
        if (Selection.IsFiltered)
            return Scope.Of(Model.Family, Selection.OfAllStages with
            {
                Taps = [.. Selection.Taps.Select(word => OneOf(word, command))],
                Images = [.. Selection.Images.Select(word => OneOf(word, command))],
            }).Images;
        return [OnlyOne(Model.Family, command, World.SameWorld)];
    }

    /// <summary>The family's only tap, where none is named.</summary>
    /// <exception cref="WrongUseException">There are several.</exception>
    public static Image OnlyOne(Family family, string command, string sameWorld)
    {
        // Images are in the order of their groups, and the last one is the taps'.
        var taps = family.Images.Where(image => image.Group == family.Images[^1].Group).ToList();
        return taps is [var only] ? only : throw new WrongUseException(
            $"{command}: which tap?",
                next: $"{ThisProgram.Name} {command} --tap <tap>{sameWorld}; the taps: {Choices.Of(taps.Select(tap => tap.Alias))}");
    }

    /// <summary>The set that a tag of an image belongs to; the tag itself where it is none of that image.</summary>
    public Tag SetOf(ImageName name, Tag tag)
    {
        var set = Tags.Variants.SetOf(name.Repository, tag) ?? Tags.DefaultTag;
        return Tags.Variants.AllOf(name, [set], movesDefault: true).Contains(tag) ? set : tag;
    }

    // What is run is one image: of several in a repository, the default variant.
    private string OneOf(string word, string command)
    {
        if (Model.Family.Find(word) is { } image)
            return image.Name.ToString();
        return Model.Family.RepositoryOf(word) is not { } repository ? word : throw new WrongUseException(
            $"{command}: which variant of '{word}'? None of them is the default one",
            next: $"{ThisProgram.Name} {command} --tap <variant>{World.SameWorld}; the variants: " + Choices.Of(
                Model.Family.Images.Where(image => image.Name.Repository == repository.Repository).Select(image => image.Name.ToString())));
    }

    /// <summary>The one tap that is named; null where none is.</summary>
    public Image? NamedOne(string command) => !Selection.IsFiltered
        ? null
        : Named(command) is [var one] ? one : throw new WrongUseException($"{command}: one tap at a time");

    /// <summary>The one container that the options mean.</summary>
    public async Task<TapContainer> SelectedAsync(string command, CancellationToken cancellationToken)
    {
        var tap = NamedOne(command);
        var wishes = Wishes;
        var image = wishes.From is not null || wishes.Tag is not null
            ? tap is null && wishes.From is null
                ? throw new WrongUseException($"{command}: --tag {wishes.Tag} of which tap?",
                    next: $"{ThisProgram.Name} {command} --tap <tap> --tag {wishes.Tag}{World.SameWorld}")
                : wishes.Of(tap ?? Model.Family.Images[^1], null, null)[0].Reference
            : null;
        var containers = await Containers.FindAsync(TapLabels.Family, Family, cancellationToken);
        return TapSelection.Of(containers, tap?.Name.ToString(), image, command, World.SameWorld);
    }

    /// <summary>Prints lines for people.</summary>
    public void Say(params IEnumerable<string> lines) => Workplace.Output.Say(lines);
}
