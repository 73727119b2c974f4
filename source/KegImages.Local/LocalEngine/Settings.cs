using System.Text.Json.Nodes;

namespace KegImages.LocalEngine;

/// <summary>The daemons' settings, as texts: nothing of the user's own configuration is read beside them.</summary>
internal static class Settings
{
    /// <summary>The settings of dockerd. See <see href="https://docs.docker.com/reference/cli/dockerd/"/>.</summary>
    public static string Engine(LocalPaths paths, LocalState state) => new JsonObject
    {
        ["hosts"] = new JsonArray($"unix://{paths.Socket}"),
        ["containerd"] = $"{paths.Run}/containerd.sock",
        ["data-root"] = $"{paths.HomeInside}/engine",
        ["exec-root"] = $"{paths.Run}/exec",
        ["pidfile"] = $"{paths.Run}/docker.pid",
        ["bridge"] = paths.Bridge,
        ["fixed-cidr"] = $"10.{state.Network}.0.0/24",
        ["default-address-pools"] = new JsonArray(new JsonObject { ["base"] = $"10.{state.Network}.128.0/17", ["size"] = 24 }),
        // A second daemon that manages iptables would flush the chains of the user's own.
        ["iptables"] = false,
        ["ip6tables"] = false,
        ["ip-forward"] = false,
        ["ip-masq"] = false,
        ["userland-proxy-path"] = FindInside(paths, "docker-proxy"),
        ["exec-opts"] = new JsonArray("native.cgroupdriver=cgroupfs"),
        ["cgroup-parent"] = $"/keg-{paths.Id}",
        ["features"] = new JsonObject { ["buildkit"] = true },
        ["shutdown-timeout"] = 5,
    }.ToJsonString(new JsonSerializerOptions { WriteIndented = true });

    /// <summary>The settings of containerd. See
    /// <see href="https://github.com/containerd/containerd/blob/v1.7.24/docs/man/containerd-config.toml.5.md"/>.</summary>
    public static string Containerd(LocalPaths paths) => $"""
        version = 2
        root = "{paths.HomeInside}/containerd"
        state = "{paths.Run}/containerd"
        disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.internal.v1.opt"]

        [grpc]
          address = "{paths.Run}/containerd.sock"
        """;

    /// <summary>The settings of the registry. See <see href="https://distribution.github.io/distribution/about/configuration/"/>.</summary>
    public static string Registry(LocalPaths paths, LocalState state) => $"""
        version: 0.1
        log:
          level: warn
          accesslog:
            disabled: false
        storage:
          filesystem:
            rootdirectory: {paths.HomeInside}/registry
          delete:
            enabled: true
          cache:
            blobdescriptor: inmemory
        http:
          addr: {state.Registry()}
        """;

    /// <summary>Writes all settings and scripts, and the folder that stands in for <c>~/.docker</c>.</summary>
    public static async Task WriteAsync(LocalPaths paths, LocalState state, CancellationToken cancellationToken)
    {
        foreach (var folder in (string[])[paths.Settings, paths.Logs, paths.EngineData, paths.RegistryData,
            Path.Combine(paths.DockerConfig, "cli-plugins")])
            Directory.CreateDirectory(folder);
        foreach (var (name, text) in new[]
        {
            ("daemon.json", Engine(paths, state)),
            ("containerd.toml", Containerd(paths)),
            ("registry.yml", Registry(paths, state)),
            ("supervisor.sh", Scripts.Supervisor),
            ("init.sh", Scripts.Init),
            ("clean.sh", Scripts.Clean),
        })
            await File.WriteAllTextAsync(Path.Combine(paths.Settings, name), text + "\n", cancellationToken);

        foreach (var plugin in (string[])["docker-buildx", "docker-compose"])
        {
            var link = Path.Combine(paths.DockerConfig, "cli-plugins", plugin);
            File.Delete(link);
            File.CreateSymbolicLink(link, Find(paths, plugin));
        }
    }

    private static string FindInside(LocalPaths paths, string program) =>
        paths.HomeInside + "/" + Path.GetRelativePath(paths.Home, Find(paths, program));

    private static string Find(LocalPaths paths, string program)
    {
        string[] folders = ["usr/bin", "usr/sbin", "usr/libexec/docker/cli-plugins", "usr/lib/docker/cli-plugins", "usr/libexec/docker"];
        return folders.Select(folder => Path.Combine(paths.Packages, folder, program)).FirstOrDefault(File.Exists)
            ?? throw new FailedException($"the unpacked packages hold no '{program}' ({paths.Packages})");
    }
}
