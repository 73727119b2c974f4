namespace KegImages.Pruning;

/// <summary>A manifest that was removed, or lost tags, with all that brings it back while its layers are there.</summary>
/// <param name="Manifest">Its exact bytes.</param>
internal sealed record RemovedManifest(ImageName Image, RegistryManifest Manifest, ImmutableArray<Tag> Tags, string Reason)
{
    /// <summary>What it was called: <c>evf:feature-x</c>, or <c>evf@sha256:…</c> where it had no tag.</summary>
    public override string ToString() =>
        Tags.IsEmpty ? $"{Image}@{Manifest.Descriptor.Digest.Abbreviated}" : $"{Image}:{string.Join(", ", Tags)}";
}
