using System.Collections.Immutable;
using KegImages.Documents;
using KegImages.Images;
using KegImages.Registry;

namespace KegImages.Running;

/// <summary>An image in an engine's store.</summary>
internal sealed record EngineImage
{
    public required Digest Id { get; init; }

    public ImmutableArray<string> Tags { get; init; } = [];

    public ImmutableArray<ImageReference> Digests { get; init; } = [];

    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    public ImmutableArray<int> ExposedPorts { get; init; } = [];

    /// <summary>Its digest in a repository; null where it was neither pulled from there nor pushed to it.</summary>
    public Digest? DigestIn(ImageReference repository) => Digests.FirstOrDefault(known => known.Locator == FamiliarLocator(repository))?.Digest;

    /// <summary>Whether a reference names it.</summary>
    public bool Is(ImageReference reference) =>
        reference.Digest is { } digest ? Digests.Any(known => known.Locator == FamiliarLocator(reference) && known.Digest == digest) : Tags.Contains(FamiliarTag(reference));

    /// <summary>Reads lines of JSON, one an image.</summary>
    public static ImmutableArray<EngineImage> Parse(string lines) =>
        [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => Of(new OutsideDocument("what docker says of an image").Read(line, EngineJson.Default.InspectedImage)))];

    private static EngineImage Of(InspectedImage image) => new()
    {
        Id = image.Id,
        Tags = [.. image.RepoTags ?? []],
        Digests = [.. (image.RepoDigests ?? []).Select(text => ImageReference.TryParse(text, out var reference) ? reference : null).OfType<ImageReference>()],
        Labels = (image.Config?.Labels ?? []).ToImmutableSortedDictionary(label => label.Key, label => label.Value ?? "", StringComparer.Ordinal),
        ExposedPorts = ImageConfig.PortsOf((image.Config?.ExposedPorts ?? []).Keys),
    };

    private static string FamiliarLocator(ImageReference reference) => ImageReference.Of(reference.Registry, reference.Repository).Familiar;

    private static string FamiliarTag(ImageReference reference) => $"{FamiliarLocator(reference)}:{reference.Tag?.ToString() ?? "latest"}";
}
