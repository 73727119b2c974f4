using System.Text.Json;
using KegImages.Images;

namespace KegImages.Building;

/// <summary>What BuildKit writes into a metadata file when a build is done.</summary>
/// <param name="Digest">The manifest's digest when the image was pushed; of one that stays in the engine's store this is the config's and names nothing in a registry.</param>
/// <param name="Config">The digest of the image's config, by which the engine's store knows it.</param>
public sealed record BuildMetadata(Digest? Digest, Digest? Config)
{
    /// <summary>Reads a metadata file's text. Throws <see cref="FailedException"/> when it is not JSON.</summary>
    public static BuildMetadata Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return new BuildMetadata(Read(document, "containerimage.digest"), Read(document, "containerimage.config.digest"));
        }
        catch (JsonException exception)
        {
            throw new FailedException($"BuildKit wrote metadata that is not JSON: {exception.Message}", exception);
        }
    }

    private static Digest? Read(JsonDocument document, string name) =>
        document.RootElement.TryGetProperty(name, out var value) && Images.Digest.TryParse(value.GetString(), out var digest) ? digest : null;
}
