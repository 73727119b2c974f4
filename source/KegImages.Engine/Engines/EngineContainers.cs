using Docker.DotNet;
using Docker.DotNet.Models;
using KegImages.Processes;

namespace KegImages.Engines;

/// <summary>The containers of an engine, those that do not run included. What fails throws <see cref="EngineException"/>.</summary>
public sealed partial class EngineContainers
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);

    private readonly Engine engine;

    internal EngineContainers(Engine engine) => this.engine = engine;

    /// <summary>All containers with a label.</summary>
    public async Task<ImmutableArray<EngineContainer>> FindAsync(string label, string value, CancellationToken cancellationToken)
    {
        var listed = await ListAsync(Filter.Of("label", $"{label}={value}"), cancellationToken);
        var found = await Task.WhenAll(listed.Select(container => FindAsync(container.ID, cancellationToken)));
        return [.. found.OfType<EngineContainer>()];
    }

    /// <summary>The container of an id; null where there is none any more.</summary>
    public async Task<EngineContainer?> FindAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return await engine.AskAsync($"inspect the container {id}",
                async (api, token) => EngineContainer.Of(await api.Containers.InspectContainerAsync(id, token)), cancellationToken);
        }
        catch (EngineException exception) when (exception.IsMissing)
        {
            return null;
        }
    }

    /// <summary>The ids of the images that containers were made from.</summary>
    public async Task<ImmutableHashSet<string>> ImagesAsync(CancellationToken cancellationToken) =>
        [.. (await ListAsync(null, cancellationToken)).Select(container => container.ImageID)];

    /// <summary>Whether any container is on a network.</summary>
    public async Task<bool> AnyOnAsync(string network, CancellationToken cancellationToken) =>
        (await ListAsync(Filter.Of("network", network), cancellationToken)).Length > 0;

    /// <summary>The last lines that a container printed, on either stream.</summary>
    public Task<ImmutableArray<string>> LastLinesAsync(string id, int lines, CancellationToken cancellationToken) =>
        engine.AskAsync($"show what the container {id} printed", async (api, token) =>
        {
            var parameters = new ContainerLogsParameters { ShowStdout = true, ShowStderr = true, Tail = $"{lines}" };
            using var log = await api.Containers.GetContainerLogsAsync(id, parameters, token);
            return await LinesAsync(log, token);
        }, cancellationToken);

    /// <summary>Ends a container and starts it again.</summary>
    public Task RestartAsync(string id, CancellationToken cancellationToken) =>
        engine.OrderAsync($"restart the container {id}",
            (api, token) => api.Containers.RestartContainerAsync(id, new ContainerRestartParameters(), token), cancellationToken);

    /// <summary>Makes an image of a container as it is, which is paused meanwhile; returns its id.</summary>
    public async Task<Digest> CommitAsync(string id, CancellationToken cancellationToken)
    {
        Digest? made = null;
        await engine.OrderAsync($"commit the container {id}", async (api, token) => made = Digest.Parse(
            (await api.Images.CommitContainerChangesAsync(new CommitContainerChangesParameters { ContainerID = id, Pause = true },
                token)).ID), cancellationToken);
        return made!;
    }

    /// <summary>Waits until a container is healthy, or runs where it has no health check.</summary>
    /// <returns>Null when it is; else why it is not, as far as waiting can tell.</returns>
    public async Task<string?> WaitAsync(string id, TimeSpan patience, TimeProvider clock, CancellationToken cancellationToken)
    {
        for (var begun = clock.GetTimestamp(); ;)
        {
            if (await FindAsync(id, cancellationToken) is not { } container)
                return "it was removed meanwhile";
            if (container.Health == "unhealthy")
                return $"container {container.Name} is unhealthy";
            if (!container.IsRunning && container.State is not ("created" or "restarting"))
                return $"container {container.Name} exited ({container.ExitCode})";
            if (container.IsRunning && container.Health is null or "healthy")
                return null;
            if (clock.GetElapsedTime(begun) >= patience)
                return $"it is not ready after {patience.TotalSeconds:0} s";
            await Task.Delay(BetweenLooks, clock, cancellationToken);
        }
    }

    private async Task<ImmutableArray<ContainerListResponse>> ListAsync(Dictionary<string, IDictionary<string, bool>>? filters,
        CancellationToken cancellationToken) =>
        [.. (await engine.AskAsync("list its containers", (api, token) =>
            api.Containers.ListContainersAsync(new ContainersListParameters { All = true, Filters = filters }, token), cancellationToken))
            .OfType<ContainerListResponse>()];

    // The two streams are one log, but each has lines of its own.
    private static async Task<ImmutableArray<string>> LinesAsync(MultiplexedStream log, CancellationToken cancellationToken)
    {
        var said = ImmutableArray.CreateBuilder<string>();
        var streams = new Dictionary<MultiplexedStream.TargetStream, (Decoder Decoder, LineCutter Cutter)>();
        var bytes = new byte[8192];
        var text = new char[8192];
        while (await log.ReadOutputAsync(bytes, 0, bytes.Length, cancellationToken) is { EOF: false } read)
        {
            if (!streams.TryGetValue(read.Target, out var stream))
                streams[read.Target] = stream = (Encoding.UTF8.GetDecoder(), new LineCutter());
            var count = stream.Decoder.GetChars(bytes, 0, read.Count, text, 0, flush: false);
            said.AddRange(stream.Cutter.Add(text.AsSpan(0, count)));
        }

        said.AddRange(streams.Values.Select(stream => stream.Cutter.Rest).OfType<string>());
        return [.. said.Select(line => line.TrimEnd())];
    }
}
