namespace KegImages.Registry;

/// <summary>
/// One image of several platforms: an index of the images that were built for each. The same images give the same bytes, in whatever order
/// they were built and whoever built them. See <see href="https://github.com/opencontainers/image-spec/blob/v1.1.0/image-index.md"/>.
/// </summary>
/// <param name="Bytes">Its bytes.</param>
/// <param name="MediaType">Its media type: Docker's where all images are of Docker's types, as BuildKit has it, else OCI's.</param>
public sealed record PlatformIndex(ReadOnlyMemory<byte> Bytes, string MediaType)
{
    /// <summary>The index of images, each for one platform, sorted by it.</summary>
    /// <param name="images">The images. What came as an index of one image and its attestations is taken apart.</param>
    /// <exception cref="FailedException">Two images are for one platform, or there is none.</exception>
    public static PlatformIndex Of(IEnumerable<(string Platform, RegistryManifest Manifest)> images)
    {
        var sorted = images.OrderBy(image => image.Platform, StringComparer.Ordinal).ToList();
        if (sorted.Count == 0)
            throw new FailedException("an index of no image is none");
        if (sorted.GroupBy(image => image.Platform, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new FailedException($"two images were built for {twice.Key}");
        var entries = sorted.SelectMany(image => EntriesOf(image.Platform, image.Manifest)).ToArray();
        // An attestation comes after all images, so that a reader which takes the first one takes an image.
        entries = [.. entries.OrderBy(entry => entry.Platform is { Os: "unknown" })];
        var mediaType = entries.All(entry => entry.MediaType == MediaTypes.DockerManifest) ? MediaTypes.DockerManifestList
            : MediaTypes.OciIndex;
        var document = new IndexDocument(2, mediaType, entries);
        return new PlatformIndex(JsonSerializer.SerializeToUtf8Bytes(document, PlatformIndexJson.Relaxed.IndexDocument), mediaType);
    }

    private static IEnumerable<IndexEntry> EntriesOf(string platform, RegistryManifest manifest) => manifest.IsIndex
        ? manifest.Manifests.Select(child => new IndexEntry(child.MediaType!, child.Digest, child.Size,
            child.Platform is { Os: { } os } said ? new IndexPlatform(said.Architecture ?? os, os, said.Variant) : PlatformOf(platform))
            { Annotations = child.Annotations })
        : [new IndexEntry(manifest.Descriptor.MediaType, manifest.Descriptor.Digest, manifest.Descriptor.Size, PlatformOf(platform))];

    private static IndexPlatform PlatformOf(string platform)
    {
        var parts = platform.Split('/');
        // As BuildKit and every reader have it, arm64 is of its eighth version where nothing else is said.
        return new IndexPlatform(parts[1], parts[0], parts is [_, "arm64", "v8"] ? null : parts.ElementAtOrDefault(2));
    }
}

internal sealed record IndexDocument(int SchemaVersion, string MediaType, IndexEntry[] Manifests);

internal sealed record IndexEntry(string MediaType, Digest Digest, long Size, IndexPlatform Platform)
{
    public ImmutableSortedDictionary<string, string>? Annotations { get; init; }
}

internal sealed record IndexPlatform(string Architecture, string Os, string? Variant);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true, NewLine = "\n",
    Converters = [typeof(DigestConverter)])]
[JsonSerializable(typeof(IndexDocument))]
internal sealed partial class PlatformIndexJson : JsonSerializerContext
{
    // A media type has a plus.
    public static PlatformIndexJson Relaxed => field ??= new PlatformIndexJson(ReadableJson.Of(Default.Options));
}
