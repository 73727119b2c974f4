namespace KegImages.Registry;

/// <summary>Composes the manifest of an artifact: one blob of JSON and no configuration.</summary>
internal static class Artifact
{
    /// <summary>The configuration of an artifact that needs none: <c>{}</c>.</summary>
    public static ReadOnlyMemory<byte> EmptyConfig { get; } = "{}"u8.ToArray();

    /// <summary>The manifest's bytes; the same content gives the same bytes.</summary>
    public static byte[] Manifest(string type, byte[] content, bool inline, Uri? source,
        IEnumerable<(string Type, Digest Digest, long Size)>? further = null) => JsonSerializer.SerializeToUtf8Bytes(
        new ManifestDocument
        {
            MediaType = MediaTypes.OciManifest,
            ArtifactType = type,
            Config = Descriptor(MediaTypes.OciEmpty, EmptyConfig.ToArray(), inline: true),
            Layers = [Descriptor(type, content, inline), .. (further ?? [])
                .Select(layer => new DescriptorDocument { MediaType = layer.Type, Digest = layer.Digest, Size = layer.Size })],
            Annotations = SourceOf(source),
        },
        RegistryJson.Default.ManifestDocument);

    private static ImmutableSortedDictionary<string, string>? SourceOf(Uri? source) =>
        source is null ? null : ImmutableSortedDictionary<string, string>.Empty.Add("org.opencontainers.image.source", source.AbsoluteUri);

    private static DescriptorDocument Descriptor(string type, byte[] content, bool inline) => new()
    {
        MediaType = type,
        Digest = Digest.Of(content),
        Size = content.Length,
        Data = inline ? content : null,
    };
}
