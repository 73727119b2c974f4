using KegImages.Tagging;
using YamlDotNet.RepresentationModel;

namespace KegImages.Configuration;

/// <summary>Reads <c>keg.yml</c>. Pure: text in, settings and problems out.</summary>
internal sealed class KegReader
{
    private readonly YamlSource source;

    private KegReader(string path) => source = new YamlSource(path);

    /// <summary>Reads the text; <paramref name="path"/> names the file in problems. The settings are null when too much is missing to go
    /// on; where there are problems beside settings, reading the family can go on and report its own with them.</summary>
    public static (KegSettings? Settings, IReadOnlyList<Problem> Problems) Read(string text, string path)
    {
        var reader = new KegReader(path);
        var settings = reader.Read(text);
        return (settings, reader.source.Problems);
    }

    private KegSettings? Read(string text)
    {
        var root = source.Read(text);
        if (root.IsNull())
        {
            if (source.Problems.Count == 0)
                source.Report("the file is empty: 'provider' and 'groups' are needed",
                    $"{ThisProgram.Page("family")} shows a first keg.yml");
            return null;
        }

        KegFormat.File.Check(root!, "", source);
        if (Providers(root!) is not [var provider, .. var mirrors])
            return null;

        var defaults = root.At("default");
        var branch = defaults.At("branch").Text() ?? KegSettings.Develop;
        var (said, policy) = new TagsReader(source).Read(root, defaults, branch);
        var tag = !said.IsEmpty ? said[0] : Tag.TryParse(defaults.At("tag").Text(), out var written) ? written
            : Tag.Parse(KegSettings.Develop);
        var aliases = Texts(defaults.At("aliases")).Select(alias => Tag.TryParse(alias, out var legal) ? legal : null).OfType<Tag>();
        var trust = new TrustReader(source);
        var settings = new KegSettings
        {
            Provider = provider,
            Mirrors = mirrors,
            DefaultBranch = branch,
            DefaultTag = tag,
            Aliases = [.. (said.IsEmpty ? aliases : said).Where(alias => alias != tag).Distinct()],
            Tags = policy,
            Args = LocatedMap(root.At("args")),
            Contexts = LocatedMap(root.At("contexts")),
            Secrets = SecretsShape.Declarations(root, source),
            NotSecret = [.. Texts(root.At("notSecret"))],
            Templates = LocatedMap(root.At("templates")),
            Platforms = [.. Texts(root.At("platforms"))],
            Builders = Builders(root.At("builders")),
            Runners = Runners(root.At("runners")),
            Attest = trust.Attest(root.At("attest")),
            Sign = trust.Sign(root.At("sign")),
            RequireSigned = trust.IsRequired(root),
            External = [.. ImageReferences(root.At("external"))],
            Lint = Severities(root.At("lint")),
            Proxy = new ProxySettings(
                root.At("proxy").At("domain").Text() ?? ProxySettings.Usual.Domain,
                root.At("proxy").At("network").Text() ?? ProxySettings.Usual.Network,
                root.At("proxy").At("entrypoint").Text() ?? ProxySettings.Usual.EntryPoint),
            Downstream = [.. Texts(root.At("downstream")).Distinct(StringComparer.OrdinalIgnoreCase)],
            Workflows = new CiSettings
            {
                Environment = root.At("workflows").At("environment").Text() ?? CiSettings.UsualEnvironment,
                Before = source.Located(root.At("workflows").At("before")),
                After = source.Located(root.At("workflows").At("after")),
                TakesOverMergedOnly = root.At("workflows").At("takeOver").Text() == CiSettings.TakeOverMerged,
                KeepsLayers = root.At("workflows").At("cache").Text() == CiSettings.CacheOn,
            },
            Images = [.. root.At("images").Entries().Select(Image).OfType<ImageSettings>()],
        };
        CheckVariants(settings);
        CheckReleases(settings);
        CheckRunners(root.At("runners"), settings);
        return settings with { Groups = Groups(root.At("groups"), settings) };
    }

    // A release may not move what the default branch is known by.
    private void CheckReleases(KegSettings settings)
    {
        foreach (var image in settings.Images)
        {
            foreach (var variant in image.Variants.Select(variant => variant.Name.Value))
                CheckRelease(settings, image, variant);
        }
    }

