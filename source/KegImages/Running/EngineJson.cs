using System.Text.Json;
using System.Text.Json.Serialization;

namespace KegImages.Running;

/// <summary>An image as <c>docker image inspect</c> writes it.</summary>
internal sealed record InspectedImage(string Id, string[]? RepoTags, string[]? RepoDigests, InspectedConfig? Config);

/// <summary>A container as <c>docker container inspect</c> writes it.</summary>
internal sealed record InspectedContainer(string Id, string Name, string Image, InspectedState State, InspectedConfig? Config, InspectedMount[]? Mounts, InspectedNetwork? NetworkSettings);

internal sealed record InspectedConfig(Dictionary<string, string?>? Labels, Dictionary<string, JsonElement>? ExposedPorts, string[]? Env);

internal sealed record InspectedState(string Status, int ExitCode, DateTimeOffset StartedAt, InspectedHealth? Health);

internal sealed record InspectedHealth(string Status, InspectedCheck[]? Log);

internal sealed record InspectedCheck(string? Output);

internal sealed record InspectedMount(string Destination, string? Type, string? Name);

internal sealed record InspectedNetwork(Dictionary<string, InspectedBinding[]?>? Ports);

internal sealed record InspectedBinding(string? HostIp, string HostPort);

[JsonSerializable(typeof(InspectedImage))]
[JsonSerializable(typeof(InspectedContainer))]
internal sealed partial class EngineJson : JsonSerializerContext;
