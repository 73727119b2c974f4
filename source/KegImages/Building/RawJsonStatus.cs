using System.Text.Json.Serialization;

namespace KegImages.Building;

// The shape of BuildKit's SolveStatus: https://pkg.go.dev/github.com/moby/buildkit/client#SolveStatus
internal sealed record RawJsonStatus(RawJsonVertex[]? Vertexes, RawJsonProgress[]? Statuses, RawJsonLog[]? Logs, RawJsonWarning[]? Warnings);

internal sealed record RawJsonVertex(string Digest, string? Name, DateTimeOffset? Started, DateTimeOffset? Completed, bool Cached, string? Error);

internal sealed record RawJsonProgress(string Id, string Vertex, string? Name, long Total, long Current, DateTimeOffset? Completed);

internal sealed record RawJsonLog(string Vertex, int Stream, byte[]? Data);

internal sealed record RawJsonWarning(string Vertex, byte[]? Short, RawJsonRange[]? Range);

internal sealed record RawJsonRange(RawJsonPosition Start);

internal sealed record RawJsonPosition(int Line);

[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true)]
[JsonSerializable(typeof(RawJsonStatus))]
internal sealed partial class RawJsonContext : JsonSerializerContext;