    private void CheckRelease(KegSettings settings, ImageSettings image, ImageName variant)
    {
        if (settings.Variants.AllOf(variant, settings.DefaultTags, movesDefault: true).Except(settings.DefaultTags)
            .FirstOrDefault(settings.Tags.MayBeRelease) is { } tag)
            source.Report(image.Name.Location, $"images.{image.Name.Value}.variants: '{variant.Variant}' would be published as "
                + $"'{tag}', which can be the tag of a release (tags.releases)");
    }

    // What one image is called on the default branch may not be what another one of its repository is called.
    private void CheckVariants(KegSettings settings)
    {
        foreach (var tag in settings.DefaultTags.Where(settings.Variants.IsMistaken))
            source.Report($"'{tag}' is a tag of the default branch, and with one variant's name it is the tag of another one",
                "call the variants otherwise, so that none is what another one and a tag are together");
        foreach (var image in settings.Images.Where(image => !image.Variants.IsEmpty))
        {
            var owners = new Dictionary<Tag, ImageName>();
            foreach (var name in image.Variants.OrderByDescending(variant => variant.IsDefault).Select(variant => variant.Name.Value))
            {
                foreach (var tag in settings.Variants.AllOf(name, settings.DefaultTags, movesDefault: true))
                {
                    if (!owners.TryAdd(tag, name))
                        source.Report(image.Name.Location, $"images.{image.Name.Value}.variants: '{name.Variant}' and "
                            + $"'{owners[tag].Variant}' would both be published as '{tag}'");
                    else if (TagSettings.IsContentTag(tag) || CacheTag.TryParse(tag, out _) || HistoryTag.TryParse(tag, out _)
                        || settings.Tags.MayBeReference(tag)
                        || (settings.DefaultTags.Contains(tag) && !settings.Variants.IsDefault(name)))
                        source.Report(image.Name.Location, $"images.{image.Name.Value}.variants: '{name.Variant}' would be published as "
                            + $"'{tag}', which means something else");
                }
            }
        }
    }

    // The first is what Dockerfiles call the family's images by.
    private ImmutableArray<Provider> Providers(YamlNode root)
    {
        var items = root.At("providers").Items().ToList();
        if (root.At("provider") is { } first)
            items.Insert(0, first);
        else if (items.Count == 0)
            source.Report(root, $"'provider' is missing: {KegFormat.Provider.Description}");
        var providers = ImmutableArray.CreateBuilder<Provider>();
        foreach (var item in items)
        {
            if (!Provider.TryParse(item.Text(), out var provider))
                continue;
            if (providers.Contains(provider))
                source.Report(item, $"'{provider}' is among the providers already: each is published to once");
            else
                providers.Add(provider);
        }

        return providers.ToImmutable();
    }

    private ImmutableArray<BuilderEntry> Builders(YamlNode? node)
    {
        var builders = ImmutableArray.CreateBuilder<BuilderEntry>();
        foreach (var item in node.Items())
        {
            if (item.At("name").Text() is not { } name)
                continue;
            if (builders.Any(other => other.Name == name))
                source.Report(item, $"'{name}' is among the builders already: how many images it builds at once is said by its slots");
            else
                builders.Add(new BuilderEntry(name, Slots(item.At("slots").Text())) { Platforms = [.. Texts(item.At("platforms"))] });
        }

        return builders.ToImmutable();

        static int? Slots(string? text) => int.TryParse(text, CultureInfo.InvariantCulture, out var slots) ? slots : null;
    }

    private static ImmutableSortedDictionary<string, ImmutableArray<string>> Runners(YamlNode? node)
    {
        var runners = Sorted.Empty<ImmutableArray<string>>();
        foreach (var (platform, labels) in node.Entries())
        {
            ImmutableArray<string> all = labels.Text() is { } one ? [one] : [.. Texts(labels)];
            if (platform.Value is { } name && !all.IsEmpty)
                runners = runners.SetItem(name, all);
        }

        return runners;
    }

