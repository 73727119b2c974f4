using System.Collections.Immutable;
using KegImages.Fingerprints;
using KegImages.Images;
using KegImages.Images.Dockerfiles;

namespace KegImages.Pipeline;

/// <summary>What each image uses, and which part of its context it reads, once the triggers of parents that are built elsewhere are known.</summary>
internal static class ContextScopes
{
    /// <summary>The part of its context that an image reads.</summary>
    /// <param name="use">What it uses; null where that is not known.</param>
    public static ContextScope Of(DockerfileUse? use) => use?.ContextSources is { } sources ? ContextScope.Of(sources) : ContextScope.Everything;

    /// <summary>What an image uses, the triggers of all its parents included; null where those are not known.</summary>
    /// <param name="image">The image.</param>
    /// <param name="inScope">The images that are built from the working tree.</param>
    /// <param name="outside">The other parents, by what Dockerfiles call them.</param>
    public static DockerfileUse? UseOf(ImageDefinition image, IReadOnlyDictionary<ImageName, ImageDefinition> inScope, IReadOnlyDictionary<ImageReference, OutsideParent> outside)
    {
        var bases = image.Parents.Where(edge => edge.Use == ParentUse.From && (edge.Member is null || !inScope.ContainsKey(edge.Member))).ToList();
        if (bases.Count == 0)
            return image.Use;
        if (bases.Any(edge => outside[edge.Reference].OnBuild is null))
            return null;
        try
        {
            return image.Dockerfile.Resolve(new DockerfileInputs
            {
                Target = image.Target,
                Args = image.Args,
                Contexts = image.Contexts.Keys.ToHashSet(StringComparer.Ordinal),
                Triggers = TriggersOf,
            });
        }
        catch (WrongUseException)
        {
            // Triggers that only another build of the parent has can ask for what is not here: BuildKit will say so.
            return null;
        }

        ImmutableArray<DockerfileTrigger> TriggersOf(ImageReference reference)
        {
            var edge = image.Parents.FirstOrDefault(edge => edge.Use == ParentUse.From && edge.Reference == reference);
            return edge?.Member is { } member && inScope.TryGetValue(member, out var parent) ? parent.Use.Triggers
                : outside.TryGetValue(reference, out var found) ? [.. (found.OnBuild ?? []).Select(text => DockerfileTrigger.Parse(text, reference.ToString()))]
                : [];
        }
    }
}
