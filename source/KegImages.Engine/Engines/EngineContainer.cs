using Docker.DotNet.Models;

namespace KegImages.Engines;

/// <summary>A container of an engine.</summary>
public record EngineContainer
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Its own name.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its labels, those of its image included.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The id of the image that it was made from.</summary>
    public required Digest ImageId { get; init; }

    /// <summary><c>running</c>, <c>exited</c>, <c>created</c>, …</summary>
    public string State { get; init; } = "";

    /// <summary><c>healthy</c>, <c>unhealthy</c> or <c>starting</c>; null where it has no health check.</summary>
    public string? Health { get; init; }

    /// <summary>What the last health check printed; empty where there is none.</summary>
    public string HealthOutput { get; init; } = "";

    /// <summary>How it ended; 0 while it runs.</summary>
    public int ExitCode { get; init; }

    /// <summary>When it was started; null where it never was.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>Its variables, <c>NAME</c> → value.</summary>
    public ImmutableSortedDictionary<string, string> Environment { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The folders in it that lie outside: volumes and folders of the machine.</summary>
    public ImmutableArray<string> Mounts { get; init; } = [];

    /// <summary>Those of them that are volumes without a name, such as an image's own: they belong to this container alone.</summary>
    public ImmutableArray<string> AnonymousVolumes { get; init; } = [];

    /// <summary>Where a port of the container is reached from this machine, <c>127.0.0.1:49153</c>.</summary>
    public ImmutableSortedDictionary<int, string> Published { get; init; } = ImmutableSortedDictionary<int, string>.Empty;

    /// <summary>Whether it runs.</summary>
    public bool IsRunning => State is "running" or "paused";

    /// <summary>A label's value; empty where it has none.</summary>
    public string Label(string name) => Labels.GetValueOrDefault(name) ?? "";

    internal static EngineContainer Of(ContainerInspectResponse container) => new()
    {
        Id = container.ID,
        Name = container.Name.TrimStart('/'),
        ImageId = Digest.Parse(container.Image),
        Labels = EngineImage.LabelsOf(container.Config?.Labels),
        State = container.State?.Status ?? "",
        ExitCode = (int)(container.State?.ExitCode ?? 0),
        Health = container.State?.Health?.Status is { Length: > 0 } status && status != "none" ? status : null,
        HealthOutput = (container.State?.Health?.Log?.LastOrDefault()?.Output ?? "").Trim(),
        // What was never started says year 1.
        Started = DateTimeOffset.TryParse(container.State?.StartedAt, CultureInfo.InvariantCulture, out var time) && time.Year > 1 ? time
            : null,
        Environment = (container.Config?.Env ?? []).Select(entry => entry.Split('=', 2)).DistinctBy(pair => pair[0])
            .ToImmutableSortedDictionary(pair => pair[0], pair => pair.ElementAtOrDefault(1) ?? "", StringComparer.Ordinal),
        Mounts = [.. (container.Mounts ?? []).Select(mount => mount.Destination).Order(StringComparer.Ordinal)],
        AnonymousVolumes = [.. (container.Mounts ?? []).Where(IsAnonymous)
            .Select(mount => mount.Destination).Order(StringComparer.Ordinal)],
        Published = (container.NetworkSettings?.Ports ?? new Dictionary<string, IList<PortBinding>>())
            .SelectMany(port => PublishedOf(port.Key, port.Value ?? [])).DistinctBy(pair => pair.Key).ToImmutableSortedDictionary(),
    };

    // The engine names them by 64 digits.
    private static bool IsAnonymous(MountPoint mount) =>
        mount is { Type: "volume", Name: { Length: 64 } name } && name.All(char.IsAsciiHexDigitLower);

    private static IEnumerable<KeyValuePair<int, string>> PublishedOf(string port, IList<PortBinding> bindings)
    {
        foreach (var binding in bindings.Where(binding =>
            int.TryParse(binding.HostPort, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            // What listens on all addresses is reached by the loopback's too.
            var host = binding.HostIP is { Length: > 0 } ip and not "0.0.0.0" and not "::" ? ip : "127.0.0.1";
            foreach (var number in ImagePorts.Of([port]))
                yield return KeyValuePair.Create(number,
                    $"{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{binding.HostPort}");
        }
    }
}
