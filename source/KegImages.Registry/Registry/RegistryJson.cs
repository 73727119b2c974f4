namespace KegImages.Registry;

internal sealed record DescriptorDocument
{
    public required string MediaType { get; init; }
    public required Digest Digest { get; init; }

    [JsonConverter(typeof(SizeConverter))]
    public required long Size { get; init; }

    // Base64 of the content itself, where it is small: spares a reader the second request.
    public byte[]? Data { get; init; }

    public PlatformDocument? Platform { get; init; }

    public string? ArtifactType { get; init; }

    public ImmutableSortedDictionary<string, string>? Annotations { get; init; }
}

internal sealed record PlatformDocument(string? Os = null, string? Architecture = null, string? Variant = null);

internal sealed record ManifestDocument
{
    public int SchemaVersion { get; init; } = 2;
    public string? MediaType { get; init; }
    public string? ArtifactType { get; init; }
    public DescriptorDocument? Config { get; init; }
    public DescriptorDocument[]? Layers { get; init; }
    public DescriptorDocument[]? Manifests { get; init; }
    public DescriptorDocument? Subject { get; init; }
    public ImmutableSortedDictionary<string, string>? Annotations { get; init; }
}

internal sealed record ConfigDocument
{
    public string? Os { get; init; }
    public string? Architecture { get; init; }
    public DateTimeOffset? Created { get; init; }
    public ContainerDocument? Config { get; init; }
    public RootfsDocument? Rootfs { get; init; }
    public HistoryDocument[]? History { get; init; }
}

internal sealed record HistoryDocument
{
    [JsonPropertyName("created_by")]
    public string? CreatedBy { get; init; }

    [JsonPropertyName("empty_layer")]
    public bool EmptyLayer { get; init; }
}

internal sealed record ContainerDocument
{
    [JsonPropertyName("Labels")]
    public Dictionary<string, string>? Labels { get; init; }

    [JsonPropertyName("OnBuild")]
    public string[]? OnBuild { get; init; }

    [JsonPropertyName("ExposedPorts")]
    public Dictionary<string, JsonElement>? ExposedPorts { get; init; }
}

internal sealed record RootfsDocument
{
    [JsonPropertyName("diff_ids")]
    public Digest[]? DiffIds { get; init; }
}

// A repository that lost all its tags answers null; an answer without the member is none.
internal sealed record TagsDocument
{
    public string? Name { get; init; }
    public required string[]? Tags { get; init; }
}

internal sealed record ErrorsDocument(ErrorDocument[]? Errors = null);

internal sealed record ErrorDocument(string? Code = null, string? Message = null);

internal sealed record TokenDocument
{
    public string? Token { get; init; }

    [JsonPropertyName("access_token")]
    public string? AccessToken { get; init; }

    [JsonPropertyName("expires_in")]
    public double? ExpiresIn { get; init; }
}

internal sealed record DockerConfigDocument
{
    public Dictionary<string, DockerAuthDocument>? Auths { get; init; }
    public Dictionary<string, string>? CredHelpers { get; init; }
    public string? CredsStore { get; init; }
}

internal sealed record DockerAuthDocument(string? Auth = null, string? Username = null, string? Password = null, string? Identitytoken =
    null);

internal sealed record HelperDocument
{
    [JsonPropertyName("Username")]
    public string? Username { get; init; }

    [JsonPropertyName("Secret")]
    public string? Secret { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, AllowDuplicateProperties = false, Converters =
        [typeof(DigestConverter)])]
[JsonSerializable(typeof(ManifestDocument))]
[JsonSerializable(typeof(ConfigDocument))]
[JsonSerializable(typeof(TagsDocument))]
[JsonSerializable(typeof(ErrorsDocument))]
[JsonSerializable(typeof(TokenDocument))]
[JsonSerializable(typeof(DockerConfigDocument))]
[JsonSerializable(typeof(HelperDocument))]
internal sealed partial class RegistryJson : JsonSerializerContext;
