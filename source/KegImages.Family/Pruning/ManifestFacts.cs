namespace KegImages.Pruning;

/// <summary>A manifest that a repository holds.</summary>
/// <param name="Manifest">Its exact bytes, and what they say.</param>
internal sealed record ManifestFacts(RegistryManifest Manifest)
{
    public Digest Digest => Manifest.Descriptor.Digest;

    /// <summary>The labels of the image; none where they were not read, because nothing hangs on them.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Whether the registry knows a manifest without a tag that is attached to this one.</summary>
    public bool HasReferrers { get; init; }

    /// <summary>When an earlier run first saw that nothing reaches it; null where none did.</summary>
    public DateTimeOffset? UnreachedSince { get; init; }

    /// <summary>The manifests that an index lists; none for anything else.</summary>
    public IEnumerable<Digest> Children => Manifest.Manifests.Select(child => child.Digest);
}
