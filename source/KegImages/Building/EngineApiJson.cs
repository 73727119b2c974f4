using System.Text.Json;
using System.Text.Json.Serialization;

namespace KegImages.Building;

// A line of what the engine says of a push, or of why it refuses one: https://docs.docker.com/reference/api/engine/version/v1.45/#tag/Image/operation/ImagePush
internal sealed record EngineMessage(string? Id, string? Error, string? Message, EngineProgress? ProgressDetail, EngineResult? Aux);

internal sealed record EngineProgress(long Current, long Total);

internal sealed record EngineResult(string? Digest);

// https://docs.docker.com/reference/api/engine/version/v1.45/#section/Authentication
internal sealed record EngineLogin(string? Username, string? Password, string? Identitytoken, string Serveraddress);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EngineMessage))]
[JsonSerializable(typeof(EngineLogin))]
internal sealed partial class EngineApiJson : JsonSerializerContext;
