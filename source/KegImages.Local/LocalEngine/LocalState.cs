namespace KegImages.LocalEngine;

/// <summary>What a local profile remembers between runs, in <c>state.json</c>.</summary>
internal sealed record LocalState
{
    /// <summary>The number of what this version unpacks and writes; another number in the file means that all of it is made anew.</summary>
    public const int CurrentLayout = 1;

    public int Layout { get; init; } = CurrentLayout;

    /// <summary>The clone that it was written for: a moved or copied clone must not take it for its own.</summary>
    public required string Root { get; init; }

    public required int RegistryPort { get; init; }

    /// <summary>The second number of the engine's networks, all of them in <c>10.N.0.0/16</c>.</summary>
    public required int Network { get; init; }

    /// <summary>The root image's repository and tag without the registry; null while it is not pushed.</summary>
    public string? RootImage { get; init; }

    /// <summary>The root image's digest; null while it is not pushed.</summary>
    public string? RootDigest { get; init; }

    public string Registry() => $"127.0.0.1:{RegistryPort}";

    /// <summary>The state of a clone before anything is provisioned: port and network by the path's hash, so that clones seldom want the
    /// same.</summary>
    public static LocalState For(LocalPaths paths)
    {
        var hash = int.Parse(paths.Id[..6], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return new LocalState { Root = paths.Root, RegistryPort = LocalEngine.Network.PortOf(hash),
            Network = LocalEngine.Network.NumberOf(hash) };
    }

    /// <summary>How the engine of these paths is reached; null while its root image is not pushed.</summary>
    public LocalEndpoint? Endpoint(LocalPaths paths) => RootImage is null || RootDigest is null ? null : new LocalEndpoint(
        paths.DockerHost,
        paths.DockerConfig,
        paths.DockerExecutable,
        Registry(),
        ImageReference.Parse($"{Registry()}/{RootImage}"),
        Digest.Parse(RootDigest),
        paths.RegistryAccessLog) { Cosign = File.Exists(paths.NoCosign) ? null : paths.Cosign };

    /// <summary>Reads the state that lies in a clone, which need not be the clone that it was written for; null when there is none of this
    /// layout.</summary>
    public static Task<LocalState?> ReadAsync(LocalPaths paths, CancellationToken cancellationToken) =>
        ReadAsync(paths.State, cancellationToken);

    public static async Task<LocalState?> ReadAsync(string file, CancellationToken cancellationToken)
    {
        if (!File.Exists(file))
            return null;
        // A file that a killed machine left half written, or that somebody damaged, says no more than a missing one.
        return new OutsideDocument("the local profile's state")
            .TryRead(await File.ReadAllBytesAsync(file, cancellationToken), LocalStateJson.Default.LocalState, out var state)
            && state is { Layout: CurrentLayout, RegistryPort: > 0 and <= ushort.MaxValue, Network: >= 0 and <= byte.MaxValue }
            && (state.RootImage is null || ImageReference.TryParse($"{state.Registry()}/{state.RootImage}", out _))
            && (state.RootDigest is null || Digest.TryParse(state.RootDigest, out _))
            ? state
            : null;
    }

    /// <summary>Writes the state so that a reader sees the old or the new, never a half.</summary>
    public Task WriteAsync(LocalPaths paths, CancellationToken cancellationToken) => WriteAsync(paths.State, cancellationToken);

    public async Task WriteAsync(string file, CancellationToken cancellationToken)
    {
        var text = JsonSerializer.Serialize(this, LocalStateJson.Default.LocalState);
        await File.WriteAllTextAsync(file + ".new", text + "\n", cancellationToken);
        File.Move(file + ".new", file, overwrite: true);
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(LocalState))]
internal sealed partial class LocalStateJson : JsonSerializerContext;
