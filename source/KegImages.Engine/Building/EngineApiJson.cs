namespace KegImages.Building;

// A line of what the engine says of a push, or of why it refuses one:
// https://docs.docker.com/reference/api/engine/version/v1.45/#tag/Image/operation/ImagePush
internal sealed record EngineMessage(string? Id = null, string? Error = null, string? Message = null, EngineProgress? ProgressDetail = null,
    EngineResult? Aux = null);

internal sealed record EngineProgress(long Current = 0, long Total = 0);

internal sealed record EngineResult(string? Digest = null);

// What docker version writes as JSON: of the engine only where one answers.
internal sealed record EngineVersions(EngineVersion? Server = null);

internal sealed record EngineVersion(string? Version = null);

// https://docs.docker.com/reference/api/engine/version/v1.45/#section/Authentication
internal sealed record EngineLogin(string? Username, string? Password, string? Identitytoken, string Serveraddress);

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(EngineMessage))]
[JsonSerializable(typeof(EngineVersions))]
[JsonSerializable(typeof(EngineLogin))]
internal sealed partial class EngineApiJson : JsonSerializerContext;
