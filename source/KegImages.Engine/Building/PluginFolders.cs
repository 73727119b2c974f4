namespace KegImages.Building;

/// <summary>
/// Where the docker client looks for its plugins, in its order. See
/// <see href="https://github.com/docker/cli/blob/v26.1.5/cli-plugins/manager/manager_unix.go"/>.
/// </summary>
public static class PluginFolders
{
    private static readonly string[] Shared =
        ["/usr/local/lib/docker/cli-plugins", "/usr/local/libexec/docker/cli-plugins", "/usr/lib/docker/cli-plugins",
            "/usr/libexec/docker/cli-plugins"];

    /// <summary>The path of the plugin that the client would start; null where only the client itself can tell.</summary>
    /// <param name="environment">The environment's variables.</param>
    /// <param name="plugin">Its file's name, such as <c>docker-buildx</c>.</param>
    public static string? Find(IReadOnlyDictionary<string, string> environment, string plugin)
    {
        var home = environment.GetValueOrDefault("HOME") ?? "";
        var own = environment.GetValueOrDefault("DOCKER_CONFIG") is { Length: > 0 } named ? named : Path.Combine(home, ".docker");
        var settings = Path.Combine(own, "config.json");
        // Docker Desktop names further folders there.
        if (OperatingSystem.IsWindows()
            || (File.Exists(settings) && File.ReadAllText(settings).Contains("cliPluginsExtraDirs", StringComparison.Ordinal)))
            return null;
        return Shared.Prepend(Path.Combine(own, "cli-plugins")).Select(folder => Path.Combine(folder, plugin)).FirstOrDefault(File.Exists);
    }
}
