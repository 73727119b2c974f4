using KegImages.Consoles;
using KegImages.EngineTests.Engine;
using KegImages.EngineTests.Registry;
using KegImages.Pipeline;
using KegImages.Planning;
using KegImages.Publishing;
using KegImages.References;
using KegImages.Registry;

namespace KegImages.EngineTests.Explaining;

/// <summary>
/// A clone of a git repository with a family of three: keg-base on an image from outside, tap on it with a named context, evf on tap.
/// </summary>
internal sealed class TestFamily : TestRepository, IDisposable
{
    private readonly EngineFixture engine;
    private readonly StringWriter said = new();

    private TestFamily(EngineFixture engine, Provider provider, ImageReference outside) =>
        (this.engine, Provider, Outside) = (engine, provider, outside);

    public Provider Provider { get; }

    /// <summary>The image from outside the family that keg-base is built on.</summary>
    public ImageReference Outside { get; }

    /// <summary>What a person saw so far.</summary>
    public string Said => said.ToString().ReplaceLineEndings("\n");

    public World World => World.OfThisMachine(engine.Endpoint) with { Terminal = Terminal.Plain(said) };

    public RegistryClient Registries { get; } = new(new NoCredentials());

    public RunOptions Options => new() { Root = Root, Push = true };

    public static async Task<TestFamily> CreateAsync(EngineFixture engine)
    {
        var provider = Provider.Parse(engine.NewNamespace());
        var family = new TestFamily(engine, provider, ImageReference.Parse($"{engine.NewNamespace()}/outside:1"));
        await family.MoveOutsideAsync("first");
        family.Write("keg.yml", $"""
            provider: {provider}
            groups:
              base:
                folders: [images/base]
              keg-hub:
                folders: [images/tap]
              taps:
                folders: [taps/*]
            contexts:
              keg-hub: hub
            """);
        family.Write("hub/core.js", "core");
        family.Write("hub/other.js", "other");
        family.Write("images/base/container/values.yml", "env:\n  IMAGE: keg-base\n");
        family.Write("images/base/container/Dockerfile", $"# The base.\nFROM {family.Outside}\nENV LEVEL=1\nCOPY server.js /server.js\n");
        family.Write("images/base/server.js", "server");
        family.Write("images/base/README.md", "read me");
        family.Write("images/tap/container/Dockerfile",
            $"ARG KEG_BASE_IMAGE={provider}/keg-base:develop\nFROM $KEG_BASE_IMAGE\nARG GREETING=hello\nENV GREETING=$GREETING\nCOPY "
                + $"welcome.html /\nCOPY --from=keg-hub . /hub/\n");
        family.Write("images/tap/welcome.html", "welcome");
        family.Write("taps/evf/container/Dockerfile", $"ARG KEG_BASE_IMAGE={provider}/tap:develop\nFROM $KEG_BASE_IMAGE\nCOPY . /app/\n");
        family.Write("taps/evf/server.js", "evf");
        family.Write(".gitignore", ".nuke\noutput\n");
        await family.InitAsync();
        await family.CommitAsync();
        return family;
    }

    /// <summary>The record under develop.</summary>
    public async Task<FamilyRecord> RecordAsync() =>
        (await new FamilyRecordStore(Registries).GetAsync(Provider, Tag.Parse("develop"), CancellationToken.None)).Record.ShouldNotBeNull();

    /// <summary>Another clone of the same repository, which sees the same registry.</summary>
    public async Task<TestFamily> CloneAsync()
    {
        var clone = new TestFamily(engine, Provider, Outside);
        await clone.GitAsync("clone", "--quiet", Root, ".");
        return clone;
    }

    /// <summary>Moves the tag of the image from outside.</summary>
    public Task<Digest> MoveOutsideAsync(string content) => HandMadeImage.Of(content).PushAsync(Registries, Outside);

    public async Task<BuildPlan> PlanAsync(RunOptions? options = null) =>
        await (await (options ?? Options).PipelineAsync(World, willBuild: false)).PlanAsync(CancellationToken.None);

    /// <summary>The whole job; how the images stand after it, and the names of what was built.</summary>
    public async Task<(FamilyState Published, string[] Built)> PushAsync(RunOptions? options = null)
    {
        var pipeline = await (options ?? Options).PipelineAsync(World, willBuild: true);
        foreach (var stage in Staging.Of(pipeline.Family))
            (await pipeline.BuildAsync(stage, CancellationToken.None)).IsGreen.ShouldBeTrue();
        await pipeline.PublishAsync(CancellationToken.None);
        return (pipeline.State, [.. pipeline.State.Built.Select(built => built.Name.ToString())]);
    }

    /// <summary>What Explain prints for the images.</summary>
    public async Task<string[]> ExplainAsync(params string[] images)
    {
        var options = Options with { Images = [.. images], WithAncestors = true };
        var pipeline = await options.PipelineAsync(World, willBuild: false);
        return [.. (await pipeline.ExplainAsync(CancellationToken.None)).ToLines()];
    }

    public async Task<Digest?> DigestAsync(string image, string tag) =>
        (await Registries.HeadAsync(Provider.Of(ImageName.Parse(image)).With(Tag.Parse(tag)), default))?.Digest;

    /// <summary>What the registry was asked of it and of the image from outside, one line a request.</summary>
    public Task<string[]> RequestsAsync() => engine.RequestsOfAsync(Provider.Namespace, Outside.Repository);

    public void Dispose()
    {
        Registries.Dispose();
        Delete(Root);
    }
}
