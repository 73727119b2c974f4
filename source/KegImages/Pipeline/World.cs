using System.Collections.Immutable;
using KegImages.Building;
using KegImages.Processes;
using KegImages.Registry;
using KegImages.Reporting;

namespace KegImages.Pipeline;

/// <summary>Everything outside that a run touches: programs, registries, the environment and the console.</summary>
/// <param name="Runner">Runs commands.</param>
/// <param name="Docker">The docker client, and the engine that it is led to.</param>
/// <param name="Registries">The client of registries.</param>
/// <param name="Environment">The environment's variables.</param>
/// <param name="Terminal">Where the run is shown.</param>
public sealed record World(
    ICommandRunner Runner, DockerClient Docker, RegistryClient Registries, ImmutableDictionary<string, string> Environment, Terminal Terminal)
{
    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
