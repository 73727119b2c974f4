namespace KegImages.Pipeline;

/// <summary>Puts together what each image's fingerprint is made of, parents first.</summary>
/// <param name="platform">What the builder builds for where an image names no platforms.</param>
/// <param name="outside">The parents that this run does not make.</param>
/// <param name="contexts">The named contexts.</param>
/// <param name="remotes">What the images' Dockerfiles take from the web.</param>
/// <param name="files">The images' own files.</param>
/// <param name="proxies">The build args that docker's clients add by themselves.</param>
internal sealed class ReadInputs(
    string platform,
    IReadOnlyDictionary<ImageReference, OutsideParent> outside,
    IReadOnlyDictionary<string, ResolvedContext> contexts,
    IReadOnlyDictionary<ImageName, ImmutableSortedDictionary<string, RemoteIdentity>> remotes,
    IReadOnlyDictionary<ImageName, ImageFiles> files,
    Lazy<ImmutableSortedDictionary<string, string>> proxies)
{
    private readonly Dictionary<ImageName, FingerprintInputs> inputs = [];

    /// <summary>What an image is built for.</summary>
    public static ImmutableArray<string> PlatformsOf(Image image, string platform) =>
        image.Platforms.IsEmpty ? [platform] : image.Platforms;

    /// <summary>The inputs of images that come in the family's order.</summary>
    public Dictionary<ImageName, FingerprintInputs> Of(ImmutableArray<Image> images)
    {
        // Those of one level stand on others alone.
        foreach (var level in Levels(images))
        {
            foreach (var (image, made) in level.Zip(SideBySide.Select(level, Of)))
                inputs[image.Name] = made;
        }

        return inputs;
    }

    private static List<List<Image>> Levels(ImmutableArray<Image> images)
    {
        var depths = new Dictionary<ImageName, int>();
        var levels = new List<List<Image>>();
        foreach (var image in images)
        {
            var depth = 0;
            foreach (var edge in image.Parents)
                depth = Math.Max(depth, edge.Member is { } parent && depths.TryGetValue(parent, out var above) ? above + 1 : 0);
            depths[image.Name] = depth;
            if (levels.Count == depth)
                levels.Add([]);
            levels[depth].Add(image);
        }

        return levels;
    }

    private FingerprintInputs Of(Image image)
    {
        var members = new List<FamilyParent>();
        var externals = new List<ExternalParent>();
        foreach (var edge in image.Parents)
        {
            if (FingerprintOf(edge) is { } fingerprint)
                members.Add(new FamilyParent(edge.Member!, fingerprint, edge.Argument));
            else
                externals.Add(new ExternalParent(edge.Reference, outside[edge.Reference].Digest, edge.Argument));
        }

        var choosing = image.Parents.Select(edge => edge.Argument).ToHashSet();
        return FingerprintInputs.Of(new FingerprintRequest
        {
            Dockerfile = files[image.Name].Dockerfile,
            Context = files[image.Name].Context,
            Platforms = PlatformsOf(image, platform),
            Variant = image.Name.Variant,
            Target = image.Target,
            Attest = image.Attest.Inputs,
            Args = ArgsOf(image).RemoveRange(image.Args.Keys.Where(arg => !image.Use.DeclaredArgs.Contains(arg) || choosing.Contains(arg))),
            Contexts = contexts.Keys.Where(image.Use.Contexts.Contains)
                .ToImmutableSortedDictionary(name => name, name => contexts[name].Identity, StringComparer.Ordinal),
            Remotes = remotes.GetValueOrDefault(image.Name) ?? ImmutableSortedDictionary<string, RemoteIdentity>.Empty,
            Parents = [.. members.Distinct()],
            Externals = [.. externals.Distinct()],
        });
    }

    private Fingerprint? FingerprintOf(Parent edge) => edge.Member is null
        ? null
        : inputs.TryGetValue(edge.Member, out var inScope) ? inScope.Fingerprint : outside[edge.Reference].Fingerprint;

    // Those that buildx adds by itself are not passed, for they may hold a login; but a Dockerfile that declares one sees it.
    private ImmutableSortedDictionary<string, string> ArgsOf(Image image) =>
        ClientProxies.Names.Any(image.Use.DeclaredArgs.Contains)
            ? proxies.Value.Where(image.Use.DeclaredArgs.Contains).SetItems(image.Args)
            : image.Args;
}
