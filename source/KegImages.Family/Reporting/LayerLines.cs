using KegImages.Dockerfiles;
using KegImages.Pipeline;
using KegImages.Reports.Page;

namespace KegImages.Reporting;

/// <summary>Which line of a Dockerfile made the largest layers: one request for each image that has one of them.</summary>
/// <param name="pipeline">The run that they were read for.</param>
internal sealed class LayerLines(ImagePipeline pipeline)
{
    /// <summary>The layers, each with what made it, where that can be told.</summary>
    public async Task<IReadOnlyList<PageLayer>> OfAsync(IReadOnlyList<PageLayer> layers, CancellationToken cancellationToken)
    {
        var manifests = pipeline.ManifestsAtHand;
        var images = layers.Select(layer => ImageName.Parse(layer.Image)).Distinct().ToList();
        var configs = images.Zip(await Task.WhenAll(images.Select(image =>
                pipeline.Opened.World.Registries.GetImageConfigAsync(
                    pipeline.Request.Provider.Of(image).At(manifests[image].Descriptor.Digest), cancellationToken))))
            .ToDictionary(pair => pair.First, pair => pair.Second);
        return [.. layers.Select(layer => Of(layer, manifests, configs[ImageName.Parse(layer.Image)]))];
    }

    private PageLayer Of(PageLayer layer, ImmutableDictionary<ImageName, RegistryManifest> manifests, ImageConfig? config)
    {
        var image = pipeline.Family[ImageName.Parse(layer.Image)];
        var all = manifests[image.Name].Layers;
        if (config is null || config.Makers.Length != all.Length)
            return layer;
        // What it has of the image that it derives from comes first.
        var from = image.Parents.LastOrDefault(edge => edge.Use == ParentUse.From)?.Member;
        var below = from is not null && manifests.TryGetValue(from, out var parent)
            ? all.Zip(parent.Layers).TakeWhile(pair => pair.First.Digest == pair.Second.Digest).Count() : 0;
        var place = Array.FindIndex(all, other => other.Digest.ToString() == layer.Digest);
        var said = config.Makers[place];
        // Below an image from outside it cannot be told how many layers are that one's own.
        var line = from is null || place < below ? LastOf(image, said)
            : LayerInstructions.Of(image.Dockerfile, image.Target, [.. config.Makers[below..]])[place - below];
        return layer with
        {
            File = line is null ? null : image.Dockerfile.Path,
            Line = line?.Line,
            Instruction = line?.ToString() ?? LayerInstructions.Shown(said),
        };
    }

    // Of a root image only what its own Dockerfile says word by word is its own.
    private static DockerfileInstruction? LastOf(Image image, string said) => image.Dockerfile.Instructions.LastOrDefault(instruction =>
        instruction.Arguments.Length > 0 && said.Contains(instruction.Arguments, StringComparison.Ordinal)
        && said.Contains(instruction.Keyword, StringComparison.Ordinal));
}
