namespace KegImages.Building;

// The shape of BuildKit's SolveStatus: https://pkg.go.dev/github.com/moby/buildkit/client#SolveStatus
internal sealed record RawJsonStatus(RawJsonVertex[]? Vertexes = null, RawJsonProgress[]? Statuses = null, RawJsonLog[]? Logs = null,
    RawJsonWarning[]? Warnings = null);

internal sealed record RawJsonVertex(string Digest, string? Name = null, DateTimeOffset? Started = null, DateTimeOffset? Completed = null,
    bool Cached = false, string? Error = null);

internal sealed record RawJsonProgress(string Id, string Vertex, string? Name = null, long Total = 0, long Current = 0,
    DateTimeOffset? Completed = null);

internal sealed record RawJsonLog(string Vertex, int Stream = 0, byte[]? Data = null);

internal sealed record RawJsonWarning(string Vertex, byte[]? Short = null, RawJsonRange[]? Range = null);

internal sealed record RawJsonRange(RawJsonPosition Start);

internal sealed record RawJsonPosition(int Line = 0);

[JsonSourceGenerationOptions(
    PropertyNameCaseInsensitive = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false)]
[JsonSerializable(typeof(RawJsonStatus))]
internal sealed partial class RawJsonContext : JsonSerializerContext;
