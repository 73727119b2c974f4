using KegImages.Registry;

namespace KegImages.Publishing;

/// <summary>An image whose tags were read back from the registry, each with this digest.</summary>
/// <param name="Name">The image.</param>
/// <param name="Tags">Its references, the primary tag first.</param>
/// <param name="Digest">The digest under all of them.</param>
/// <param name="Size">The bytes that a pull moves, compressed.</param>
/// <param name="Moved">The tags that were elsewhere before, or nowhere.</param>
public sealed record PublishedImage(ImageName Name, ImmutableArray<ImageReference> Tags, Digest Digest, long Size,
    ImmutableArray<ImageReference> Moved)
{
    /// <summary>Its manifest, where it was read.</summary>
    public RegistryManifest? Manifest { get; init; }
}
