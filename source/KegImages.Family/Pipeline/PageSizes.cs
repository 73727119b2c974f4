using KegImages.Reports.Page;

namespace KegImages.Pipeline;

/// <summary>What images weigh, from manifests that are at hand: nobody is asked for one.</summary>
/// <param name="images">The images, parents before children.</param>
/// <param name="manifests">Their manifests, as far as they are known.</param>
internal sealed class PageSizes(IEnumerable<Image> images, IReadOnlyDictionary<ImageName, RegistryManifest> manifests)
{
    private const int MostLayers = 10;

    private readonly List<Image> images = [.. images];

    /// <summary>The sizes.</summary>
    /// <param name="before">What an image weighed before; null where that is not known.</param>
    public ImmutableDictionary<ImageName, PageSize> Of(Func<ImageName, long?> before) =>
        images.Where(image => manifests.ContainsKey(image.Name) && !manifests[image.Name].IsIndex)
            .ToImmutableDictionary(image => image.Name, image =>
            {
                var (manifest, own) = (manifests[image.Name], OwnLayers(image));
                return new PageSize(manifest.CompressedSize)
                {
                    Own = own?.Sum(layer => layer.Size),
                    OwnLayers = own?.Length,
                    Layers = manifest.Layers.Length,
                    Before = before(image.Name),
                };
            });

    /// <summary>The largest of all layers that are some image's own.</summary>
    public ImmutableArray<LargeLayer> Largest =>
    [
        .. images.Where(image => manifests.ContainsKey(image.Name))
            .SelectMany(image => (OwnLayers(image) ?? []).Select(layer => new LargeLayer(image, layer.Digest, layer.Size)))
            .DistinctBy(layer => layer.Layer)
            .OrderByDescending(layer => layer.Size).ThenBy(layer => layer.Layer.ToString(), StringComparer.Ordinal).Take(MostLayers),
    ];

    // Those that no image of the family below it has; null where that cannot be told.
    private DescriptorDocument[]? OwnLayers(Image image)
    {
        var parents = image.Parents.Select(edge => edge.Member).OfType<ImageName>().Distinct().ToList();
        if (parents.Any(parent => !manifests.ContainsKey(parent)))
            return null;
        var shared = parents.SelectMany(parent => manifests[parent].Layers).Select(layer => layer.Digest).ToHashSet();
        return [.. manifests[image.Name].Layers.Where(layer => !shared.Contains(layer.Digest))];
    }
}

/// <summary>A layer, and the image that it was made for.</summary>
/// <param name="Image">The image.</param>
/// <param name="Layer">Its digest.</param>
/// <param name="Size">Its compressed size in bytes.</param>
internal sealed record LargeLayer(Image Image, Digest Layer, long Size);
