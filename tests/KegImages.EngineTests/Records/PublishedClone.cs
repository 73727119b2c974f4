using System.Collections.Immutable;
using System.Text.RegularExpressions;
using KegImages.Consoles;
using KegImages.EngineTests.Engine;
using KegImages.Pipeline;
using KegImages.Planning;
using KegImages.Publishing;
using KegImages.Records;
using KegImages.References;

namespace KegImages.EngineTests.Records;

/// <summary>A git repository with a family of two tiny images, a tap on a base, and a namespace of its own in the real registry.</summary>
internal sealed partial class PublishedClone : TestRepository, IAsyncDisposable
{
    private readonly EngineFixture engine;
    private readonly World world;
    private readonly StringWriter output = new();

    private PublishedClone(EngineFixture engine)
    {
        (this.engine, Provider) = (engine, Provider.Parse(engine.NewNamespace()));
        // The machine that runs these tests may be a workflow's, which would say the branch.
        world = World.OfThisMachine(engine.Endpoint) with { Terminal = Terminal.Plain(output),
            Environment = ImmutableDictionary<string, string>.Empty };
    }

    /// <summary>Its images, the base first.</summary>
    public static ImmutableArray<string> Names { get; } = ["base", "tap"];

    public Provider Provider { get; }

    public static async Task<PublishedClone> CreateAsync(EngineFixture engine)
    {
        var clone = new PublishedClone(engine);
        clone.Write("keg.yml", $"provider: {clone.Provider}\ndefault:\n  aliases: [master]\ngroups:\n  base:\n    folders: [base]\n  "
            + $"taps:\n    folders: [tap]\n");
        clone.Write("base/Dockerfile", "FROM scratch\nCOPY file /base\n");
        clone.Write("tap/Dockerfile", $"ARG KEG_BASE_IMAGE={clone.Provider}/base:develop\nFROM $KEG_BASE_IMAGE\nCOPY file /tap\n");
        clone.Write("base/file", "base");
        clone.Write("tap/file", "tap");
        await clone.InitAsync();
        await clone.CommitAsync("The first");
        return clone;
    }

    /// <summary>Builds and publishes as a push does; returns what the tags name then.</summary>
    public Task<ImmutableDictionary<string, Digest>> PushAsync(string tag, params string[] images) =>
        PushAsync(tag, Options() with { Push = true, Images = [.. images] });

    /// <summary>Builds and publishes under a tag that is given by hand; returns what it names then.</summary>
    public Task<ImmutableDictionary<string, Digest>> PushByHandAsync(string tag) =>
        PushAsync(tag, Options() with { Push = true, Tag = tag });

    /// <summary>Builds and publishes what is checked out as the release that a git tag names; returns what its version names
    /// then.</summary>
    public Task<ImmutableDictionary<string, Digest>> ReleaseAsync(string tag) =>
        PushAsync(tag.TrimStart('v'), Options() with { Push = true, Release = tag });

    private async Task<ImmutableDictionary<string, Digest>> PushAsync(string tag, RunOptions options)
    {
        var run = await options.OpenAsync(world, willBuild: true);
        await run.PlanAsync(CancellationToken.None);
        foreach (var target in Staging.Targets)
            await run.BuildAsync(target, CancellationToken.None);
        await run.PublishAsync(CancellationToken.None);
        return await DigestsAsync(tag);
    }

    /// <summary>What a tag names, image by image; no entry where it names nothing.</summary>
    public async Task<ImmutableDictionary<string, Digest>> DigestsAsync(string tag)
    {
        var found = new Dictionary<string, Digest>();
        foreach (var name in Names)
        {
            if (await world.Registries.HeadAsync(Reference(name, tag), CancellationToken.None) is { } head)
                found[name] = head.Digest;
        }

        return found.ToImmutableDictionary();
    }

    public async Task<FamilyRecord?> RecordAsync(string tag) =>
        (await new FamilyRecordStore(world.Registries).GetAsync(Provider, Tag.Parse(tag), CancellationToken.None)).Record;

