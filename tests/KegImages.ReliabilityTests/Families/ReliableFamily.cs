using System.Collections.Immutable;
using KegImages.Building;
using KegImages.Commands;
using KegImages.Consoles;
using KegImages.EngineTests.Engine;
using KegImages.EngineTests.Registry;
using KegImages.LocalEngine;
using KegImages.Pipeline;
using KegImages.Processes;
using KegImages.Registry;
using KegImages.ReliabilityTests.Checking;
using KegImages.ReliabilityTests.Proxy;

namespace KegImages.ReliabilityTests.Families;

/// <summary>
/// A family of four tiny images, base ← hub ← one and two, in a git repository with a remote, published to a namespace of its own through
/// a proxy of its own.
/// </summary>
internal sealed class ReliableFamily : IAsyncDisposable
{
    /// <summary>Its images, parents first.</summary>
    public static readonly ImmutableArray<string> Names = ["base", "hub", "one", "two"];

    // Enough to try again, and not so much that a thousand faults take a day.
    private static readonly RegistryOptions Impatient = new()
    {
        Attempts = 3, FirstWait = TimeSpan.FromMilliseconds(2), LongestWait = TimeSpan.FromMilliseconds(60),
            Timeout = TimeSpan.FromMilliseconds(700),
    };

    private readonly LocalEndpoint engine;

    private ReliableFamily(LocalEndpoint engine, Checkout checkout)
    {
        (this.engine, Checkout) = (engine, checkout);
        Proxy = new FaultingRegistry(engine.Registry);
        Registry = new PlainRegistry(engine.Registry, Namespace, Names);
        (Consistency, Meanings) = (new Consistency(Registry), new Meanings(Registry));
    }

    public string Namespace { get; } = $"rely-{Guid.NewGuid():N}"[..17];

    /// <summary>The repository that is worked in.</summary>
    public Checkout Checkout { get; }

    /// <summary>The folder of the bare repository that others see.</summary>
    public string Remote { get; } = Directory.CreateTempSubdirectory("keg remote ").FullName;

    public FaultingRegistry Proxy { get; }

    /// <summary>The registry past the proxy.</summary>
    public PlainRegistry Registry { get; }

    public Consistency Consistency { get; }

    public Meanings Meanings { get; }

    /// <summary>What the registry holds now and did not before, content tags apart: one line a tag.</summary>
    public async Task<IReadOnlyList<string>> ChangesSinceAsync(RegistryView before) =>
        [.. (await Meanings.DifferencesAsync(await Registry.LookAsync(), before))
            .Where(line => !line.Contains(":fp-", StringComparison.Ordinal))];

    /// <summary>Runs the product's commands.</summary>
    public ICommandRunner Runner { get; set; } = new ProcessRunner();

    /// <summary>How long a run may take, with all that else runs on the machine.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(90);

    public static async Task<ReliableFamily> CreateAsync(LocalEndpoint engine)
    {
        var family = new ReliableFamily(engine, await Checkout.NewAsync());
        var (checkout, provider) = (family.Checkout, $"{family.Proxy.Address}/{family.Namespace}");
        checkout.Write("keg.yml", $$"""
            provider: {{provider}}
            default: { branch: develop, tag: develop, aliases: [master] }
            groups:
              base: { folders: [images/base] }
              keg-hub: { folders: [images/hub] }
              taps: { folders: ['taps/*'] }
            """);
        checkout.Write(".gitignore", ".nuke/\noutput/\n");
        checkout.Write(DockerfileOf("base"), "FROM scratch\nCOPY file /base\n");
        foreach (var (name, parent) in new[] { ("hub", "base"), ("one", "hub"), ("two", "hub") })
            checkout.Write(DockerfileOf(name),
                $"ARG KEG_BASE_IMAGE={provider}/{parent}:develop\nFROM $KEG_BASE_IMAGE\nCOPY file /{name}\n");
        foreach (var name in Names)
            family.Edit(name, $"{name} 1");
        await checkout.CommitAsync("The first");
        await checkout.GitAsync("init", "--quiet", "--bare", "--initial-branch=develop", family.Remote);
        await checkout.GitAsync("remote", "add", "origin", family.Remote);
        await checkout.GitAsync("push", "--quiet", "origin", "develop");
        return family;
    }

    /// <summary>The folder of an image.</summary>
    public static string FolderOf(string image) => image is "base" or "hub" ? $"images/{image}" : $"taps/{image}";

    public static string DockerfileOf(string image) => $"{FolderOf(image)}/Dockerfile";

    /// <summary>Gives an image another content.</summary>
    public void Edit(string image, string text) => Checkout.Write($"{FolderOf(image)}/file", text);

    /// <summary>Runs a command of the product in this process, and gives it up when its time is over.</summary>
    public Task<Ending> RunAsync(Checkout checkout, TimeProvider? clock = null, params IReadOnlyList<string> words) =>
        RunAsync(checkout, clock, CancellationToken.None, words);

    /// <summary>Runs a command that somebody may interrupt.</summary>
    public async Task<Ending> RunAsync(Checkout checkout, TimeProvider? clock, CancellationToken interruption,
        params IReadOnlyList<string> words)
    {
        // Where nothing goes wrong on purpose, an answer has the time that a user's run has.
        var patience = Proxy.Interference is null ? new RegistryOptions().Timeout : Impatient.Timeout;
        using var registries = new RegistryClient(new NoCredentials(),
            Impatient with { Clock = clock ?? TimeProvider.System, Timeout = patience });
        await using var printed = new StringWriter();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(interruption);
        var docker = new DockerClient(engine.DockerExecutable) { Environment = engine.Environment, Host = engine.DockerHost };
        var terminal = Terminal.Plain(TextWriter.Synchronized(printed));
        var world = new World(Runner, docker, registries, ImmutableDictionary<string, string>.Empty, terminal) { Registry = Proxy.Address,
            Clock = clock ?? new SteadyClock(default) };
        var options = new RunOptions { Root = checkout.Root, Namespace = Namespace };
        var run = Task.Run(() => Product.RunAsync(words, options, world, limit.Token));
        try
        {
            await run.WaitAsync(Limit);
            return new Ending(null, printed.ToString(), true);
        }
        catch (TimeoutException) when (!run.IsCompleted)
        {
            await limit.CancelAsync();
            return new Ending(null, printed.ToString(), false);
        }
        catch (Exception exception)
        {
            return new Ending(exception, printed.ToString(), true);
        }
    }

    /// <summary>Runs a command that has to succeed.</summary>
    public async Task SucceedAsync(Checkout checkout, params IReadOnlyList<string> words)
    {
        var ending = await RunAsync(checkout, null, words);
        if (!ending.IsSuccess)
            throw new InvalidOperationException($"{string.Join(' ', words)}: {ending}{Environment.NewLine}{ending.Output}");
    }

    public async ValueTask DisposeAsync()
    {
        await Proxy.DisposeAsync();
        Registry.Dispose();
        Checkout.Dispose();
        TestRepository.Delete(Remote);
    }
}
