using System.Text.Json.Serialization;

namespace KegImages.Building;

// The shape of BuildKit's SolveStatus: https://pkg.go.dev/github.com/moby/buildkit/client#SolveStatus
internal sealed record RawJsonStatus(RawJsonVertex[]? Vertexes, RawJsonProgress[]? Statuses, RawJsonLog[]? Logs, RawJsonWarning[]? Warnings)
{
    // Other programs' JSON, and a later BuildKit's, may lack what everything here hangs on.
    [JsonIgnore]
    public bool IsWhole =>
        (Vertexes ?? []).All(vertex => vertex?.Digest is not null)
        && (Statuses ?? []).All(progress => progress is { Id: not null, Vertex: not null })
        && (Logs ?? []).All(log => log?.Vertex is not null)
        && (Warnings ?? []).All(warning => warning?.Vertex is not null && (warning.Range ?? []).All(range => range?.Start is not null));
}

internal sealed record RawJsonVertex(string Digest, string? Name, DateTimeOffset? Started, DateTimeOffset? Completed, bool Cached, string? Error);

internal sealed record RawJsonProgress(string Id, string Vertex, string? Name, long Total, long Current, DateTimeOffset? Completed);

internal sealed record RawJsonLog(string Vertex, int Stream, byte[]? Data);

internal sealed record RawJsonWarning(string Vertex, byte[]? Short, RawJsonRange[]? Range);

internal sealed record RawJsonRange(RawJsonPosition Start);

internal sealed record RawJsonPosition(int Line);

[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true)]
[JsonSerializable(typeof(RawJsonStatus))]
internal sealed partial class RawJsonContext : JsonSerializerContext;
