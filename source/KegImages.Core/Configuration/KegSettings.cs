using KegImages.Tagging;

namespace KegImages.Configuration;

/// <summary>What <c>keg.yml</c> says; every path in it is relative to the file's folder.</summary>
public sealed record KegSettings
{
    internal const string Develop = "develop";

    /// <summary>The name of the file, at the root of the repository.</summary>
    public const string FileName = "keg.yml";

    /// <summary>Where the family's images live, and what its Dockerfiles call them; where a run pushes to may differ.</summary>
    public required Provider Provider { get; init; }

    /// <summary>Further providers, which get the same digests.</summary>
    public ImmutableArray<Provider> Mirrors { get; init; } = [];

    /// <summary>The branch whose images carry the default tag.</summary>
    public string DefaultBranch { get; init; } = Develop;

    /// <summary>The tag of the default branch's images.</summary>
    public Tag DefaultTag { get; init; } = Tag.Parse(Develop);

    /// <summary>Further tags on the same digest as the default tag.</summary>
    public ImmutableArray<Tag> Aliases { get; init; } = [];

    /// <summary>The default tag and its aliases.</summary>
    internal ImmutableArray<Tag> DefaultTags => [.. new[] { DefaultTag }.Concat(Aliases).Distinct()];

    /// <summary>What other sets than the default one are called.</summary>
    public TagPolicy Tags
    {
        get;
        init
        {
            field = value;
            Variants = VariantsOf(Images, value);
        }
    } = TagPolicy.Usual;

    /// <summary>What images that share a repository are called.</summary>
    public VariantTags Variants { get; private init; } = VariantTags.None;

    /// <summary>The groups, in order.</summary>
    public ImmutableArray<GroupSettings> Groups { get; init; } = [];

    /// <summary>Build args for all images.</summary>
    public ImmutableSortedDictionary<string, Located<string>> Args { get; init; } = Sorted.Empty<Located<string>>();

    /// <summary>Named build contexts for all images: name → git URL, image or folder.</summary>
    public ImmutableSortedDictionary<string, Located<string>> Contexts { get; init; } = Sorted.Empty<Located<string>>();

    /// <summary>The secrets and SSH agents that builds can mount.</summary>
    public SecretDeclarations Secrets { get; init; } = SecretDeclarations.None;

    /// <summary>Names of build args and variables that look like a secret's and hold none.</summary>
    public ImmutableSortedSet<string> NotSecret { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>What the templates of the Keg tools stand for when an image runs: <c>cli.paths.core</c> → text, or a folder that begins
    /// with <c>.</c>.</summary>
    public ImmutableSortedDictionary<string, Located<string>> Templates { get; init; } = Sorted.Empty<Located<string>>();

    /// <summary>How much the linter's rules weigh, where that is not their default.</summary>
    public IReadOnlyDictionary<string, LintSeverity> Lint { get; init; } = new Dictionary<string, LintSeverity>();

    /// <summary>Platforms for all images; empty for the engine's own.</summary>
    public ImmutableArray<string> Platforms { get; init; } = [];

    /// <summary>What pushed images say of themselves.</summary>
    public Attestations Attest { get; init; } = Attestations.None;

    /// <summary>By what images are signed; null where nothing is said.</summary>
    public SignSettings? Sign { get; init; }

    /// <summary>Whether only what verifies is reused, started, packaged, promoted and restored.</summary>
    public bool RequireSigned { get; init; }

    /// <summary>The builders that images are built by where no option names any; empty for the one in use.</summary>
    public ImmutableArray<BuilderEntry> Builders { get; init; } = [];

    /// <summary>The labels of the runners that workflows build a platform with; what is not there is built by the usual one.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<string>> Runners { get; init; } = Sorted.Empty<ImmutableArray<string>>();

    /// <summary>Images that are from outside, whatever they are called: names and repositories, some with a tag or digest.</summary>
    public ImmutableArray<ImageReference> External { get; init; } = [];

    /// <summary>Which references are the family's own, where these are its images.</summary>
    public Membership MembershipOf(IEnumerable<ImageName> names) => 
        new(Provider, DefaultTags, External, names, Variants);

    /// <summary>What keg-proxy is set to.</summary>
    public ProxySettings Proxy { get; init; } = ProxySettings.Usual;

    /// <summary>Repositories at GitHub, owner/name, that are told what was published.</summary>
    public ImmutableArray<string> Downstream { get; init; } = [];

    /// <summary>What the generated workflows do beside what they need.</summary>
    public CiSettings Workflows { get; init; } = CiSettings.Usual;

    /// <summary>What is said of single images.</summary>
    public ImmutableArray<ImageSettings> Images
    {
        get;
        init
        {
            field = value;
            Variants = VariantsOf(value, Tags);
        }
    } = [];

    /// <summary>What the command line says over the files.</summary>
    public FamilyOverrides Overrides { get; init; } = FamilyOverrides.None;

    private static VariantTags VariantsOf(ImmutableArray<ImageSettings> images, TagPolicy tags)
    {
        var variants = images.SelectMany(image => image.Variants).ToList();
        return variants.Count == 0 ? VariantTags.None : new VariantTags(variants.Select(variant => variant.Name.Value),
            variants.Where(variant => variant.IsDefault).Select(variant => variant.Name.Value), tags);
    }
}
