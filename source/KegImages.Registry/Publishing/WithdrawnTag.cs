using KegImages.Registry;

namespace KegImages.Publishing;

/// <summary>
/// What stands under a content tag in place of an image that is not what the tag says, in a registry that does not delete:
/// always the same bytes, so that a digest tells that there is no image. The next build of these inputs is pushed over it.
/// </summary>
internal static class WithdrawnTag
{
    private static readonly byte[] Manifest = Artifact.Manifest("application/vnd.keg.withdrawn.v1+json", Artifact.EmptyConfig.ToArray(),
        inline: true, source: null);

    /// <summary>The digest that is no image's.</summary>
    public static Digest Digest { get; } = Digest.Of(Manifest);

    /// <summary>Puts it under a tag; false where the registry does not take such a thing.</summary>
    /// <exception cref="FailedException">The registry failed.</exception>
    public static async Task<bool> TryPutAsync(RegistryClient registries, ImageReference content, CancellationToken cancellationToken)
    {
        await registries.PutBlobAsync(content, Artifact.EmptyConfig, cancellationToken);
        var (stored, _) = await registries.OfferManifestAsync(content, Manifest, MediaTypes.OciManifest, cancellationToken);
        return stored is not null && (await registries.HeadAsync(content, cancellationToken))?.Digest == Digest;
    }
}
