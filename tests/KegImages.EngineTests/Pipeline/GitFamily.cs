using System.Collections.Immutable;
using KegImages.Building;
using KegImages.EngineTests.Engine;
using KegImages.EngineTests.Registry;
using KegImages.Pipeline;
using KegImages.Planning;
using KegImages.Publishing;
using KegImages.References;
using KegImages.Registry;

namespace KegImages.EngineTests.Pipeline;

/// <summary>A small family in a git repository of its own: base → tap → one and two, pushed to a namespace of its own.</summary>
internal sealed class GitFamily : TestRepository, IDisposable
{
    private static readonly ImmutableArray<StageTarget> AllTargets = [StageTarget.Base, StageTarget.KegHub, StageTarget.Taps];

    protected override bool MayCommitNothing => false;

    private readonly EngineFixture engine;
    private readonly RecordingRunner runner = new();
    private readonly RegistryClient registries = new(new NoCredentials());
    private readonly string @namespace;

    private GitFamily(EngineFixture engine, string @namespace) =>
        (this.engine, this.@namespace, Registry) = (engine, @namespace, engine.Endpoint.Registry);

    /// <summary>The registry that it is pushed to.</summary>
    public string Registry { get; set; }

    /// <summary>Whether its runs are at the engine's registry, whatever keg.yml names.</summary>
    public bool IsElsewhere { get; set; } = true;

    /// <summary>The client of its runs; null for the engine's own.</summary>
    public DockerClient? Docker { get; set; }

    /// <summary>What the runs printed.</summary>
    public StringWriter Printed { get; } = new();

    /// <summary>The builds that were started, by the folder that they build.</summary>
    public IEnumerable<string> Builds => runner.Commands
        .Where(command => command.Arguments is ["buildx", "build", ..]).Select(command => Path.GetFileName(command.Arguments[^1]));

    public static async Task<GitFamily> CreateAsync(EngineFixture engine)
    {
        var family = new GitFamily(engine, $"test-{Guid.NewGuid():n}");
        await family.InitAsync();
        family.Write("keg.yml", """
            provider: ghcr.io/example
            default: { branch: develop, tag: develop, aliases: [master] }
            groups:
              base: { folders: [images/base] }
              hub: { folders: [images/tap] }
              taps: { folders: ['taps/*'] }
            images:
              keg-base: { folder: images/base }
            """);
        family.Write("images/base/Dockerfile", "ARG KEG_NODE_IMAGE\nFROM $KEG_NODE_IMAGE\nCOPY file /base\n");
        family.Write(".gitignore", "output/\n.nuke/temp/\n");
        family.Write("images/base/file", "base 1");
        family.Write("images/tap/Dockerfile",
            "ARG KEG_BASE_IMAGE=ghcr.io/example/keg-base:develop\nFROM $KEG_BASE_IMAGE\nCOPY file /tap\nONBUILD ARG "
                + "GREETING=hello\nONBUILD RUN echo $GREETING > /greeting\n");
        family.Write("images/tap/file", "tap 1");
        family.Write("taps/one/Dockerfile",
            "ARG KEG_BASE_IMAGE=ghcr.io/example/tap:develop\nFROM $KEG_BASE_IMAGE\nCOPY file /one\nRUN cat /base /tap > /parents\n");
        family.Write("taps/one/file", "one 1");
        family.Write("taps/two/Dockerfile",
            "FROM ghcr.io/example/tap:develop AS tap\nFROM ghcr.io/example/keg-base:develop\nCOPY --from=tap /tap /two\n");
        await family.CommitAsync("first");
        return family;
    }

    /// <summary>A clone elsewhere, as another machine has it: another path, other file times, nothing remembered.</summary>
    public async Task<GitFamily> CloneAsync()
    {
        var clone = new GitFamily(engine, @namespace);
        await GitAsync("clone", "--quiet", "--no-local", Root, clone.Root);
        foreach (var file in Directory.EnumerateFiles(clone.Root, "*", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(file, new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        return clone;
    }

    public RunOptions Options => new() { Root = Root, Push = true, Namespace = @namespace };

    /// <summary>A whole run, as <c>./build.sh Push</c> makes it: plan, every stage whatever failed before, publish.</summary>
    public async Task PushAsync(RunOptions? options = null)
    {
        options ??= Options;
        var run = await OpenAsync(options);
        await run.PlanAsync(CancellationToken.None);
        await BuildAsync(run, options);
        await options.EndAsync(run.Publish);
    }

    public async Task<ImageCommands> OpenAsync(RunOptions options)
    {
        runner.Commands.Clear();
        return await options.OpenAsync(World, willBuild: true);
    }

    public async Task BuildAsync(ImageCommands run, RunOptions options)
    {
        foreach (var target in AllTargets.Where(options.Targets.Contains))
        {
            try
            {
                await options.EndAsync(run.Build(target));
            }
            catch (FailedException exception)
            {
                Printed.WriteLine(exception.Message);
            }
        }
    }

    /// <summary>What the registry was asked of it, one line a request.</summary>
    public Task<string[]> RequestsAsync() => engine.RequestsOfAsync(@namespace);

    public ImageReference Reference(string name, string tag) => ImageReference.Parse($"{Registry}/{@namespace}/{name}:{tag}");

    public async Task<Digest?> DigestAsync(string name, string tag) =>
        (await registries.HeadAsync(Reference(name, tag), CancellationToken.None))?.Digest;

    public async Task<ImageConfig> ConfigAsync(string name, string tag) =>
        (await registries.GetImageConfigAsync(Reference(name, tag), CancellationToken.None)).ShouldNotBeNull($"{name}:{tag}");

    public async Task<string[]> TagsAsync(string name) =>
        [.. (await registries.ListTagsAsync(Reference(name, "any"), CancellationToken.None)).Seen.Select(tag => tag.ToString())];

    public Task TagAsync(string name, Digest digest, string tag) =>
        registries.CopyTagAsync(Reference(name, tag).At(digest), Tag.Parse(tag), CancellationToken.None);

    public async Task<FamilyRecord> RecordAsync(string tag) =>
        (await new FamilyRecordStore(registries).GetAsync(Provider.Parse($"{Registry}/{@namespace}"), Tag.Parse(tag),
            CancellationToken.None)).Record.ShouldNotBeNull();

    public void Dispose()
    {
        registries.Dispose();
        Printed.Dispose();
        Delete(Root);
    }

    /// <summary>The world of its runs: the private engine and registry, and no variables.</summary>
    public World World
    {
        get
        {
            var world = engine.WorldOf(runner, registries, Printed) with { Registry = IsElsewhere ? Registry : null };
            return Docker is null ? world : world with { Docker = Docker };
        }
    }
}
