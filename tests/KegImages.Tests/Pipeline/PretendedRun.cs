using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using KegImages.Building;
using KegImages.Commands;
using KegImages.Consoles;
using KegImages.Pipeline;
using KegImages.References;
using KegImages.Registry;
using KegImages.Tests.Building;
using KegImages.Tests.Engines;
using KegImages.Tests.Git;
using KegImages.Tests.Registry;
using KegImages.Texts;

namespace KegImages.Tests.Pipeline;

/// <summary>
/// A family in a real git repository, a registry in this process, and a docker that puts an image there instead of building it.
/// </summary>
internal sealed class PretendedRun : IDisposable
{
    private readonly RegistryClient registries = new(new FakeCredentials(),
        new RegistryOptions { FirstWait = TimeSpan.FromMilliseconds(1), Attempts = 1 });

    private PretendedRun(TemporaryRepository repository)
    {
        Repository = repository;
        Engine = new FakeEngine(question => question switch
        {
            "GET /info" => (200, $$"""{"DockerRootDir":"{{repository.Root}}"}"""),
            _ when question.StartsWith("GET /images/json?", StringComparison.Ordinal) => (200, "[]"),
            _ => (404, """{"message":"No such image"}"""),
        });
        Runner = new ScriptedRunner((command, onError, cancellationToken) =>
            command.Executable == "docker" ? DockerAsync(command, onError, cancellationToken)
                : TemporaryRepository.Commands.RunAsync(command, null, null, cancellationToken));
    }

    public TemporaryRepository Repository { get; }

    public FakeRegistry Registry { get; } = new();

    public FakeEngine Engine { get; }

    public ScriptedRunner Runner { get; }

    public StringWriter Printed { get; } = new();

    /// <summary>The image whose build fails; null for none.</summary>
    public string? Failing { get; set; }

    /// <summary>What the build of every other image says.</summary>
    public string Said { get; set; } = "cached";

    /// <summary>Whether an engine answers.</summary>
    public bool HasEngine { get; set; } = true;

    /// <summary>What the engine's builder says it builds for.</summary>
    public string BuilderPlatforms { get; set; } = OwnPlatform.Name;

    public ImmutableDictionary<string, string> Environment { get; set; } = ImmutableDictionary<string, string>.Empty;

    public RunOptions Options =>
        new() { Root = Repository.Root, Push = true, Registry = Registry.Host, Namespace = "keg",
            NodeImage = $"{Registry.Host}/keg/node:20" };

    public World World => new(Runner, new DockerClient(), registries, Environment,
        Terminal.Plain(Printed) with { IsFolded = GitHubReport.IsGitHub(Environment) })
    {
        Masking = new Masking(SecretNames.ValuesIn(Environment)),
        Engine = HasEngine ? Engine.Engine : FakeEngine.Nowhere,
    };

    public static async Task<PretendedRun> CreateAsync(string branch = "feature/x")
    {
        var run = new PretendedRun(await TemporaryRepository.CreateAsync(branch, withCommit: false));
        run.Repository.Write("keg.yml", """
            provider: ghcr.io/example
            groups:
              base: { folders: [images/base] }
              taps: { folders: ['taps/*'] }
            images:
              keg-base: { folder: images/base }
            """);
        run.Repository.Write("images/base/Dockerfile", "ARG KEG_NODE_IMAGE\nFROM $KEG_NODE_IMAGE\n");
        run.Repository.Write("taps/evf/Dockerfile", "ARG KEG_BASE_IMAGE=ghcr.io/example/keg-base:develop\nFROM $KEG_BASE_IMAGE\n");
        run.Repository.Write("taps/evf/values.yml", "ports: [3000]\n");
        run.Repository.Write("taps/two/Dockerfile", "ARG KEG_BASE_IMAGE=ghcr.io/example/keg-base:develop\nFROM $KEG_BASE_IMAGE\n");
        run.Repository.Write(".gitignore", "output/\n.nuke/\n");
        run.Registry.Add("node", "20");
        await run.Repository.GitAsync("add", "--all");
        await run.Repository.CommitAsync("A family");
        return run;
    }

    /// <summary>A whole run, as <c>./build.sh Push</c> makes it, or <c>./build.sh BuildTaps</c> without a push.</summary>
    public async Task RunAsync(RunOptions? options = null)
    {
        options ??= Options;
        var run = await options.OpenAsync(World, willBuild: !options.DryRun);
        await run.PlanAsync(CancellationToken.None);
        // As the targets do: one that failed keeps the next ones from nothing but the publication.
        ExceptionDispatchInfo? failure = null;
        foreach (var target in options.Targets)
        {
            try
            {
                await options.EndAsync(run.Build(target));
            }
            catch (FailedException exception)
            {
                failure ??= ExceptionDispatchInfo.Capture(exception);
            }
        }

        failure?.Throw();
        if (options.Push)
            await options.EndAsync(run.Publish);
    }

    public void Dispose()
    {
        registries.Dispose();
        Registry.Dispose();
        Engine.Dispose();
        Printed.Dispose();
        Repository.Dispose();
    }

    private async Task<CommandResult> DockerAsync(Command command, Action<string>? onError, CancellationToken cancellationToken)
    {
        if (!HasEngine)
            return ScriptedRunner.Ended(command, 1, error: "Cannot connect to the Docker daemon");
        switch (command.Arguments)
        {
            case ["buildx", "version"]:
                return ScriptedRunner.Ended(command, output: "github.com/docker/buildx 0.13.1");
            case ["buildx", "inspect", ..]:
                return ScriptedRunner.Ended(command,
                    output: $"Name: default\nDriver: docker\n\nNodes:\nName: default\nEndpoint: far\nPlatforms: {BuilderPlatforms}\n"
                        + "Labels:\n org.mobyproject.buildkit.worker.snapshotter: overlayfs\n");
            case ["buildx", "build", ..]:
                break;
            default:
                return ScriptedRunner.Ended(command, 1);
        }

        var content = ImageReference.Parse(After("--tag"));
        if (content.Name == Failing)
        {
            foreach (var line in Sample.Lines("failing-run"))
                onError!(line);
            return ScriptedRunner.Ended(command, 1);
        }

        foreach (var line in Sample.Lines(Said))
            onError!(line);
        var labels = command.Arguments.Zip(command.Arguments.Skip(1)).Where(pair => pair.First == "--label")
            .Select(pair => pair.Second.Split('=', 2)).Select(pair => (pair[0], pair[1]));
        var digest = command.Arguments.Contains("--push") ? Registry.Add(content.Name, content.Tag!.ToString(), [.. labels])
            : FamilyOf.DigestOf(content.Name);
        await File.WriteAllTextAsync(After("--metadata-file"),
            $$"""{"containerimage.digest":"{{digest}}","containerimage.config.digest":"{{FamilyOf.DigestOf(content.Name)}}"}""",
                cancellationToken);
        return ScriptedRunner.Ended(command);

        string After(string option) => command.Arguments[command.Arguments.IndexOf(option) + 1];
    }
}
