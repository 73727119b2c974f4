using KegImages.Engines;
namespace KegImages.Building;

/// <summary>What builds an image here.</summary>
/// <param name="Engine">The engine's version; null where it was not asked for.</param>
/// <param name="Buildx">The version of buildx.</param>
/// <param name="Platform">The platform that the builder builds for by itself; null where it does not say.</param>
/// <param name="IsKept">Whether the engine keeps what buildx builds in its classic image store, and pushes it from there; false where
/// another builder or containerd does, or where that is not known.</param>
public sealed record EngineFacts(Version? Engine, Version Buildx, string? Platform, bool IsKept)
{
    /// <summary>Whether it can keep layers in a registry; an engine with its classic store cannot.</summary>
    public bool KeepsLayers { get; init; }
}

/// <summary>Finds out, before anything is built, whether there is an engine and a buildx that can do it.</summary>
/// <param name="runner">Runs the commands.</param>
/// <param name="docker">The client to ask.</param>
/// <param name="engine">The engine to ask.</param>
public sealed class EngineProbe(ICommandRunner runner, DockerClient docker, Engine engine)
{
    // The first with --progress rawjson, and the first whose own Dockerfile frontend knows named build contexts.
    private static readonly Version OldestBuildx = new(0, 13);
    private static readonly Version OldestEngine = new(23, 0);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // A builder that does not run yet fetches BuildKit first.
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(5);

    private const string LocalProfile = "or add --profile local, which brings an engine and a registry of its own";

    /// <summary>
    /// Asks client, engine and buildx at once. Throws <see cref="WrongUseException"/> with every problem when one is missing or too old.
    /// </summary>
    /// <param name="builder">The builder that an option names, which builds and pushes, so that no engine is needed here; null for the one
    /// that is in use.</param>
    /// <param name="cancellationToken">Ends the questions.</param>
    public async Task<EngineFacts> RequireAsync(string? builder, CancellationToken cancellationToken)
    {
        List<Problem> problems = [];
        var asking = builder is null ? EngineAsync(problems, cancellationToken) : Task.FromResult<Version?>(null);
        var inspecting = InspectAsync(runner, docker, builder, mayStart: true, cancellationToken);
        var answer = await AskAsync(runner, docker, ["buildx", "version"], Patience, cancellationToken);
        var inspected = await inspecting;
        var engineVersion = await asking;
        if (answer is null)
            throw new WrongUseException($"'{docker.Executable}' is not on the PATH",
                next: $"Install Docker with its buildx plugin (https://docs.docker.com/engine/install/), {LocalProfile}.");

        var buildxVersion = Buildx(answer, problems);
        WrongUseException.ThrowIfAny(problems);
        return new EngineFacts(engineVersion, buildxVersion!, inspected?.Platform,
            builder is null && inspected is { KeepsInEngine: true } && engine.Address.Program is null)
        {
            KeepsLayers = inspected?.KeepsLayers ?? false,
        };
    }

    /// <summary>What buildx says of a builder; null where it says nothing.</summary>
    /// <param name="runner">Runs the command.</param>
    /// <param name="docker">The client to ask.</param>
    /// <param name="builder">Its name; null for the one that is in use.</param>
    /// <param name="mayStart">Whether a named builder that does not run is started, as its first build would.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    public static async Task<BuilderInspection?> InspectAsync(
        ICommandRunner runner, DockerClient docker, string? builder, bool mayStart, CancellationToken cancellationToken)
    {
        string[] words = ["buildx", "inspect", .. builder is null ? [] : mayStart ? ["--bootstrap", builder] : new[] { builder }];
        var answer = await AskAsync(runner, docker, words, mayStart && builder is not null ? StartPatience : Patience, cancellationToken);
        return answer is { ExitCode: 0 } ? BuilderInspection.Parse(answer.StandardOutput) : null;
    }

    private static async Task<CommandResult?> AskAsync(
        ICommandRunner runner, DockerClient docker, string[] words, TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            return await runner.RunAsync(docker.Direct(docker.Command(words)) with { Timeout = patience }, null, null, cancellationToken);
        }
        catch (FailedException exception) when (exception.InnerException is System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private async Task<Version?> EngineAsync(List<Problem> problems, CancellationToken cancellationToken)
    {
        try
        {
            var version = Spelling.VersionIn(await engine.VersionAsync(cancellationToken), isWord: true);
            if (version < OldestEngine)
                problems.Add(new Problem(
                    $"the Docker engine is {version}, at least {OldestEngine} is needed: its BuildKit does not know named build contexts",
                        Next: $"Update the engine, {LocalProfile}."));
            return version;
        }
        catch (EngineException exception)
        {
            problems.Add(exception.ToProblem(LocalProfile));
            return null;
        }
    }

    private static Version? Buildx(CommandResult answer, List<Problem> problems)
    {
        const string install = "Install the package docker-buildx-plugin (Docker's) or docker-buildx (Debian's, Ubuntu's)";
        if (answer.ExitCode != 0 || Spelling.VersionIn(answer.StandardOutput, isWord: true) is not { } version)
        {
            problems.Add(new Problem("docker has no buildx plugin: 'docker buildx version' does not answer",
                Next: $"{install}, {LocalProfile}."));
            return null;
        }

        if (version < OldestBuildx)
            problems.Add(new Problem(
                $"docker buildx is {version}, at least {OldestBuildx} is needed: it reports progress in a form that can be read",
                    Next: $"{install} in a newer version, {LocalProfile}."));
        return version;
    }
}