    // A runner of a platform that nothing is built for would wait for ever to be asked.
    private void CheckRunners(YamlNode? node, KegSettings settings)
    {
        var platforms = settings.Platforms.Concat(settings.Images.SelectMany(image => image.Platforms
            .Concat(image.Variants.SelectMany(variant => variant.Platforms)))).Distinct().ToList();
        foreach (var platform in node.Entries().Select(entry => entry.Key).Where(platform => !platforms.Contains(platform.Value!)))
            source.Report(platform, $"runners: no image is built for '{platform.Value}': " + (platforms.Count == 0
                ? "'platforms', of the family or of an image, says for what they are" : $"'platforms' says {Choices.Of(platforms)}"));
    }

    private static Dictionary<string, LintSeverity> Severities(YamlNode? node)
    {
        var severities = new Dictionary<string, LintSeverity>(StringComparer.Ordinal);
        foreach (var entry in node.Entries())
        {
            if (entry.Key.Value is { } rule && KegFormat.TrySeverity(entry.Value.Text(), out var severity))
                severities[rule] = severity;
        }

        return severities;
    }

    private ImmutableArray<GroupSettings> Groups(YamlNode? node, KegSettings settings)
    {
        var entries = node.Entries().ToList();
        return [.. entries.Select((entry, order) => new GroupSettings(
            new ImageGroup(entry.Key.Value!, order),
            [.. entry.Value.At("folders").Items().Select(source.Located).OfType<Located<string>>()],
            DefaultParent(entry.Value.At("parent"), source.At(entry.Key), isLast: order > 0 && order == entries.Count - 1, settings),
            entry.Value.At("parent").At("arg").Text() ?? ValuesFormat.KegBaseImage,
            source.At(entry.Key)))];
    }

    // A name alone stands for the family's image of that name, at the default tag.
    private Located<ImageReference>? DefaultParent(YamlNode? node, SourceLocation group, bool isLast, KegSettings settings)
    {
        node = node.At("image") ?? node;
        var text = node.Text() ?? (isLast ? "tap" : null);
        if (!ImageReference.TryParse(text, out var reference))
            return null;
        if (reference is { Registry: null, Tag: null, Digest: null } && ImageName.TryParseRepository(reference.Repository, out var name))
            reference = settings.Provider.Of(name).With(settings.DefaultTag);
        return new Located<ImageReference>(reference, node is null ? group : source.At(node));
    }

    private ImageSettings? Image(YamlEntry entry) => !ImageName.TryParseRepository(entry.Key.Value, out var name) ? null
        : new VariantsReader(source, Said).Read(Said(entry.Value, new Located<ImageName>(name, source.At(entry.Key))),
            entry.Value.At("variants"));

    private ImageSettings Said(YamlNode? node, Located<ImageName> name) => new()
    {
        Name = name,
        Group = source.Located(node.At("group")),
        Folder = source.Located(node.At("folder")),
        Alias = source.Located(node.At("alias")),
        Dockerfile = source.Located(node.At("dockerfile")),
        Context = source.Located(node.At("context")),
        Target = node.At("target").Text(),
        Platforms = [.. Texts(node.At("platforms"))],
        Args = LocatedMap(node.At("args")),
        Contexts = LocatedMap(node.At("contexts")),
        Secrets = SecretsShape.Declarations(node, source),
        Tests = node.At("tests") is { } tests ? [.. tests.Items().Select(source.Located).OfType<Located<string>>()] : null,
        Ports = [.. Texts(node.At("ports"))
            .Select(port => int.TryParse(port, CultureInfo.InvariantCulture, out var number) ? number : 0).Where(port => port > 0)],
    };

    private static IEnumerable<ImageReference> ImageReferences(YamlNode? node) =>
        Texts(node).Select(text => ImageReference.TryParse(text, out var reference) ? reference : null).OfType<ImageReference>();

    private static IEnumerable<string> Texts(YamlNode? node) => node.Items().Select(item => item.Text()).OfType<string>();


    private ImmutableSortedDictionary<string, Located<string>> LocatedMap(YamlNode? node) => node.Entries()
        .Where(entry => entry.Key.Value is not null && entry.Value.Text() is not null)
        .Aggregate(Sorted.Empty<Located<string>>(),
            (all, entry) => all.SetItem(entry.Key.Value!, new Located<string>(entry.Value.Text()!, source.At(entry.Key))));
}
