using System.Collections.Immutable;
using KegImages.References;
using KegImages.Registry;

namespace KegImages.Pruning;

/// <summary>A manifest that was removed, or lost tags, with all that brings it back while its layers are there.</summary>
/// <param name="Image">The name of its repository.</param>
/// <param name="Manifest">Its exact bytes.</param>
/// <param name="Tags">The tags that it lost.</param>
/// <param name="Reason">Why.</param>
public sealed record RemovedManifest(ImageName Image, RegistryManifest Manifest, ImmutableArray<Tag> Tags, string Reason)
{
    /// <summary>What it was called: <c>evf:feature-x</c>, or <c>evf@sha256:…</c> where it had no tag.</summary>
    public override string ToString() =>
        Tags.IsEmpty ? $"{Image}@{Manifest.Descriptor.Digest.Abbreviated}" : $"{Image}:{string.Join(", ", Tags)}";
}
