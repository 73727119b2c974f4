using KegImages.Dockerfiles;

namespace KegImages.Pipeline;

/// <summary>
/// What each image uses, reads of its context and fetches from servers, once the triggers of parents that are built elsewhere are known.
/// </summary>
/// <param name="inScope">The images that are built from the working tree.</param>
/// <param name="outside">The other parents, by what Dockerfiles call them.</param>
internal sealed class ContextScopes(
    IReadOnlyDictionary<ImageName, Image> inScope, IReadOnlyDictionary<ImageReference, OutsideParent> outside)
{
    /// <summary>The part of its context that an image reads.</summary>
    /// <param name="use">What it uses; null where that is not known.</param>
    public static ContextScope Of(DockerfileUse? use) =>
        use?.ContextSources is { } sources ? ContextScope.Of(sources) : ContextScope.Everything;

    /// <summary>What an image uses, the triggers of all its parents included; null where those are not known.</summary>
    public DockerfileUse? UseOf(Image image)
    {
        var bases = BasesOf(image);
        if (bases.Count == 0)
            return image.Use;
        return bases.Any(edge => outside[edge.Reference].OnBuild is null) ? null : Resolve(image, new DockerfileInputs());
    }

    /// <summary>What an image fetches with <c>ADD</c>, on whichever of some platforms.</summary>
    /// <param name="image">The image.</param>
    /// <param name="platforms">The platforms that it is built for.</param>
    /// <param name="own">The platform that the builder itself is of.</param>
    public ImmutableArray<RemoteSource> RemotesOf(Image image, IEnumerable<string> platforms, string own)
    {
        if (image.Use.Remotes.IsEmpty && !BasesOf(image).Any(BringsAdd))
            return [];
        return [.. platforms.SelectMany(platform =>
            (Resolve(image, new DockerfileInputs { Platform = platform, BuildPlatform = own }) ?? image.Use).Remotes).Distinct()];
    }

    private bool BringsAdd(Parent edge) =>
        outside[edge.Reference].OnBuild?.Any(text => text.TrimStart().StartsWith("ADD", StringComparison.OrdinalIgnoreCase)) == true;

    private List<Parent> BasesOf(Image image) =>
        [.. image.Parents.Where(edge => edge.Use == ParentUse.From && (edge.Member is null || !inScope.ContainsKey(edge.Member)))];

    private DockerfileUse? Resolve(Image image, DockerfileInputs inputs)
    {
        try
        {
            return image.Dockerfile.Resolve(inputs with
            {
                Target = image.Target,
                Args = image.Args,
                Contexts = image.Contexts.Keys.ToHashSet(StringComparer.Ordinal),
                Triggers = reference => TriggersOf(image, reference),
            });
        }
        catch (WrongUseException)
        {
            // Triggers that only another build of the parent has can ask for what is not here: BuildKit will say so.
            return null;
        }
    }

    private ImmutableArray<DockerfileTrigger> TriggersOf(Image image, ImageReference reference)
    {
        var edge = image.Parents.FirstOrDefault(edge => edge.Use == ParentUse.From && edge.Reference == reference);
        return edge?.Member is { } member && inScope.TryGetValue(member, out var parent) ? parent.Use.Triggers
            : outside.TryGetValue(reference, out var found)
                ? [.. (found.OnBuild ?? []).Select(text => DockerfileTrigger.Parse(text, reference.ToString()))]
            : [];
    }
}
