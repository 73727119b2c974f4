namespace KegImages.Running;

/// <summary>A container of a tap, as <c>docker container inspect</c> describes it.</summary>
public sealed record TapContainer
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

    /// <summary>The compose project that it belongs to.</summary>
    public string Project => Label(RunLabels.Project);

    /// <summary>The tap that it runs.</summary>
    public string Tap => Label(RunLabels.Tap);

    /// <summary>Whether it was started from the image that a reference names.</summary>
    public bool Runs(ImageReference image) => ImageReference.TryParse(Label(RunLabels.Image), out var started) && started == image;

    /// <summary>Whether it runs.</summary>
    public bool IsRunning => State is "running" or "paused";

    /// <summary>State and health in a few words: <c>running, healthy</c>, <c>exited (1)</c>.</summary>
    public string StateText =>
        Health is { } health && IsRunning ? $"{State}, {health}" : State == "exited" ? $"exited ({ExitCode})" : State;

    /// <summary>The address from this machine itself; null where the tap's port is not published.</summary>
    public string? DirectUrl =>
        int.TryParse(Label(RunLabels.Port), out var port) && Published.TryGetValue(port, out var address) ? $"http://{address}" : null;

    /// <summary>A label's value; empty where it has none.</summary>
    public string Label(string name) => Labels.GetValueOrDefault(name) ?? "";

    /// <summary>Reads lines of JSON, one a container.</summary>
    public static ImmutableArray<TapContainer> Parse(string lines) =>
        [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => Of(new OutsideDocument("what docker says of a container").Read(line, EngineJson.Default.InspectedContainer)))];

    private static TapContainer Of(InspectedContainer container) => new()
    {
        Id = container.Id,
        Name = container.Name.TrimStart('/'),
        ImageId = container.Image,
        Labels = (container.Config?.Labels ?? []).ToImmutableSortedDictionary(label => label.Key, label => label.Value ?? "",
            StringComparer.Ordinal),
        State = container.State.Status,
        ExitCode = container.State.ExitCode,
        Health = container.State.Health?.Status is { } status && status != "none" ? status : null,
        HealthOutput = (container.State.Health?.Log?.LastOrDefault()?.Output ?? "").Trim(),
        // What was never started says year 1.
        Started = container.State.StartedAt is { Year: > 1 } time ? time : null,
        Environment = (container.Config?.Env ?? []).Select(entry => entry.Split('=', 2)).DistinctBy(pair => pair[0])
            .ToImmutableSortedDictionary(pair => pair[0], pair => pair.ElementAtOrDefault(1) ?? "", StringComparer.Ordinal),
        Mounts = [.. (container.Mounts ?? []).Select(mount => mount.Destination).Order(StringComparer.Ordinal)],
        AnonymousVolumes = [.. (container.Mounts ?? []).Where(IsAnonymous)
            .Select(mount => mount.Destination).Order(StringComparer.Ordinal)],
        Published = (container.NetworkSettings?.Ports ?? []).SelectMany(port => PublishedOf(port.Key, port.Value ?? []))
            .DistinctBy(pair => pair.Key).ToImmutableSortedDictionary(),
    };

    // The engine names them by 64 digits.
    private static bool IsAnonymous(InspectedMount mount) =>
        mount is { Type: "volume", Name: { Length: 64 } name } && name.All(char.IsAsciiHexDigitLower);

    private static IEnumerable<KeyValuePair<int, string>> PublishedOf(string port, InspectedBinding[] bindings)
    {
        foreach (var binding in bindings.Where(binding =>
            int.TryParse(binding.HostPort, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
        {
            // What listens on all addresses is reached by the loopback's too.
            var host = binding.HostIp is { Length: > 0 } ip and not "0.0.0.0" and not "::" ? ip : "127.0.0.1";
            foreach (var number in Registry.ImageConfig.PortsOf([port]))
                yield return KeyValuePair.Create(number,
                    $"{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{binding.HostPort}");
        }
    }
}
