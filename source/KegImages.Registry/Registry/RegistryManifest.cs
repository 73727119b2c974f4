namespace KegImages.Registry;

/// <summary>A manifest as its registry holds it: the exact bytes, which alone have its digest, and what they say.</summary>
public sealed class RegistryManifest
{
    private readonly ManifestDocument document;

    private RegistryManifest(ManifestDescriptor descriptor, ReadOnlyMemory<byte> bytes, ManifestDocument document) =>
        (Descriptor, Bytes, this.document) = (descriptor, bytes, document);

    /// <summary>Its digest, media type and size.</summary>
    public ManifestDescriptor Descriptor { get; }

    /// <summary>The exact bytes.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Whether it lists manifests of several platforms.</summary>
    public bool IsIndex => MediaTypes.IsIndex(Descriptor.MediaType);

    /// <summary>The type of an artifact; null for an image.</summary>
    public string? ArtifactType => document.ArtifactType;

    /// <summary>The digest of its configuration; null for an index.</summary>
    public Digest? Config => document.Config?.Digest;

    /// <summary>The digest of the manifest that it is attached to; null for one that stands alone. See
    /// <see href="https://github.com/opencontainers/image-spec/blob/v1.1.0/manifest.md"/>.</summary>
    public Digest? Subject => document.Subject?.Digest;

    /// <summary>The bytes that a pull of it moves: configuration and layers, compressed; 0 for an index.</summary>
    public long CompressedSize =>
        Layers.Aggregate(document.Config?.Size ?? 0, (sum, layer) => layer.Size > long.MaxValue - sum ? long.MaxValue : sum + layer.Size);

    /// <summary>The digests of the images that an index lists; attestations stand there as images of an unknown platform, and are
    /// none.</summary>
    internal IEnumerable<Digest> Images =>
        Manifests.Where(child => child.Platform is { Os: not "unknown" } or null).Select(child => child.Digest);

    /// <summary>The platform of each of them, in the same order.</summary>
    internal IEnumerable<string> PlatformsOfImages => Manifests.Where(child => child.Platform is { Os: not "unknown" } or null)
        .Select(child => child.Platform is { Os: { } os, Architecture: { } processor } said
            ? said.Variant is { Length: > 0 } variant ? $"{os}/{processor}/{variant}" : $"{os}/{processor}" : "unknown");

    /// <summary>What an index attests of the images in it, each with the image that it is about, as BuildKit has it. See
    /// <see href="https://github.com/moby/buildkit/blob/master/docs/attestations/attestation-storage.md"/>.</summary>
    internal IEnumerable<(Digest Attestation, Digest Image)> Attestations => Manifests
        .Where(child => child.Annotations?.GetValueOrDefault("vnd.docker.reference.type") == "attestation-manifest")
        .Select(child => (child.Digest, Digest.TryParse(child.Annotations!.GetValueOrDefault("vnd.docker.reference.digest"), out var image)
            ? image : child.Digest));

    /// <summary>Whether something is attested of each image in it.</summary>
    internal bool IsAttested => IsIndex && Images.Any() && Images.All(image => Attestations.Any(entry => entry.Image == image));

    /// <summary>Whether it is no image, but signatures of cosign's, which mean nothing without what they are about.</summary>
    internal bool IsSignature => ArtifactType == MediaTypes.CosignSignature
        || (Layers is { Length: > 0 } layers && layers.All(layer => layer.MediaType == MediaTypes.CosignPayload));

    /// <summary>Whether it is no image, but layers that BuildKit keeps for later builds.</summary>
    public bool IsLayerCache => ConfigType == MediaTypes.LayerCache
        || (IsIndex && Manifests.Any(child => child.MediaType == MediaTypes.LayerCache));

    internal string? ConfigType => document.Config?.MediaType;

    internal DescriptorDocument[] Layers => document.Layers ?? [];

    /// <summary>The blobs that it names and that its registry holds, each once: configuration and layers.</summary>
    internal IEnumerable<DescriptorDocument> Blobs => (document.Config is { } config ? Layers.Prepend(config) : Layers)
        .Where(blob => !MediaTypes.IsElsewhere(blob.MediaType)).DistinctBy(blob => blob.Digest);

    internal DescriptorDocument[] Manifests => document.Manifests ?? [];

    /// <summary>Reads a manifest. Throws <see cref="UnreadableDocumentException"/> when the bytes are none.</summary>
    /// <param name="bytes">The exact bytes.</param>
    /// <param name="mediaType">The media type that they came with.</param>
    /// <param name="name">What it is and where it is from, for messages.</param>
    public static RegistryManifest Parse(ReadOnlyMemory<byte> bytes, string mediaType, string name = "a manifest")
    {
        var source = new OutsideDocument(name);
        if (!MediaTypes.Manifests.Contains(mediaType))
            throw source.Unreadable(JsonPlace.Root, $"it is of the type '{mediaType}', which is that of no manifest");
        var document = UsualManifest.Read(bytes.Span) ?? source.Read(bytes.Span, RegistryJson.Default.ManifestDocument);
        if (document.MediaType is { } own && own != mediaType)
            throw source.Unreadable("$.mediaType", $"it calls itself '{own}', and came as '{mediaType}'");
        // What is an index for one reader and an image for another is neither.
        if (MediaTypes.IsIndex(mediaType) ? document.Manifests is null || document.Layers is not null || document.Config is not null
            : document.Manifests is not null)
            throw source.Unreadable(JsonPlace.Root, MediaTypes.IsIndex(mediaType) ? "an index lists manifests, and has no layers"
                : "an image lists no manifests");
        return new RegistryManifest(new ManifestDescriptor(Digest.Of(bytes.Span), mediaType, bytes.Length), bytes, document);
    }
}
