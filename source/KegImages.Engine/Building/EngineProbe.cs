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
    /// <summary>The builders that were asked for, and what they say of themselves.</summary>
    public ImmutableArray<JudgedBuilder> Builders { get; init; } = [];

    /// <summary>Whether layers can be kept in a registry by whichever of them builds.</summary>
    public bool KeepsLayers => !Builders.IsEmpty && Builders.All(builder => builder.Inspection is { IsWhole: true });
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

    /// <inheritdoc cref="RequireAsync(ImmutableArray{BuilderEntry}, bool, CancellationToken)"/>
    /// <param name="builder">The builder that an option names; null for the one that is in use.</param>
    /// <param name="cancellationToken">Ends the questions.</param>
    public Task<EngineFacts> RequireAsync(string? builder, CancellationToken cancellationToken) =>
        RequireAsync([builder is null ? BuilderEntry.InUse : new BuilderEntry(builder)], isEngineLikely: builder is null,
            cancellationToken);

    /// <summary>
    /// Asks client, builders and buildx at once, and the engine where it is what builds. Throws <see cref="WrongUseException"/> with every
    /// problem when one is missing or too old.
    /// </summary>
    /// <param name="builders">The builders that are asked for.</param>
    /// <param name="isEngineLikely">Whether the engine is asked at once, because nothing says that another builder is in use; else after
    /// the builders, and only where one of them is the engine.</param>
    /// <param name="cancellationToken">Ends the questions.</param>
    public async Task<EngineFacts> RequireAsync(ImmutableArray<BuilderEntry> builders, bool isEngineLikely,
        CancellationToken cancellationToken)
    {
        List<Problem> problems = [];
        var asking = isEngineLikely ? EngineAsync(cancellationToken) : null;
        var inspecting = Task.WhenAll(builders.Select(builder => JudgeAsync(builder, cancellationToken)));
        var answer = await AskAsync(runner, docker, ["buildx", "version"], Patience, cancellationToken);
        var judged = (await inspecting).ToImmutableArray();
        // Nobody else builds where nobody says who does.
        var isEngine = judged.Any(builder => builder.Inspection is { IsEngine: true } || IsNobody(builder));
        var (engineVersion, problem) = isEngine ? await (asking ?? EngineAsync(cancellationToken)) : (null, null);
        if (answer is null)
            throw new WrongUseException($"'{docker.Executable}' is not on the PATH",
                next: $"Install Docker with its buildx plugin (https://docs.docker.com/engine/install/), {LocalProfile}.");
        if (problem is not null)
            problems.Add(problem);
        var buildxVersion = Buildx(answer, problems);
        if (buildxVersion is not null)
            problems.AddRange(Missing(judged));
        WrongUseException.ThrowIfAny(problems);
        return new EngineFacts(engineVersion, buildxVersion!, judged[0].Inspection?.Platform,
            judged is [{ Entry.Name: null, Inspection.KeepsInEngine: true }] && engine.Address.Program is null) { Builders = judged };
    }

    // An engine that does not answer is a problem of its own already.
    private static bool IsNobody(JudgedBuilder builder) => builder.Entry.Name is null && builder.Inspection is not { Driver: not null };

    // One that there is not is a mistake; of several, those that answer can build while the others are waited for.
    private static IEnumerable<Problem> Missing(ImmutableArray<JudgedBuilder> judged)
    {
        var silent = judged.Where(builder => builder is { Silence: not null, Entry.Name: not null }).ToList();
        foreach (var builder in silent.Where(builder => silent.Count == judged.Length || IsUnknown(builder.Silence!)))
            yield return IsUnknown(builder.Silence!)
                ? new Problem($"there is no builder '{builder.Entry.Name}'",
                    Next: $"docker buildx ls shows those that there are; docker buildx create --name {builder.Entry.Name} makes one "
                        + $"({ThisProgram.Page("builders")})")
                : new Problem($"{builder.Entry.Called} does not answer: {builder.Silence}",
                    Next: $"See what is wrong with it: docker buildx inspect --bootstrap {builder.Entry.Name}; or name another one: "
                        + "docker buildx ls");
    }

    private static bool IsUnknown(string said) => said.Contains("no builder ", StringComparison.Ordinal);

    private async Task<JudgedBuilder> JudgeAsync(BuilderEntry entry, CancellationToken cancellationToken)
    {
        string[] words = ["buildx", "inspect", .. entry.Name is null ? [] : new[] { "--bootstrap", entry.Name }];
        try
        {
            var answer = await AskAsync(runner, docker, words, entry.Name is null ? Patience : StartPatience, cancellationToken);
            var inspection = Parsed(answer);
            // What is in use by a setting is started as its first build would start it.
            if (entry.Name is null && inspection is { IsEngine: false, Driver: not null, IsRunning: false, Platform: null })
                inspection = Parsed(answer = await AskAsync(runner, docker, ["buildx", "inspect", "--bootstrap"], StartPatience,
                    cancellationToken));
            return new JudgedBuilder(entry, inspection) { Silence = inspection is null ? LastOf(answer) : null };
        }
        catch (FailedException exception) when (entry.Name is not null && !cancellationToken.IsCancellationRequested)
        {
            return new JudgedBuilder(entry, null) { Silence = exception.Message };
        }
    }

    private static BuilderInspection? Parsed(CommandResult? answer) =>
        answer is { ExitCode: 0 } ? BuilderInspection.Parse(answer.StandardOutput) : null;

    private static string LastOf(CommandResult? answer) =>
        answer?.StandardError.Split('\n').LastOrDefault(line => !string.IsNullOrWhiteSpace(line))?.Trim() ?? "it said nothing";

    /// <summary>What buildx says of a builder that it does not start for that; null where it says nothing.</summary>
    /// <param name="runner">Runs the command.</param>
    /// <param name="docker">The client to ask.</param>
    /// <param name="builder">Its name; null for the one that is in use.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    public static async Task<BuilderInspection?> InspectAsync(
        ICommandRunner runner, DockerClient docker, string? builder, CancellationToken cancellationToken)
    {
        string[] words = ["buildx", "inspect", .. builder is null ? [] : new[] { builder }];
        var answer = await AskAsync(runner, docker, words, Patience, cancellationToken);
        return Parsed(answer);
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

    private async Task<(Version? Version, Problem? Problem)> EngineAsync(CancellationToken cancellationToken)
    {
        try
        {
            var version = Spelling.VersionIn(await engine.VersionAsync(cancellationToken), isWord: true);
            return (version, version < OldestEngine ? new Problem(
                $"the Docker engine is {version}, at least {OldestEngine} is needed: its BuildKit does not know named build contexts",
                    Next: $"Update the engine, {LocalProfile}.") : null);
        }
        catch (EngineException exception)
        {
            return (null, exception.ToProblem(LocalProfile));
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
