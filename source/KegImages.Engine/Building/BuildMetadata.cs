namespace KegImages.Building;

/// <summary>What BuildKit writes into a metadata file when a build is done.</summary>
/// <param name="Digest">The manifest's digest when the image was pushed; of one that stays in the engine's store this is the config's and
/// names nothing in a registry.</param>
/// <param name="Config">The digest of the image's config, by which the engine's store knows it.</param>
public sealed record BuildMetadata(Digest? Digest, Digest? Config)
{
    /// <summary>Reads a metadata file's text. Throws <see cref="UnreadableDocumentException"/> when it is none.</summary>
    public static BuildMetadata Parse(string json)
    {
        var document = new OutsideDocument("BuildKit's metadata of the build").Read(json, BuildMetadataJson.Default.BuildMetadataDocument);
        return new BuildMetadata(document.Digest, document.Config);
    }
}

internal sealed record BuildMetadataDocument
{
    [JsonPropertyName("containerimage.digest")]
    public Digest? Digest { get; init; }

    [JsonPropertyName("containerimage.config.digest")]
    public Digest? Config { get; init; }
}

[JsonSourceGenerationOptions(
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, AllowDuplicateProperties = false, Converters =
        [typeof(DigestConverter)])]
[JsonSerializable(typeof(BuildMetadataDocument))]
internal sealed partial class BuildMetadataJson : JsonSerializerContext;
