using System.Text.Json.Nodes;
using KegImages.Commands;
using KegImages.EngineTests.Engine;
using KegImages.EngineTests.Registry;
using KegImages.Pipeline;
using KegImages.Planning;
using KegImages.References;
using KegImages.Registry;
using KegImages.Running;

namespace KegImages.EngineTests.Running;

/// <summary>
/// A git repository with three small taps on one base, all pushed from its default branch to a namespace of its own. Each tap answers over
/// HTTP with what is in its file <c>page</c>.
/// </summary>
public sealed class TapFamily(EngineFixture engine) : TestRepository, IAsyncLifetime
{
    /// <summary>Containers have their tap's name, whoever starts them: tests that start any run one after the other.</summary>
    public const string Lane = "taps that are started";

    private readonly RecordingRunner runner = new();
    private readonly StringWriter output = new();
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private RegistryClient? registries;

    public Provider Provider { get; private set; } = Provider.Parse("unused.example/x");

    /// <summary>The client of the registry.</summary>
    public RegistryClient Registries => registries ??= new RegistryClient(new NoCredentials());

    /// <summary>The commands that the last run started.</summary>
    public IReadOnlyCollection<Command> Commands => runner.Commands;

    public RunOptions Options => new() { Root = Root };

    public async ValueTask InitializeAsync()
    {
        if (EngineFixture.WhySkipped is not null)
            return;
        Provider = Provider.Parse(engine.NewNamespace());
        Write("keg.yml", $"provider: {Provider}\ngroups:\n  base:\n    folders: [base]\n  taps:\n    folders: ['taps/*']\n");
        Write(".gitignore", ".nuke/\noutput/\n");
        Write("base/Dockerfile", $"ARG KEG_NODE_IMAGE={engine.Endpoint.RootImage}\nFROM $KEG_NODE_IMAGE\nCOPY server.js /server.js\n");
        Write("base/server.js", """
            const { readFileSync } = require('node:fs');
            const answer = request => request.url === '/env' ? JSON.stringify(process.env) : readFileSync('/page', 'utf8');
            require('node:http').createServer((request, response) => response.end(answer(request))).listen(process.env.KEG_PROXY_PORT, () => console.log('listening'));
            process.on('SIGTERM', () => process.exit(0));
            """);
        var tap = $"ARG KEG_BASE_IMAGE={Provider}/base:develop\nFROM $KEG_BASE_IMAGE\nENV KEG_PROXY_PORT=8080\nCOPY page /page\nEXPOSE "
            + $"8080\nCMD [\"node\", \"/server.js\"]\n";
        Write("taps/evf/container/Dockerfile", tap
            + "HEALTHCHECK --interval=1s --retries=9 CMD [\"node\", \"-e\", \"fetch('http://127.0.0.1:8080').then(() => process.exit(0), "
            + "() => process.exit(1))\"]\n");
        Write("taps/evf/container/values.yml",
            $"env:\n  IMAGE: evf\n  KEG_IMAGE_FROM: {Provider}/evf:develop\n  KEG_PROXY_PORT: 8080\n  GREETING: it's a \"plain\" $HOME "
                + $"\\ greeting\n");
        // It says how to build, and what it is always called: a start builds nothing, and two branches run side by side.
        Write("taps/evf/container/docker-compose.yml",
            "services:\n  evf:\n    build: ..\n    container_name: always-the-same\n    image: ${KEG_IMAGE_FROM}\n    pull_policy: "
                + "build\n    environment:\n      FROM_COMPOSE: ${GREETING}\n");
        Write("taps/evf/page", "page 1");
        Write("taps/plain/Dockerfile", tap);
        Write("taps/plain/page", "plain");
        Write("taps/sick/Dockerfile", tap + "HEALTHCHECK --interval=1s --retries=1 CMD echo no database && exit 1\n");
        Write("taps/sick/page", "sick");
        await InitAsync();
        await CommitAsync("The first");
        await PushAsync();
    }

    /// <summary>Builds and publishes as CI does.</summary>
    public async Task PushAsync(string? tag = null, params string[] taps)
    {
        var run = await (Options with { Push = true, Tag = tag, Taps = [.. taps] }).OpenAsync(World, willBuild: true);
        await run.PlanAsync(CancellationToken.None);
        foreach (var target in new[] { StageTarget.Base, StageTarget.Taps })
            await run.BuildAsync(target, CancellationToken.None);
        await run.PublishAsync(CancellationToken.None);
    }

    /// <summary>Runs a command; returns what it printed. Throws as the command does.</summary>
    public async Task<string> RunAsync(Func<TapCommands, Task> command, RunOptions? options = null, TapOptions? asked = null)
    {
        options ??= Options;
        output.GetStringBuilder().Clear();
        runner.Commands.Clear();
        await command(await TapCommands.OpenAsync(options.At(World), options.Selection, asked ?? new TapOptions(), CancellationToken.None));
        return output.ToString();
    }

