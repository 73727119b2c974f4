using System.Collections.Immutable;
using KegImages.Images;
using KegImages.Images.Dockerfiles;

namespace KegImages.Configuration;

/// <summary>Candidates → images with their edges, which are what the Dockerfiles say once their ARGs are resolved. Pure.</summary>
internal sealed class EdgeReader(KegSettings settings, ImmutableArray<ImageCandidate> candidates, List<Problem> problems)
{
    private readonly Membership membership = new(settings, [.. candidates.Select(candidate => candidate.Name.Value)]);

    /// <summary>The images, in the order of the candidates; those whose Dockerfile is wrong are left out, their problems reported.</summary>
    public ImmutableArray<ImageDefinition> Read()
    {
        var alone = candidates.Select(Draft).OfType<ImageDefinition>().Select(image => Resolved(image, _ => [])).OfType<ImageDefinition>().ToImmutableArray();
        var byName = alone.ToDictionary(image => image.Name);
        // ONBUILD fires once, in direct children: one more look at those is enough, in any order.
        var images = alone.Select(image => Fired(image, byName)).OfType<ImageDefinition>().ToImmutableArray();
        var argsByName = candidates.ToDictionary(candidate => candidate.Name.Value, candidate => candidate.Args);
        return [.. images.Select(image => image with { Parents = Edges(image, argsByName[image.Name]) })];
    }

    /// <summary>How a Dockerfile says an edge.</summary>
    public static string Said(ParentUse use, ImageReference reference) => use switch
    {
        ParentUse.From => $"FROM {reference}",
        ParentUse.Copy => $"COPY --from={reference}",
        _ => $"RUN --mount=from={reference}",
    };

    private ImageDefinition? Draft(ImageCandidate candidate)
    {
        if (Parsed(candidate) is not { } dockerfile)
            return null;
        var args = WithBase(candidate, dockerfile);
        var unknown = dockerfile.GlobalArgs.Where(arg => args.Unfilled.ContainsKey(arg.Name)).Select(arg => args.Unfilled[arg.Name]).Distinct().ToList();
        problems.AddRange(unknown);
        var image = new ImageDefinition
        {
            Name = candidate.Name.Value,
            Alias = candidate.Alias.Value,
            Group = candidate.Group.Group,
            DockerfilePath = candidate.DockerfilePath,
            ContextPath = candidate.ContextPath,
            ValuesPath = candidate.Folder.Values is null ? null : candidate.Folder.ValuesPath,
            Dockerfile = dockerfile,
            Target = candidate.Target,
            Args = args.Values.ToImmutableSortedDictionary(pair => pair.Key, pair => pair.Value.Value, StringComparer.Ordinal),
            Contexts = candidate.Contexts,
            Platforms = candidate.Said?.Platforms is { Length: > 0 } platforms ? platforms : settings.Platforms,
            Ports = candidate.Ports,
            KegBaseImage = BaseImage(args),
            KegImageFrom = Reference(ValuesFormat.KegImageFrom, args.Needed(ValuesFormat.KegImageFrom, problems)),
        };
        return unknown.Count == 0 ? image : null;
    }
}
