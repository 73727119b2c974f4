using KegImages.Registry;
using KegImages.Tagging;

namespace KegImages.Publishing;

/// <summary>
/// An image that passed its checks: its manifest's exact bytes (maybe null where no tag has to move), its size, and the tags that are not
/// on it yet.
/// </summary>
internal sealed record ReadyImage(PushedImage Image, RegistryManifest? Manifest, long Size, ImmutableArray<ImageReference> Moves)
{
    public PublishedImage Published(TagSet tags) =>
        new(Image.Name, [.. tags.All.Select(Image.Pinned.With)], Image.Digest, Size, Moves) { Manifest = Manifest };
}
