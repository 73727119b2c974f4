using KegImages.EngineTests.LocalEngine;
using KegImages.LocalEngine;

namespace KegImages.EngineTests.Workflows;

/// <summary>
/// An engine for each job, as GitHub's runners have it: one beside the fixture's that is emptied before each, so that a job finds no image
/// and no cache of another. The registry is the fixture's.
/// </summary>
internal sealed class OwnEngine : IAsyncDisposable
{
    private readonly TestClone clone;
    private readonly LocalEndpoint endpoint;

    private OwnEngine(TestClone clone, LocalEndpoint endpoint) => (this.clone, this.endpoint) = (clone, endpoint);

    /// <summary>The engine.</summary>
    public LocalEndpoint Endpoint => endpoint;

    /// <summary>Starts one.</summary>
    /// <param name="hasContainerdStore">Whether it keeps images in containerd's store, and can keep layers in a registry.</param>
    public static async Task<OwnEngine> StartAsync(bool hasContainerdStore = false)
    {
        var clone = await TestClone.CreateAsync();
        try
        {
            if (hasContainerdStore)
                await clone.WantContainerdStoreAsync();
            return new OwnEngine(clone, await clone.SetUpAsync());
        }
        catch
        {
            await clone.DisposeAsync();
            throw;
        }
    }

    /// <summary>What a job's environment has to know of its engine, which is empty now.</summary>
    public async Task<IReadOnlyDictionary<string, string>> EmptyAsync()
    {
        await clone.DockerAsync(endpoint, "system", "prune", "--all", "--force", "--volumes");
        (await clone.DockerAsync(endpoint, "images", "--quiet")).ShouldBe("");
        return endpoint.Environment.Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => pair.Value!);
    }

    public ValueTask DisposeAsync() => clone.DisposeAsync();
}