    /// <inheritdoc cref="RunAsync(Func{TapCommands, Task}, RunOptions, TapOptions)"/>
    public Task<string> RunAsync(Func<TapCommands, Task<Decision>> command, RunOptions? options = null, TapOptions? asked = null) =>
        RunAsync(async run => { await (options ?? Options).EndAsync(command(run)); }, options, asked);

    /// <inheritdoc cref="RunAsync(Func{TapCommands, Task}, RunOptions, TapOptions)"/>
    public Task<string> RunAsync(Func<TapCommands, Decision> command, RunOptions? options = null, TapOptions? asked = null) =>
        RunAsync(async run => { await (options ?? Options).EndAsync(command(run)); }, options, asked);

    /// <summary>Runs a command that is refused or fails; returns its message.</summary>
    public async Task<T> FailAsync<T>(Func<TapCommands, Task> command, RunOptions? options = null, TapOptions? asked = null)
        where T : Exception => await Should.ThrowAsync<T>(RunAsync(command, options, asked));

    /// <inheritdoc cref="FailAsync{T}(Func{TapCommands, Task}, RunOptions, TapOptions)"/>
    public async Task<T> FailAsync<T>(Func<TapCommands, Task<Decision>> command, RunOptions? options = null, TapOptions? asked = null)
        where T : Exception => await Should.ThrowAsync<T>(RunAsync(command, options, asked));

    /// <inheritdoc cref="FailAsync{T}(Func{TapCommands, Task}, RunOptions, TapOptions)"/>
    public async Task<T> FailAsync<T>(Func<TapCommands, Decision> command, RunOptions? options = null, TapOptions? asked = null)
        where T : Exception => await Should.ThrowAsync<T>(RunAsync(command, options, asked));

    public Task<string> StartAsync(string tap, TapOptions? asked = null) =>
        RunAsync(run => run.Start(), Options with { Taps = [tap] }, asked);

    public Task<string> StopAsync(string tap, TapOptions? asked = null) =>
        RunAsync(run => run.StopAsync(default), Options with { Taps = [tap] }, asked);

    /// <summary>Fails when the last run built anything.</summary>
    public void ShouldHaveBuiltNothing() => Commands.ShouldAllBe(command => command.Executable == "git" || !IsBuild(command));

    /// <summary>The taps that have a container, as <c>Ps --json</c> prints them.</summary>
    public async Task<JsonNode[]> PsAsync()
    {
        using var json = new StringWriter();
        await RunAsync(run => run.PsAsync(default), Options with { Json = json });
        return [.. JsonNode.Parse(json.ToString())!["taps"]!.AsArray().Select(node => node!)];
    }

    public async Task<JsonNode> PsAsync(string image) =>
        (await PsAsync()).Single(tap => tap["image"]!.ToString() == Reference(image).ToString());

    /// <summary>What a running tap answers.</summary>
    public async Task<string> GetAsync(string image, string path = "/")
    {
        var address = new Uri((await PsAsync(image))["directUrl"] + path);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            try
            {
                return await http.GetStringAsync(address, patience.Token);
            }
            catch (HttpRequestException) when (!patience.IsCancellationRequested)
            {
                // What has no health check counts as started before its server listens.
                await Task.Delay(100, patience.Token);
            }
        }
    }

    public ImageReference Reference(string image) => ImageReference.Parse($"{Provider}/{image}");

    public async Task<Digest> DigestAsync(string image) =>
        (await Registries.HeadAsync(Reference(image), CancellationToken.None)).ShouldNotBeNull(image).Digest;

    /// <summary>Puts another tag on an image, past every rule.</summary>
    public async Task TagAsync(string image, string tag) =>
        await Registries.CopyTagAsync(Reference(image).At(await DigestAsync(image)), Tag.Parse(tag), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        foreach (var project in EngineFixture.WhySkipped is null
            ? (await engine.DockerAsync("container", "ls", "--all", "--filter", $"label=io.keg.family={Provider}", "--format",
                "{{.Label \"com.docker.compose.project\"}}")).Split('\n', StringSplitOptions.RemoveEmptyEntries) : [])
            await engine.DockerAsync("compose", "--project-name", project, "down");
        Delete(Root);
        registries?.Dispose();
        http.Dispose();
        output.Dispose();
    }

    private static bool IsBuild(Command command) =>
        command.Arguments.Contains("buildx") || command.Arguments.Contains("build") || command.Arguments.Contains("--build");

    private World World => engine.WorldOf(runner, Registries, output);
}
