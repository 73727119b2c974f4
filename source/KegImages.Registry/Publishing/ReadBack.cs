using KegImages.Registry;

namespace KegImages.Publishing;

/// <summary>Believes the registry only what it answers afterwards.</summary>
internal static class ReadBack
{
    public static async Task ThrowUnlessAsync(RegistryClient registries, ImageReference tag, Digest expected,
        CancellationToken cancellationToken)
    {
        var found = await registries.HeadAsync(tag, cancellationToken);
        if (found?.Digest != expected)
            throw new FailedException(Differs(tag, expected, found?.Digest));
    }

    /// <summary>Throws where a blob is not there that nothing else proves: its bytes stand in no manifest.</summary>
    public static async Task ThrowUnlessBlobAsync(RegistryClient registries, ImageReference repository, Digest digest,
        CancellationToken cancellationToken)
    {
        if (!await registries.HasBlobAsync(repository, digest, cancellationToken))
            throw new FailedException($"the blob {digest} was uploaded to {repository.Locator}, and the registry does not have it");
    }

    public static string Differs(ImageReference tag, Digest expected, Digest? found) =>
        $"{tag} was put on {expected}, and the registry has {found?.ToString() ?? "nothing"} there";
}
