using System.Collections.Immutable;
using KegImages.Building;
using KegImages.Commands;
using KegImages.Consoles;
using KegImages.LocalEngine;
using KegImages.Processes;
using KegImages.Registry;

[assembly: AssemblyFixture(typeof(KegImages.EngineTests.Engine.EngineFixture))]
// More than there are processors: a test waits for the engine most of its time.
[assembly: Xunit.v3.Parallelization(MaxThreads = 4)]

namespace KegImages.EngineTests.Engine;

/// <summary>
/// The clone's own local engine and registry, one for all tests of an assembly, which run side by side: each in a namespace of its own.
/// They are left as they were found: running if they ran.
/// </summary>
public sealed class EngineFixture : IAsyncLifetime
{
    private readonly LocalProfile _profile = new(RepositoryRoot, new ProcessRunner());
    private LocalEndpoint? _endpoint;
    private bool _ranBefore;

    /// <summary>Why tests that need an engine are skipped; null when they run.</summary>
    public static string? WhySkipped { get; } =
        LocalProfile.WhyUnavailable() is { } reason && Environment.GetEnvironmentVariable("CI") != "true"
            ? $"no engine can be had: {reason}" : null;

    /// <summary>The clone that these tests were built from.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>The engine and registry, answering.</summary>
    public LocalEndpoint Endpoint =>
        _endpoint ?? throw new InvalidOperationException("the engine was asked for by a test that is no EngineFact");

    /// <summary>
    /// What the registry answered of namespaces or repositories since its start, one line a request: other tests ask it meanwhile.
    /// </summary>
    public async Task<string[]> RequestsOfAsync(params string[] paths)
    {
        // A line is written after its answer was sent: a request of our own, seen in the log, says that all before it are there.
        var mark = $"mark-{Guid.NewGuid():N}";
        using var client = new HttpClient();
        using var _ = await client.GetAsync(new Uri($"http://{Endpoint.Registry}/v2/{mark}/tags/list"));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            var lines = await File.ReadAllLinesAsync(Endpoint.RegistryAccessLog, limit.Token);
            if (lines.Any(line => line.Contains(mark, StringComparison.Ordinal)))
                return [.. lines.Where(line => paths.Any(path => line.Contains($"/v2/{path}/", StringComparison.Ordinal)))];
            await Task.Delay(20, limit.Token);
        }
    }

    /// <summary>A registry namespace that no other test uses: <c>127.0.0.1:port/test-…</c>.</summary>
    public string NewNamespace() => $"{Endpoint.Registry}/test-{Guid.NewGuid():N}";

    /// <summary>Runs a docker command against the engine; throws with its error output when it fails.</summary>
    public async Task<string> DockerAsync(params IEnumerable<string> arguments) =>
        (await TryDockerAsync(arguments)).OrThrow().StandardOutput;

    /// <summary>Runs a docker command against the engine, whatever its exit code.</summary>
    public Task<CommandResult> TryDockerAsync(params IEnumerable<string> arguments) =>
        new ProcessRunner().RunAsync(new Command(Endpoint.DockerExecutable, arguments) { Environment = Endpoint.Environment }, null, null,
            CancellationToken.None);

    /// <summary>The engine that a client's variables lead to; this one where they are its own.</summary>
    public static KegImages.Engines.Engine EngineOf(DockerClient docker) =>
        new(new ClientSettings(docker, ImmutableDictionary<string, string>.Empty).Engine());

    /// <summary>This engine by its API.</summary>
    public KegImages.Engines.Engine Api() =>
        EngineOf(new DockerClient(Endpoint.DockerExecutable) { Environment = Endpoint.Environment });

    /// <summary>A world that a run can look at from outside: this engine, no variables, and the root image to build on.</summary>
    public World WorldOf(ICommandRunner runner, RegistryClient registries, TextWriter printed) => new(
        runner,
        new DockerClient(Endpoint.DockerExecutable) { Environment = Endpoint.Environment, Host = Endpoint.DockerHost },
        registries,
        ImmutableDictionary<string, string>.Empty,
        Terminal.Plain(printed))
    {
        Cosign = Endpoint.Cosign,
        NodeImage = Endpoint.RootImage,
        StandIn = new Images.StandIn(Endpoint.RootImage),
    };

    public async ValueTask InitializeAsync()
    {
        if (WhySkipped is not null)
            return;
        _ranBefore = await _profile.FindRunningAsync(CancellationToken.None) is not null;
        _endpoint = await _profile.SetUpAsync(Console.WriteLine, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (_endpoint is not null && !_ranBefore)
            await _profile.TearDownAsync(Console.WriteLine, CancellationToken.None);
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "KegImages.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"no KegImages.sln above {AppContext.BaseDirectory}");
    }
}
