namespace KegImages.Running;

/// <summary>An image as <c>docker image inspect</c> writes it.</summary>
internal sealed record InspectedImage(Digest Id, string[]? RepoTags = null, string[]? RepoDigests = null, InspectedConfig? Config = null);

/// <summary>A container as <c>docker container inspect</c> writes it.</summary>
internal sealed record InspectedContainer(
    string Id, string Name, Digest Image, InspectedState State, InspectedConfig? Config = null, InspectedMount[]? Mounts = null,
        InspectedNetwork? NetworkSettings = null);

internal sealed record InspectedConfig(
    [property: NullEntries] Dictionary<string, string?>? Labels = null, Dictionary<string, JsonElement>? ExposedPorts = null,
        string[]? Env = null);

internal sealed record InspectedState(string Status, int ExitCode, DateTimeOffset StartedAt, InspectedHealth? Health = null);

internal sealed record InspectedHealth(string Status, InspectedCheck[]? Log = null);

internal sealed record InspectedCheck(string? Output = null);

internal sealed record InspectedMount(string Destination, string? Type = null, string? Name = null);

internal sealed record InspectedNetwork([property: NullEntries] Dictionary<string, InspectedBinding[]?>? Ports = null);

internal sealed record InspectedBinding(string? HostIp = null, string? HostPort = null);

[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, AllowDuplicateProperties =
    false, Converters = [typeof(DigestConverter)])]
[JsonSerializable(typeof(InspectedImage))]
[JsonSerializable(typeof(InspectedContainer))]
internal sealed partial class EngineJson : JsonSerializerContext;
