using System.Text.Json;
using KegImages.Images;

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
    public Digest? Config => document.Config is { } config ? Digest.Parse(config.Digest) : null;

    /// <summary>The digest of the manifest that it is attached to; null for one that stands alone. See <see href="https://github.com/opencontainers/image-spec/blob/v1.1.0/manifest.md"/>.</summary>
    public Digest? Subject => document.Subject is { } subject && Digest.TryParse(subject.Digest, out var digest) ? digest : null;

    /// <summary>The bytes that a pull of it moves: configuration and layers, compressed; 0 for an index.</summary>
    public long CompressedSize => (document.Config?.Size ?? 0) + Layers.Sum(layer => layer.Size);

    /// <summary>The digests of the images that an index lists; attestations stand there as images of an unknown platform, and are none.</summary>
    internal IEnumerable<Digest> Images => Manifests.Where(child => child.Platform is { Os: not "unknown" } or null).Select(child => Digest.Parse(child.Digest));

    internal string? ConfigType => document.Config?.MediaType;

    internal DescriptorDocument[] Layers => document.Layers ?? [];

    internal DescriptorDocument[] Manifests => document.Manifests ?? [];

    /// <summary>Reads a manifest. Throws <see cref="FailedException"/> when the bytes are none.</summary>
    /// <param name="bytes">The exact bytes.</param>
    /// <param name="mediaType">The media type that they came with.</param>
    public static RegistryManifest Parse(ReadOnlyMemory<byte> bytes, string mediaType)
    {
        try
        {
            var document = JsonSerializer.Deserialize(bytes.Span, RegistryJson.Default.ManifestDocument);
            if (document is not null)
                return new RegistryManifest(new ManifestDescriptor(Digest.Of(bytes.Span), mediaType, bytes.Length), bytes, document);
        }
        catch (JsonException exception)
        {
            throw new FailedException($"a manifest of type '{mediaType}' is not JSON: {exception.Message}", exception);
        }

        throw new FailedException($"a manifest of type '{mediaType}' is empty");
    }
}
