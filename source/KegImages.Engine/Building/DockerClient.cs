namespace KegImages.Building;

/// <summary>Which <c>docker</c> is called, and with which variables: the user's own, or that of a private engine.</summary>
/// <param name="Executable">A name on the PATH or a path.</param>
public sealed record DockerClient(string Executable = "docker")
{
    private static readonly string DefaultHost =
        OperatingSystem.IsWindows() ? "npipe:////./pipe/docker_engine" : "unix:///var/run/docker.sock";

    /// <summary>Variables that choose the engine and its configuration, such as <c>DOCKER_HOST</c> and <c>DOCKER_CONFIG</c>.</summary>
    public ImmutableSortedDictionary<string, string?> Environment { get; init; } =
        ImmutableSortedDictionary.Create<string, string?>(StringComparer.Ordinal);

    /// <summary>Where the engine is while no context says otherwise, as in <c>DOCKER_HOST</c>.</summary>
    public string Host { get; init; } = DefaultHost;

    /// <summary>The buildx plugin's path, where it is known: it can be started without the client before it.</summary>
    public string? BuildxPlugin { get; init; }

    /// <summary>
    /// A buildx command as the client itself would start it, in the plugin alone: a third less processor time for each image. Any other
    /// command, or one where the plugin is not known, stays as it is.
    /// </summary>
    public Command Direct(Command command) => BuildxPlugin is null || command.Arguments is not ["buildx", ..]
        ? command
        : command with { Executable = BuildxPlugin,
            Environment = command.Environment.SetItem("DOCKER_CLI_PLUGIN_ORIGINAL_CLI_COMMAND", Executable) };

    /// <summary>The same client where the environment names another engine.</summary>
    public DockerClient At(string? host) => host is { Length: > 0 } ? this with { Host = host } : this;

    /// <summary>A command of this client from its words.</summary>
    public Command Command(params IEnumerable<string> arguments) => new(Executable, arguments) { Environment = Environment };
}
