using System.Formats.Tar;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace KegImages.Engines;

/// <content>Containers that are made for a while: made, run to their end, looked into, removed.</content>
public sealed partial class EngineContainers
{
    /// <summary>Makes a container, which does not run yet; returns its id.</summary>
    public Task<string> MakeAsync(ContainerOrder order, CancellationToken cancellationToken) =>
        engine.AskAsync($"make a container of {order.Image}",
            async (api, token) => (await api.Containers.CreateContainerAsync(order.ToParameters(), token)).ID, cancellationToken);

    /// <summary>Starts a container.</summary>
    public Task StartAsync(string id, CancellationToken cancellationToken) =>
        engine.OrderAsync($"start the container {id}",
            (api, token) => api.Containers.StartContainerAsync(id, new ContainerStartParameters(), token), cancellationToken);

    /// <summary>Waits for the end of a container, however long it takes; returns the code that it ended with.</summary>
    public async Task<long> WaitForEndAsync(string id, CancellationToken cancellationToken)
    {
        var code = 0L;
        await engine.OrderAsync($"wait for the container {id}", async (api, token) =>
            code = (await api.Containers.WaitContainerAsync(id, token)).StatusCode, cancellationToken);
        return code;
    }

    /// <summary>What a container printed, each stream by itself; of a terminal it is one.</summary>
    /// <param name="id">The container.</param>
    /// <param name="most">How many bytes of both are read.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The texts, and whether these are all.</returns>
    public async Task<(string Output, string Error, bool IsAll)> PrintedAsync(string id, int most, CancellationToken cancellationToken)
    {
        using MemoryStream output = new(), error = new();
        var isAll = true;
        await engine.OrderAsync($"show what the container {id} printed", async (api, token) =>
        {
            var parameters = new ContainerLogsParameters { ShowStdout = true, ShowStderr = true };
            using var log = await api.Containers.GetContainerLogsAsync(id, parameters, token);
            var bytes = new byte[8192];
            while (await log.ReadOutputAsync(bytes, 0, bytes.Length, token) is { EOF: false } read)
            {
                if (!(isAll = output.Length + error.Length + read.Count <= most))
                    break;
                (read.Target == MultiplexedStream.TargetStream.StandardError ? error : output).Write(bytes, 0, read.Count);
            }
        }, cancellationToken);
        return (Encoding.UTF8.GetString(output.ToArray()), Encoding.UTF8.GetString(error.ToArray()), isAll);
    }

    /// <summary>The file or folder at a path of a container, which need not run; a link is not followed. Null where there is
    /// none.</summary>
    /// <param name="id">The container.</param>
    /// <param name="path">The path.</param>
    /// <param name="most">How many bytes of a file are read; 0 for none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ContainerFile?> FindFileAsync(string id, string path, int most, CancellationToken cancellationToken)
    {
        try
        {
            return await engine.AskAsync($"read {path} of the container {id}", async (api, token) =>
            {
                var answer = await api.Containers.GetArchiveFromContainerAsync(id, new ContainerPathStatParameters { Path = path }, false,
                    token);
                // The first entry is what was asked for; what a folder holds comes behind it, and is not waited for.
                await using var archive = answer.Stream ?? throw new FormatException("no archive");
                await using var reader = new TarReader(archive);
                return await reader.GetNextEntryAsync(copyData: false, token) is { } entry ? await ContainerFile.OfAsync(entry, most, token)
                    : throw new FormatException("an archive of nothing");
            }, cancellationToken);
        }
        catch (EngineException exception) when (exception.IsMissing)
        {
            return null;
        }
    }

    /// <summary>Ends a container at once and removes it, its volumes without a name too. One that is not there is gone.</summary>
    public async Task RemoveAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await engine.OrderAsync($"remove the container {id}", (api, token) => api.Containers.RemoveContainerAsync(id,
                new ContainerRemoveParameters { Force = true, RemoveVolumes = true }, token), cancellationToken);
        }
        catch (EngineException exception) when (exception.IsMissing || exception.IsConflict)
        {
            // Gone, or on its way.
        }
    }

    /// <summary>The ids and labels of all containers with a label, whatever its value.</summary>
    public async Task<ImmutableArray<(string Id, ImmutableSortedDictionary<string, string> Labels)>> LabelledAsync(string label,
        CancellationToken cancellationToken) =>
        [.. (await ListAsync(Filter.Of("label", label), cancellationToken))
            .Select(container => (container.ID, EngineImage.LabelsOf(container.Labels)))];
}
