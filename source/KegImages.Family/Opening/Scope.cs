namespace KegImages.Opening;

/// <summary>Which images a run is about, and why.</summary>
/// <param name="Images">The images, parents before children.</param>
/// <param name="Reason">Why these, as a clause for people.</param>
public sealed record Scope(ImmutableArray<Image> Images, string Reason)
{
    /// <summary>
    /// Selects the images that are asked for. Throws <see cref="WrongUseException"/> with every name that is wrong.
    /// </summary>
    /// <param name="family">The family.</param>
    /// <param name="selection">What is asked for.</param>
    /// <param name="sameWorld">What a command that is suggested needs to mean the same engine and registry, with a leading space.</param>
    public static Scope Of(Family family, Selection selection, string sameWorld = "")
    {
        var asked = Asked(family, selection, sameWorld);
        if (!selection.WithAncestors)
            return asked;
        var wanted = asked.Images.Concat(family.AncestorsOf(asked.Images)).Select(image => image.Name).ToHashSet();
        return asked with { Images = [.. family.Images.Where(image => wanted.Contains(image.Name))] };
    }

    private static Scope Asked(Family family, Selection selection, string sameWorld)
    {
        if (!selection.IsFiltered)
            return new Scope(
                [.. family.Images.Where(image => selection.Targets.Contains(Staging.TargetOf(image, family)))],
                $"the chain up to {Staging.NameOf(Staging.LastOf(selection.Targets))}");

        var gathering = new Gathering();
        var lastGroup = family.Images.MaxBy(image => image.Group.Order)!.Group;
        var taps = gathering.Try(() => family.Select(selection.Taps, "--tap", lastGroup));
        var images = gathering.Try(() => family.Select(selection.Images));
        var groups = gathering.Try(() => GroupsOf(family, selection.Groups));
        gathering.ThrowIfAny();

        WrongUseException.ThrowIfAny([.. groups.Where(group => !selection.Targets.Contains(Staging.TargetOf(group, family)))
            .Select(group => new Problem($"{Asked(selection.Targets)} not build the group '{group.Name}'",
                Next: $"{ThisProgram.Name} {Staging.NameOf(Staging.TargetOf(group, family))} --group {group.Name}{sameWorld}"))]);
        var named = taps.Concat(images).Select(image => image.Name).ToHashSet();
        ImmutableArray<Image> selected =
            [.. family.Images.Where(image => named.Contains(image.Name) || groups.Contains(image.Group))];
        WrongUseException.ThrowIfAny([.. selected.Where(image => !selection.Targets.Contains(Staging.TargetOf(image, family)))
            .Select(image => new Problem(
            $"{Asked(selection.Targets)} not build '{image.Name}': it is in group '{image.Group.Name}'",
            Next: $"{ThisProgram.Name} {Staging.NameOf(Staging.TargetOf(image, family))} {OptionFor(image, selection)}{sameWorld}"))]);
        return new Scope(selected,
            $"asked for by {string.Join(' ', [.. Words("--tap", selection.Taps), .. Words("--image", selection.Images),
                .. Words("--group", selection.Groups)])}");
    }

    private static ImmutableArray<ImageGroup> GroupsOf(Family family, ImmutableArray<string> names)
    {
        var all = Staging.Of(family);
        var choices = all.Select(group => group.Name).ToList();
        WrongUseException.ThrowIfAny([.. names.Distinct(StringComparer.Ordinal).Except(choices, StringComparer.Ordinal).Select(name =>
            new Problem($"--group {name}: no image of this family is in a group '{name}'{Suggestion.DidYouMean(name, choices)}",
                Next: $"the family's groups: {Choices.Of(choices)}"))]);
        return [.. all.Where(group => names.Contains(group.Name))];
    }

    private static string Asked(ImmutableArray<StageTarget> targets) =>
        $"{string.Join(" and ", targets.Select(Staging.NameOf))} {(targets.Length == 1 ? "does" : "do")}";

    private static string OptionFor(Image image, Selection selection) =>
        selection.Taps.Contains(image.Name.ToString()) || selection.Taps.Contains(image.Alias) ? $"--tap {image.Alias}"
            : $"--image {image.Name}";

    private static IEnumerable<string> Words(string option, ImmutableArray<string> names) => names.IsEmpty ? [] : [option, .. names];
}
