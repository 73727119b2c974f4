namespace KegImages.Running;

/// <summary>An image in an engine's store.</summary>
internal sealed record EngineImage
{
    public required Digest Id { get; init; }

    public HashSet<ImageReference> Tags { get; init; } = [];

    public ImmutableArray<ImageReference> Digests { get; init; } = [];

    public ImmutableSortedDictionary<string, string> Labels { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    public ImmutableArray<int> ExposedPorts { get; init; } = [];

    /// <summary>Its digest in a repository; null where it was neither pulled from there nor pushed to it.</summary>
    public Digest? DigestIn(ImageReference repository) => Digests.FirstOrDefault(known => known.Locator == repository.Locator)?.Digest;

    /// <summary>Whether a reference names it.</summary>
    public bool Is(ImageReference reference) =>
        reference.Digest is { } digest ? Digests.Contains(reference.At(digest)) : Tags.Contains(reference);

    /// <summary>Reads lines of JSON, one an image.</summary>
    public static ImmutableArray<EngineImage> Parse(string lines) =>
        [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => Of(new OutsideDocument("what docker says of an image").Read(line, EngineJson.Default.InspectedImage)))];

    private static EngineImage Of(InspectedImage image) => new()
    {
        Id = image.Id,
        Tags = ImageReference.SetOf(image.RepoTags ?? []),
        Digests = [.. ImageReference.SetOf(image.RepoDigests ?? [])],
        Labels = (image.Config?.Labels ?? []).ToImmutableSortedDictionary(label => label.Key, label => label.Value ?? "",
            StringComparer.Ordinal),
        ExposedPorts = ImageConfig.PortsOf((image.Config?.ExposedPorts ?? []).Keys),
    };
}
