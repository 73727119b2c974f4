namespace KegImages.Registry;

/// <summary>An image's configuration. See <see href="https://github.com/opencontainers/image-spec/blob/v1.1.0/config.md"/>.</summary>
public sealed record ImageConfig
{
    /// <summary>The image's labels.</summary>
    public required ImmutableSortedDictionary<string, string> Labels { get; init; }

    /// <summary>Its triggers: instructions without <c>ONBUILD</c>, which a build on it carries out first.</summary>
    public ImmutableArray<string> OnBuild { get; init; } = [];

    /// <summary>The ports that it exposes, in order.</summary>
    public ImmutableArray<int> ExposedPorts { get; init; } = [];

    /// <summary>The digests of its layers' uncompressed content, the lowest first: a child begins with all of its parent's.</summary>
    public required ImmutableArray<Digest> DiffIds { get; init; }

    /// <summary>What made each layer, the lowest first, as the image's history says it; none where it does not say it of all of
    /// them.</summary>
    public ImmutableArray<string> Makers { get; init; } = [];

    /// <summary>When it was created, where it says.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>Operating system and processor, <c>linux/amd64</c>.</summary>
    public required string Platform { get; init; }

    /// <summary>Reads a configuration. Throws <see cref="UnreadableDocumentException"/> when the bytes are none.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="name">What it is and where it is from, for messages.</param>
    public static ImageConfig Parse(ReadOnlySpan<byte> bytes, string name = "an image's configuration")
    {
        var document = new OutsideDocument(name).Read(bytes, RegistryJson.Default.ConfigDocument);
        return new ImageConfig
        {
            Labels = (document.Config?.Labels ?? []).ToImmutableSortedDictionary(StringComparer.Ordinal),
            OnBuild = [.. document.Config?.OnBuild ?? []],
            ExposedPorts = ImagePorts.Of((document.Config?.ExposedPorts ?? []).Keys),
            DiffIds = [.. document.Rootfs?.DiffIds ?? []],
            Makers = MakersOf(document),
            Created = document.Created,
            Platform = $"{document.Os}/{document.Architecture}",
        };
    }

    private static ImmutableArray<string> MakersOf(ConfigDocument document)
    {
        ImmutableArray<string> makers = [.. (document.History ?? []).Where(entry => !entry.EmptyLayer)
            .Select(entry => entry.CreatedBy ?? "")];
        return makers.Length == (document.Rootfs?.DiffIds?.Length ?? 0) ? makers : [];
    }
}
