using System.Collections.Concurrent;
using KegImages.Engines;

namespace KegImages.ImageTesting;

/// <summary>What tests make in an engine: containers, networks, images and Compose projects. All of it says until when it may be there, so that
/// another run takes away what one left behind that was killed.</summary>
internal sealed class TestSpace(World world) : IAsyncDisposable
{
    /// <summary>The label with the time, in seconds since 1970, from which on nobody needs it any more.</summary>
    public const string Until = "io.keg.test.until";

    /// <summary>What the names of Compose projects and networks begin with.</summary>
    public const string Prefix = "keg-test-";

    private const string Project = "com.docker.compose.project";

    private static readonly TimeSpan Tidying = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<string, bool> containers = new(StringComparer.Ordinal);
    private readonly ConcurrentStack<string> networks = [];
    private readonly ConcurrentStack<Digest> images = [];
    private readonly ConcurrentDictionary<ImageReference, Task> pulls = [];
    private readonly ConcurrentBag<ImageReference> pulled = [];

    /// <summary>A name that nothing else has.</summary>
    public static string NewName() => Prefix + Guid.NewGuid().ToString("n")[..12];

    /// <summary>Labels of what is needed for at most that long.</summary>
    public ImmutableDictionary<string, string> Labels(TimeSpan atMost) => ImmutableDictionary<string, string>.Empty.Add(Until,
        (world.Clock.GetUtcNow() + atMost + Tidying).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));

    /// <summary>Makes a container, which is removed at the latest when the space is left.</summary>
    public async Task<string> MakeAsync(ContainerOrder order, CancellationToken cancellationToken)
    {
        // One that is made in the moment of an interruption is known by its id, or by its label to the next run.
        var id = await world.Engine.Containers.MakeAsync(order, cancellationToken);
        containers[id] = true;
        return id;
    }

    /// <summary>Removes a container.</summary>
    public async Task RemoveAsync(string id)
    {
        using var limit = new CancellationTokenSource(Tidying);
        await world.Engine.Containers.RemoveAsync(id, limit.Token);
        containers.TryRemove(id, out _);
    }

    /// <summary>An image of a container as it is.</summary>
    public async Task<Digest> CommitAsync(string id, CancellationToken cancellationToken)
    {
        var image = await world.Engine.Containers.CommitAsync(id, cancellationToken);
        images.Push(image);
        return image;
    }

    /// <summary>A network of its own.</summary>
    public async Task<string> NetworkAsync(bool reachesOut, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var name = NewName();
        networks.Push(name);
        await world.Engine.Networks.MakeAsync(name, reachesOut, Labels(atMost), cancellationToken);
        return name;
    }

    /// <summary>Brings an image where the engine does not have it.</summary>
    public Task BringAsync(ImageReference image, CancellationToken cancellationToken) =>
        pulls.GetOrAdd(image, _ => BringOnceAsync(image, cancellationToken));

    /// <summary>Takes away what runs left that were killed.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var engine = world.Engine;
        var over = (await engine.Containers.LabelledAsync(Until, cancellationToken)).Where(found => IsOver(found.Labels)).ToList();
        foreach (var (id, _) in over)
            await engine.Containers.RemoveAsync(id, cancellationToken);
        foreach (var (name, labels) in await engine.Networks.LabelledAsync(Until, cancellationToken))
        {
            if (IsOver(labels))
                await engine.Networks.RemoveAsync(name, cancellationToken);
        }

        foreach (var image in await engine.Images.ListAsync(Until, cancellationToken))
        {
            // One that was made of a container has its label, and no name.
            if (IsOver(image.Labels) && image.Tags.Count == 0)
                await engine.Images.RemoveAsync(image.Id, cancellationToken);
        }

        foreach (var project in over.Select(found => found.Labels.GetValueOrDefault(Project)).OfType<string>().Distinct()
            .Where(project => project.StartsWith(Prefix, StringComparison.Ordinal)))
            await DownAsync(project, cancellationToken);
    }

    /// <summary>Ends a Compose project, its networks and volumes with it.</summary>
    public async Task DownAsync(string project, CancellationToken cancellationToken) => await world.Runner.RunAsync(
        world.Docker.Command("compose", "-p", project, "down", "--volumes", "--remove-orphans", "--timeout", "0") with { Timeout = Tidying },
        null, null, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(Tidying);
        try
        {
            foreach (var id in containers.Keys)
                await world.Engine.Containers.RemoveAsync(id, limit.Token);
            foreach (var network in networks)
                await world.Engine.Networks.RemoveAsync(network, limit.Token);
            // The last one first: each was made of the one before.
            foreach (var image in images)
                await world.Engine.Images.RemoveAsync(image, limit.Token);
            foreach (var image in pulled)
                await world.Engine.Images.RemoveAsync(image, limit.Token);
        }
        catch (Exception exception) when (exception is EngineException or OperationCanceledException)
        {
            // What is left says until when it may be there: the next run takes it away.
        }
    }

    private async Task BringOnceAsync(ImageReference image, CancellationToken cancellationToken)
    {
        if (await world.Engine.Images.FindAsync(image.ToString(), cancellationToken) is { } found && found.Is(image))
            return;
        if (image.Digest is null)
            throw new FailedException($"{image} is not in the engine, and nothing else has it");
        await world.Engine.Images.PullAsync(image, world.Logins, _ => { }, cancellationToken);
        pulled.Add(image);
    }

    private bool IsOver(ImmutableSortedDictionary<string, string> labels) =>
        long.TryParse(labels.GetValueOrDefault(Until), NumberStyles.None, CultureInfo.InvariantCulture, out var until)
        && until < world.Clock.GetUtcNow().ToUnixTimeSeconds();
}
