using System.Text.Json;
using KegImages.References;
using KegImages.Registry;

namespace KegImages.Benchmarking;

/// <summary>An image with labels and no layers, of a few hundred bytes, pushed without an engine.</summary>
internal static class TinyImage
{
    /// <summary>Pushes one under a tag.</summary>
    public static async Task<RegistryManifest> PushAsync(RegistryClient registries, ImageReference place, string salt,
        CancellationToken cancellationToken, params (string Name, string Value)[] labels)
    {
        var config = JsonSerializer.SerializeToUtf8Bytes(new
        {
            architecture = "amd64",
            os = "linux",
            config = new { Labels = labels.Append(("salt", salt)).ToDictionary(label => label.Item1, label => label.Item2) },
            rootfs = new { type = "layers", diff_ids = Array.Empty<string>() },
        });
        var manifest = JsonSerializer.SerializeToUtf8Bytes(new
        {
            schemaVersion = 2,
            mediaType = MediaTypes.OciManifest,
            config = new { mediaType = MediaTypes.OciConfig, digest = Digest.Of(config).ToString(), size = config.Length },
            layers = Array.Empty<string>(),
        });
        await registries.PutNewBlobAsync(place, config, cancellationToken);
        await registries.PutManifestAsync(place, manifest, MediaTypes.OciManifest, cancellationToken);
        return RegistryManifest.Parse(manifest, MediaTypes.OciManifest);
    }
}
