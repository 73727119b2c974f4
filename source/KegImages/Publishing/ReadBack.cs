using KegImages.Images;
using KegImages.Registry;

namespace KegImages.Publishing;

/// <summary>Believes the registry only what it answers afterwards.</summary>
internal static class ReadBack
{
    public static async Task ThrowUnlessAsync(RegistryClient registries, ImageReference tag, Digest expected, CancellationToken cancellationToken)
    {
        var found = await registries.HeadAsync(tag, cancellationToken);
        if (found?.Digest != expected)
            throw new FailedException($"{tag} was put on {expected}, and the registry has {found?.Digest.ToString() ?? "nothing"} there");
    }
}
