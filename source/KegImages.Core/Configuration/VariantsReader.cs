using YamlDotNet.RepresentationModel;

namespace KegImages.Configuration;

/// <summary><c>images.&lt;name&gt;.variants</c> → what is said of each of them. What is wrong is reported; those that cannot be told are
/// left out.</summary>
/// <param name="overlay">Reads an entry of <c>settings</c> as what is said of one image, by the name that it is given.</param>
internal sealed class VariantsReader(YamlSource source, Func<YamlNode?, Located<ImageName>, ImageSettings> overlay)
{
    /// <summary>The image with its variants; as it is where it has none.</summary>
    public ImageSettings Read(ImageSettings image, YamlNode? node)
    {
        if (node is null)
            return image;
        var name = image.Name.Value;
        var what = $"images.{name}.variants";
        var axes = node.Entries().Where(entry => !VariantsShape.IsReserved(entry.Key.Value!))
            .Select(entry => new Axis(entry.Key.Value!, [.. entry.Value.Items().Select(item => item.Text()).OfType<string>()])).ToList();
        CheckExcludes(axes, node.At("exclude"), what);
        if (VariantMatrix.Of(axes, Combinations(node.At("exclude")), Combinations(node.At("include"))) is not { } combinations)
        {
            source.Report(node, $"{what}: more than {VariantMatrix.Most} combinations");
            return image;
        }

        if (combinations.IsEmpty)
            source.Report(node, $"{what}: there is no combination: axes are needed, or include");
        var template = node.At("name");
        var variants = new Dictionary<Tag, (Combination Combination, ImageSettings Said)>();
        var settings = node.At("settings").Entries().ToDictionary(entry => entry.Key.Value!, entry => entry.Value, StringComparer.Ordinal);
        foreach (var combination in combinations)
        {
            if (VariantOf(combination, axes, template, node, what) is not { } variant)
                continue;
            if (variants.TryGetValue(variant, out var other))
                source.Report(template ?? node, $"{what}: two combinations are called '{variant}': {Shown(other.Combination)} and "
                    + $"{Shown(combination)}");
            else
                variants[variant] = (combination, Said(image, variant, combination, settings.GetValueOrDefault(variant.ToString()), node));
        }

        var names = variants.Keys.Select(variant => variant.ToString()).ToList();
        foreach (var entry in node.At("settings").Entries().Where(entry => !names.Contains(entry.Key.Value!)))
            source.Report(entry.Key, $"{what}.settings: {NoVariant(entry.Key.Value!, names)}");
        var byDefault = node.At("default") is { } said ? Default(said, names, what) : null;
        return image with
        {
            Variants = [.. variants.Values.Select(variant => variant.Said with
            {
                IsDefault = variant.Said.Name.Value.Variant == byDefault,
                Alias = image.Alias is { } alias && variant.Said.Name.Value.Variant != byDefault
                    ? alias with { Value = $"{alias.Value}:{variant.Said.Name.Value.Variant}" } : image.Alias,
            })],
        };
    }

    private Tag? Default(YamlNode said, List<string> names, string what)
    {
        if (said.Text() is { } text && names.Contains(text))
            return Tag.Parse(text);
        source.Report(said, $"{what}.default: {NoVariant(said.Text() ?? "", names)}");
        return null;
    }

    private static string NoVariant(string text, List<string> names) =>
        $"no variant '{text}'{Suggestion.DidYouMean(text, names)}: {Choices.Of(names)}";

    private void CheckExcludes(List<Axis> axes, YamlNode? exclude, string what)
    {
        var names = axes.Select(axis => axis.Name).ToList();
        foreach (var entry in exclude.Items().SelectMany(item => item.Entries()).Where(entry => !names.Contains(entry.Key.Value!)))
            source.Report(entry.Key, $"{what}.exclude: no axis '{entry.Key.Value}'{Suggestion.DidYouMean(entry.Key.Value!, names)}: "
                + Choices.Of(names));
    }

