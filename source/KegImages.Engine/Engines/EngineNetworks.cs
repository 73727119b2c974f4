using Docker.DotNet.Models;

namespace KegImages.Engines;

/// <summary>The networks of an engine. What fails throws <see cref="EngineException"/>.</summary>
public sealed class EngineNetworks
{
    private readonly Engine engine;

    internal EngineNetworks(Engine engine) => this.engine = engine;

    /// <summary>Whether there is a network of that name.</summary>
    public async Task<bool> ExistsAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            await engine.AskAsync($"inspect the network {name}", (api, token) => api.Networks.InspectNetworkAsync(name, token),
                cancellationToken);
            return true;
        }
        catch (EngineException exception) when (exception.IsMissing)
        {
            return false;
        }
    }

    /// <summary>Makes a network with a label, unless there is one of that name.</summary>
    public async Task MakeAsync(string name, string label, string value, CancellationToken cancellationToken)
    {
        try
        {
            var parameters = new NetworksCreateParameters { Name = name, Driver = "bridge", Labels = new Dictionary<string, string>
                { [label] = value } };
            await engine.AskAsync($"make the network {name}", (api, token) => api.Networks.CreateNetworkAsync(parameters, token),
                cancellationToken);
        }
        catch (EngineException exception) when (exception.IsConflict)
        {
            // Somebody else was first.
        }
    }

    /// <summary>Makes a network of its own for a while, from which nothing outside is reached, but whose containers' ports are published;
    /// or
    /// one that reaches out.</summary>
    public async Task MakeAsync(string name, bool reachesOut, ImmutableDictionary<string, string> labels,
        CancellationToken cancellationToken)
    {
        var parameters = new NetworksCreateParameters
        {
            Name = name,
            Driver = "bridge",
            Labels = labels.ToDictionary(),
            // Without an address of the machine nothing that leaves comes back, and what is published is still reached.
            Options = reachesOut ? null! : new Dictionary<string, string> { ["com.docker.network.bridge.enable_ip_masquerade"] = "false" },
        };
        await engine.AskAsync($"make the network {name}", (api, token) => api.Networks.CreateNetworkAsync(parameters, token),
            cancellationToken);
    }

    /// <summary>The names and labels of networks with a label, whatever its value.</summary>
    public async Task<ImmutableArray<(string Name, ImmutableSortedDictionary<string, string> Labels)>> LabelledAsync(string label,
        CancellationToken cancellationToken) =>
        [.. (await engine.AskAsync("list its networks", (api, token) => api.Networks.ListNetworksAsync(
            new NetworksListParameters { Filters = Filter.Of("label", label) }, token), cancellationToken))
            .OfType<NetworkResponse>().Select(network => (network.Name, EngineImage.LabelsOf(network.Labels)))];

    /// <summary>The names of networks with a label.</summary>
    public async Task<ImmutableArray<string>> ListAsync(string label, string value, CancellationToken cancellationToken) =>
        [.. (await engine.AskAsync("list its networks", (api, token) => api.Networks.ListNetworksAsync(
            new NetworksListParameters { Filters = Filter.Of("label", $"{label}={value}") }, token), cancellationToken))
            .OfType<NetworkResponse>().Select(network => network.Name)];

    /// <summary>Removes a network; false where the engine refuses, because a container is on it, or it is gone.</summary>
    public async Task<bool> RemoveAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            await engine.OrderAsync($"remove the network {name}", (api, token) => api.Networks.DeleteNetworkAsync(name, token),
                cancellationToken);
            return true;
        }
        catch (EngineException exception) when (exception.Status is not null)
        {
            return false;
        }
    }
}
