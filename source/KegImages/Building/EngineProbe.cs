using System.Text.Json;
using KegImages.Processes;

namespace KegImages.Building;

/// <summary>What builds an image here.</summary>
/// <param name="Engine">The engine's version; null where it was not asked for.</param>
/// <param name="Buildx">The version of buildx.</param>
/// <param name="Store">The address of the engine that keeps what buildx builds in its classic image store; null where another builder or containerd does, or where that is not known.</param>
public sealed record EngineFacts(Version? Engine, Version Buildx, string? Store);

/// <summary>Finds out, before anything is built, whether there is an engine and a buildx that can do it.</summary>
/// <param name="runner">Runs the commands.</param>
/// <param name="docker">The client to ask.</param>
public sealed class EngineProbe(ICommandRunner runner, DockerClient docker)
{
    // The first with --progress rawjson, and the first whose own Dockerfile frontend knows named build contexts.
    private static readonly Version OldestBuildx = new(0, 13);
    private static readonly Version OldestEngine = new(23, 0);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // By this buildx, too, tells which image store an engine has.
    private const string ContainerdLabel = "org.mobyproject.buildkit.worker.snapshotter";

    private const string LocalProfile = "or add --profile local, which brings an engine and a registry of its own";

    /// <summary>Asks client, engine and buildx at once. Throws <see cref="WrongUseException"/> with every problem when one is missing or too old.</summary>
    /// <param name="needsEngine">False when a remote builder builds and pushes, so that no engine is needed here.</param>
    /// <param name="cancellationToken">Ends the questions.</param>
    public async Task<EngineFacts> RequireAsync(bool needsEngine, CancellationToken cancellationToken)
    {
        var engine = needsEngine ? AskAsync(["version", "--format", "{{json .}}"], cancellationToken) : Task.FromResult<CommandResult?>(null);
        var builder = needsEngine ? AskAsync(["buildx", "inspect"], cancellationToken) : Task.FromResult<CommandResult?>(null);
        var answers = await Task.WhenAll(engine, AskAsync(["buildx", "version"], cancellationToken), builder);
        if (answers[1] is not { } buildxAnswer)
            throw new WrongUseException($"'{docker.Executable}' is not on the PATH", next: $"Install Docker with its buildx plugin (https://docs.docker.com/engine/install/), {LocalProfile}.");

        List<Problem> problems = [];
        var engineVersion = answers[0] is { } engineAnswer ? Engine(engineAnswer, problems) : null;
        var buildxVersion = Buildx(buildxAnswer, problems);
        WrongUseException.ThrowIfAny(problems);
        return new EngineFacts(engineVersion, buildxVersion!, answers[2] is { } builderAnswer && KeepsInEngine(builderAnswer.StandardOutput) ? docker.Host : null);
    }

    private async Task<CommandResult?> AskAsync(string[] words, CancellationToken cancellationToken)
    {
        try
        {
            return await runner.RunAsync(docker.Direct(docker.Command(words)) with { Timeout = Patience }, null, null, cancellationToken);
        }
        catch (FailedException exception) when (exception.InnerException is System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static Version? Engine(CommandResult answer, List<Problem> problems)
    {
        if (ServerVersion(answer.StandardOutput) is not { } version)
        {
            var said = answer.StandardError.Trim();
            problems.Add(new Problem(
                $"no Docker engine answers{(said.Length > 0 ? $": {said}" : "")}",
                Next: $"Start Docker, or choose an engine with DOCKER_HOST or 'docker context use', {LocalProfile}."));
            return null;
        }

        if (version < OldestEngine)
            problems.Add(new Problem($"the Docker engine is {version}, at least {OldestEngine} is needed: its BuildKit does not know named build contexts", Next: $"Update the engine, {LocalProfile}."));
        return version;
    }

    private static Version? Buildx(CommandResult answer, List<Problem> problems)
    {
        const string install = "Install the package docker-buildx-plugin (Docker's) or docker-buildx (Debian's, Ubuntu's)";
        if (answer.ExitCode != 0 || Spelling.VersionIn(answer.StandardOutput, isWord: true) is not { } version)
        {
            problems.Add(new Problem("docker has no buildx plugin: 'docker buildx version' does not answer", Next: $"{install}, {LocalProfile}."));
            return null;
        }

        if (version < OldestBuildx)
            problems.Add(new Problem($"docker buildx is {version}, at least {OldestBuildx} is needed: it reports progress in a form that can be read", Next: $"{install} in a newer version, {LocalProfile}."));
        return version;
    }

    private static Version? ServerVersion(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("Server", out var server)
                && server.ValueKind == JsonValueKind.Object
                && server.TryGetProperty("Version", out var text) && text.ValueKind == JsonValueKind.String
                ? Spelling.VersionIn(text.GetString()!, isWord: true)
                : null;
        }
        catch (JsonException)
        {
            // No answer in JSON is no answer: the caller says what standard error says.
            return null;
        }
    }

    // With containerd's image store BuildKit pushes by itself, and the engine says no digest that can be relied on: https://github.com/moby/moby/issues/48331
    private static bool KeepsInEngine(string inspected) => IsEngineBuilder(inspected)
        && !inspected.Contains(ContainerdLabel, StringComparison.Ordinal);

    // The driver that builds in the engine, and the context that leads to where DOCKER_HOST or nothing says.
    private static bool IsEngineBuilder(string inspected)
    {
        var lines = inspected.Split('\n').Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToList();
        var driver = lines.FindIndex(words => words is ["Driver:", "docker"]);
        return driver >= 0 && lines.FindIndex(driver, words => words is ["Endpoint:", "default"]) >= 0;
    }
}
