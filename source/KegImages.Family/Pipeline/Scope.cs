using System.Collections.Immutable;
using KegImages.Images;
using KegImages.Planning;

namespace KegImages.Pipeline;

/// <summary>Which images a run is about, and why.</summary>
/// <param name="Images">The images, parents before children.</param>
/// <param name="Reason">Why these, as a clause for people.</param>
public sealed record Scope(ImmutableArray<Image> Images, string Reason)
{
    /// <summary>
    /// Selects the images that the options ask for. Throws <see cref="WrongUseException"/> with every name that is wrong.
    /// </summary>
    /// <param name="family">The family.</param>
    /// <param name="options">The options.</param>
    /// <param name="sameWorld">What a command that is suggested needs to mean the same engine and registry, with a leading space.</param>
    public static Scope Of(Family family, RunOptions options, string sameWorld = "")
    {
        var asked = Asked(family, options, sameWorld);
        if (!options.WithAncestors)
            return asked;
        var wanted = asked.Images.Concat(family.AncestorsOf(asked.Images)).Select(image => image.Name).ToHashSet();
        return asked with { Images = [.. family.Images.Where(image => wanted.Contains(image.Name))] };
    }

    private static Scope Asked(Family family, RunOptions options, string sameWorld)
    {
        if (!options.IsFiltered)
            return new Scope([.. family.Images.Where(image => options.Stages.Contains(Staging.Of(image, family)))],
                $"the chain up to {Staging.TargetOf(LastOf(options.Stages))}");

        var gathering = new Gathering();
        var lastGroup = family.Images.MaxBy(image => image.Group.Order)!.Group;
        var taps = gathering.Try(() => family.Select(options.Taps, "--tap", lastGroup));
        var images = gathering.Try(() => family.Select(options.Images));
        gathering.ThrowIfAny();

        var named = taps.Concat(images).Select(image => image.Name).ToHashSet();
        ImmutableArray<Image> selected = [.. family.Images.Where(image => named.Contains(image.Name))];
        WrongUseException.ThrowIfAny([.. selected.Where(image => !options.Stages.Contains(Staging.Of(image, family)))
            .Select(image => new Problem(
            $"{string.Join(" and ", options.Stages.Select(Staging.TargetOf))} {(options.Stages.Length == 1 ? "does" : "do")} not build "
                + $"'{image.Name}': it is in group '{image.Group.Name}'",
            Next: $"./build.sh {Staging.TargetOf(Staging.Of(image, family))} {OptionFor(image, options)}{sameWorld}"))]);
        return new Scope(selected,
            $"asked for by {string.Join(' ', Words("--tap", options.Taps).Concat(Words("--image", options.Images)))}");
    }

    private static Stage LastOf(ImmutableArray<Stage> stages)
    {
        var last = Stage.Base;
        foreach (var stage in stages)
            last = stage > last ? stage : last;
        return last;
    }

    private static string OptionFor(Image image, RunOptions options) =>
        options.Taps.Contains(image.Name.ToString()) || options.Taps.Contains(image.Alias) ? $"--tap {image.Alias}"
            : $"--image {image.Name}";

    private static IEnumerable<string> Words(string option, ImmutableArray<string> names) => names.IsEmpty ? [] : [option, .. names];
}