    private static List<Combination> Combinations(YamlNode? node) =>
    [
        .. node.Items().Select(item => item.Entries().Where(entry => entry.Value.Text() is not null)
            .Aggregate(Combination.Empty, (all, entry) => all.With(entry.Key.Value!, entry.Value.Text()!))),
    ];

    // Called by its axes; an entry of include that has none of them, by all that it says.
    private Tag? VariantOf(Combination combination, List<Axis> axes, YamlNode? template, YamlNode node, string what)
    {
        var own = axes.Select(axis => axis.Name).Where(axis => combination[axis] is not null).ToList();
        var name = template?.Text() ?? string.Join('-', (own.Count > 0 ? own : combination.Names).Select(axis => $"{{{axis}}}"));
        var text = Filled(name, combination, template ?? node, $"{what}.name");
        if (text is null)
            return null;
        if (Tag.TryParse(text, out var variant) && text.Length <= MaxLength)
            return variant;
        source.Report(template ?? node, $"{what}: '{text}' ({Shown(combination)}) is not the name of a variant, which is part of a tag: at "
            + $"most {MaxLength} letters, digits, '_', '.' and '-', the first a letter, a digit or '_'");
        return null;
    }

    // Together with the tag of a branch it is one tag.
    private const int MaxLength = 60;

    private ImageSettings Said(ImageSettings image, Tag variant, Combination combination, YamlNode? own, YamlNode node)
    {
        var name = image.Name with { Value = image.Name.Value.Of(variant) };
        var over = overlay(own, name);
        var values = combination.Entries.Aggregate(Sorted.Empty<Located<string>>(),
            (all, entry) => all.SetItem(entry.Key, new Located<string>(entry.Value, source.At(node))));
        return image with
        {
            Name = name,
            Dockerfile = Filled(over.Dockerfile ?? image.Dockerfile, combination),
            Context = Filled(over.Context ?? image.Context, combination),
            Target = (over.Target ?? image.Target) is { } target ? Filled(target, combination, node, $"images.{image.Name.Value}.target")
                : null,
            Platforms = over.Platforms.IsEmpty ? image.Platforms : over.Platforms,
            Args = Known(image.Args, combination).SetItems(values).SetItems(Known(over.Args, combination)),
            Contexts = Known(image.Contexts, combination).SetItems(Known(over.Contexts, combination)),
            Secrets = image.Secrets.Under(over.Secrets),
            Ports = over.Ports.IsEmpty ? image.Ports : over.Ports,
            Tests = over.Tests ?? image.Tests,
            Alias = image.Alias,
        };
    }

    private Located<string>? Filled(Located<string>? text, Combination combination)
    {
        if (text is null)
            return null;
        var filled = BracedText.Fill(text.Value, name => combination[name], out var unknown);
        if (unknown is not [])
            source.Report(text.Location, Unknown(unknown[0], combination));
        return text with { Value = filled };
    }

    private string? Filled(string text, Combination combination, YamlNode node, string what)
    {
        var filled = BracedText.Fill(text, name => combination[name], out var unknown);
        if (unknown is [])
            return filled;
        source.Report(node, $"{what}: {Unknown(unknown[0], combination)}");
        return null;
    }

    // The values of args and contexts may have braces of their own.
    private static ImmutableSortedDictionary<string, Located<string>> Known(ImmutableSortedDictionary<string, Located<string>> texts,
        Combination combination) =>
        Sorted.Of(texts, text => text with { Value = BracedText.Fill(text.Value, name => combination[name], out _) });

    private static string Unknown(string name, Combination combination) =>
        $"'{{{name}}}' stands for nothing in {Shown(combination)}{Suggestion.DidYouMean(name, combination.Names)}";

    private static string Shown(Combination combination) =>
        combination.Entries.Any() ? string.Join(", ", combination.Entries.Select(entry => $"{entry.Key}: {entry.Value}")) : "nothing";
}
