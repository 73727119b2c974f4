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
            return new Scope([.. family.Images.Where(image => selection.Stages.Contains(Staging.Of(image, family)))],
                $"the chain up to {Staging.TargetOf(LastOf(selection.Stages))}");

        var gathering = new Gathering();
        var lastGroup = family.Images.MaxBy(image => image.Group.Order)!.Group;
        var taps = gathering.Try(() => family.Select(selection.Taps, "--tap", lastGroup));
        var images = gathering.Try(() => family.Select(selection.Images));
        gathering.ThrowIfAny();

        var named = taps.Concat(images).Select(image => image.Name).ToHashSet();
        ImmutableArray<Image> selected = [.. family.Images.Where(image => named.Contains(image.Name))];
        WrongUseException.ThrowIfAny([.. selected.Where(image => !selection.Stages.Contains(Staging.Of(image, family)))
            .Select(image => new Problem(
            $"{string.Join(" and ", selection.Stages.Select(Staging.TargetOf))} {(selection.Stages.Length == 1 ? "does" : "do")} not build "
                + $"'{image.Name}': it is in group '{image.Group.Name}'",
            Next: $"{ThisProgram.Name} {Staging.TargetOf(Staging.Of(image, family))} {OptionFor(image, selection)}{sameWorld}"))]);
        return new Scope(selected,
            $"asked for by {string.Join(' ', Words("--tap", selection.Taps).Concat(Words("--image", selection.Images)))}");
    }

    private static Stage LastOf(ImmutableArray<Stage> stages)
    {
        var last = Stage.Base;
        foreach (var stage in stages)
            last = stage > last ? stage : last;
        return last;
    }

    private static string OptionFor(Image image, Selection selection) =>
        selection.Taps.Contains(image.Name.ToString()) || selection.Taps.Contains(image.Alias) ? $"--tap {image.Alias}"
            : $"--image {image.Name}";

    private static IEnumerable<string> Words(string option, ImmutableArray<string> names) => names.IsEmpty ? [] : [option, .. names];
}
