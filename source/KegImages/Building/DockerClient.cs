using System.Collections.Immutable;
using KegImages.Processes;

namespace KegImages.Building;

/// <summary>Which <c>docker</c> is called, and with which variables: the user's own, or that of a private engine.</summary>
/// <param name="Executable">A name on the PATH or a path.</param>
public sealed record DockerClient(string Executable = "docker")
{
    /// <summary>Variables that choose the engine and its configuration, such as <c>DOCKER_HOST</c> and <c>DOCKER_CONFIG</c>.</summary>
    public ImmutableSortedDictionary<string, string?> Environment { get; init; } = ImmutableSortedDictionary.Create<string, string?>(StringComparer.Ordinal);

    /// <summary>A command of this client from its words.</summary>
    public Command Command(params IEnumerable<string> arguments) => new(Executable, arguments) { Environment = Environment };
}
