using Docker.DotNet.Models;

namespace KegImages.Engines;

/// <summary>An image in an engine's store.</summary>
public sealed record EngineImage
{
    /// <summary>Its id.</summary>
    public required Digest Id { get; init; }

    /// <summary>Its tags.</summary>
    public HashSet<ImageReference> Tags { get; init; } = [];

    /// <summary>The digests under which registries have it.</summary>
    public ImmutableArray<ImageReference> Digests { get; init; } = [];

    /// <summary>Its labels.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The ports that it exposes; none where it was listed.</summary>
    public ImmutableArray<int> ExposedPorts { get; init; } = [];

    /// <summary>Its triggers; none where it was listed.</summary>
    public ImmutableArray<string> OnBuild { get; init; } = [];

    /// <summary>Its digest in a repository; null where it was neither pulled from there nor pushed to it.</summary>
    public Digest? DigestIn(ImageReference repository) => Digests.FirstOrDefault(known => known.Locator == repository.Locator)?.Digest;

    /// <summary>Whether a reference names it.</summary>
    public bool Is(ImageReference reference) =>
        reference.Digest is { } digest ? Digests.Contains(reference.At(digest)) : Tags.Contains(reference);

    internal static EngineImage Of(ImageInspectResponse image) => Of(image.ID, image.RepoTags, image.RepoDigests, image.Config?.Labels) with
    {
        ExposedPorts = ImagePorts.Of((image.Config?.ExposedPorts ?? new Dictionary<string, EmptyStruct>()).Keys),
        OnBuild = [.. image.Config?.OnBuild ?? []],
    };

    internal static EngineImage Of(ImagesListResponse image) => Of(image.ID, image.RepoTags, image.RepoDigests, image.Labels);

    private static EngineImage Of(string id, IList<string>? tags, IList<string>? digests, IDictionary<string, string>? labels) => new()
    {
        Id = Digest.Parse(id),
        Tags = ImageReference.SetOf(tags ?? []),
        Digests = [.. ImageReference.SetOf(digests ?? [])],
        Labels = LabelsOf(labels),
    };

    internal static ImmutableSortedDictionary<string, string> LabelsOf(IDictionary<string, string>? labels) =>
        labels is null ? ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)
            : labels.ToImmutableSortedDictionary(label => label.Key, label => label.Value ?? "", StringComparer.Ordinal);
}
