namespace KegImages.Running;

// What docker compose config --format json writes, as far as a start needs it:
// https://github.com/compose-spec/compose-spec/blob/main/spec.md
internal sealed record ComposeDocument(Dictionary<string, ComposeServiceDocument>? Services = null);

internal sealed record ComposeServiceDocument
{
    public string? Image { get; init; }

    public JsonElement? Build { get; init; }

    [JsonPropertyName("container_name")]
    public string? ContainerName { get; init; }

    [JsonPropertyName("network_mode")]
    public string? NetworkMode { get; init; }

    public ComposePortDocument[]? Ports { get; init; }

    public Dictionary<string, JsonElement>? Networks { get; init; }

    [NullEntries]
    public Dictionary<string, string?>? Environment { get; init; }
}

internal sealed record ComposePortDocument
{
    public required int Target { get; init; }

    public string? Published { get; init; }

    [JsonPropertyName("host_ip")]
    public string? HostIp { get; init; }

    public string? Protocol { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false)]
[JsonSerializable(typeof(ComposeDocument))]
internal sealed partial class ComposeJson : JsonSerializerContext;
