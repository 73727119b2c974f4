namespace KegImages.Images;

/// <summary>The image that a private engine builds on in place of Docker Hub's own that have Node or nothing but the system.</summary>
/// <param name="Root">The image, by tag, in the private registry.</param>
public sealed record StandIn(ImageReference Root)
{
    private static readonly ImmutableHashSet<string> Repositories = ["debian", "node"];

    /// <summary>What stands in for a reference: for any tag, and never for a digest, which means one image alone; null where nothing
    /// does.</summary>
    public ImageReference? For(ImageReference written) => written.Digest is null && Repositories.Contains(written.Locator) ? Root : null;
}