    public Task DeleteAsync(string image, Digest digest) =>
        world.Registries.DeleteManifestAsync(Provider.Of(ImageName.Parse(image)).At(digest), CancellationToken.None);

    /// <summary>Puts a tag on another digest, past every rule.</summary>
    public Task MoveByHandAsync(string image, string tag, Digest to) =>
        world.Registries.CopyTagAsync(Provider.Of(ImageName.Parse(image)).At(to), Tag.Parse(tag), CancellationToken.None);

    public async Task DeleteRecordAsync(string tag)
    {
        var reference = FamilyRecordStore.RepositoryOf(Provider);
        await world.Registries.DeleteManifestAsync(
            reference.At((await world.Registries.HeadAsync(reference.With(Tag.Parse(tag)), CancellationToken.None))!.Digest),
                CancellationToken.None);
    }

    /// <summary>Runs a command over the records; returns what it printed, and what the registry's access log has of it.</summary>
    public Task<Ran> RunAsync(Func<RecordCommands, Task> command, string? tag = null, bool dryRun = false, bool json = false) => RunAsync(
        async (options, world) =>
            await command(await RecordCommands.OpenAsync(options.At(world), options.Selection with { Tag = tag }, CancellationToken.None)),
        dryRun, json);

    /// <inheritdoc cref="RunAsync(Func{RecordCommands, Task}, string, bool, bool)"/>
    public Task<Ran> RunAsync(Func<RecordCommands, Task<Decision>> command, string? tag = null, bool dryRun = false, bool json = false) =>
        RunAsync(async run => { await new RunOptions { Root = Root, DryRun = dryRun }.EndAsync(command(run)); }, tag, dryRun, json);

    /// <summary>Runs any command; returns what it printed, and what the registry's access log has of it.</summary>
    public async Task<Ran> RunAsync(Func<RunOptions, World, Task> command, bool dryRun = false, bool json = false)
    {
        output.GetStringBuilder().Clear();
        var before = await AccessLogAsync();
        using var printed = new StringWriter();
        Exception? error = null;
        try
        {
            await command(Options() with { DryRun = dryRun, Json = json ? printed : null }, world);
        }
        catch (Exception exception) when (exception is WrongUseException or FailedException)
        {
            error = exception;
        }

        var text = output.ToString();
        return new Ran(text, printed.ToString(), error, [.. (await AccessLogAsync()).Skip(before.Count)]);
    }

    public ValueTask DisposeAsync()
    {
        world.Registries.Dispose();
        Delete(Root);
        return ValueTask.CompletedTask;
    }

    private ImageReference Reference(string name, string tag) => Provider.Of(ImageName.Parse(name)).With(Tag.Parse(tag));

    private RunOptions Options() => new() { Root = Root, Namespace = Provider.Namespace };

    private async Task<List<string>> AccessLogAsync() =>
    [
        .. (await engine.RequestsOfAsync(Provider.Namespace)).Select(line => Requests().Match(line)).Where(match => match.Success)
            .Select(match => $"{match.Groups["method"].Value} {match.Groups["path"].Value[$"/v2/{Provider.Namespace}/".Length..]}"),
    ];

    [GeneratedRegex("\"(?<method>[A-Z]+) (?<path>/v2/[^ \"]*) HTTP")]
    private static partial Regex Requests();
}

/// <summary>How a command ended.</summary>
/// <param name="Output">What it printed.</param>
/// <param name="Json">What it printed as JSON.</param>
/// <param name="Error">What stopped it.</param>
/// <param name="Requests">What the registry was asked, as <c>METHOD image/kind/reference</c>.</param>
internal sealed record Ran(string Output, string Json, Exception? Error, ImmutableArray<string> Requests)
{
    public int ExitCode => Error is null ? 0 : (int)Error.Data[FailedException.ExitCodeKey]!;

    /// <summary>The requests that change something.</summary>
    public IEnumerable<string> Writes =>
        Requests.Where(request =>
            !request.StartsWith("GET ", StringComparison.Ordinal) && !request.StartsWith("HEAD ", StringComparison.Ordinal));
}
