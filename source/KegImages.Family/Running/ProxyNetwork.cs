using KegImages.Engines;
namespace KegImages.Running;

/// <summary>The networks that starts made for keg-proxy; one that was there before is nobody's business here.</summary>
internal sealed class ProxyNetwork(Engine engine)
{
    /// <summary>Removes those that nothing uses any more; returns their names.</summary>
    public async Task<ImmutableArray<string>> RemoveUnusedAsync(CancellationToken cancellationToken)
    {
        var removed = ImmutableArray.CreateBuilder<string>();
        foreach (var name in await engine.Networks.ListAsync(TapLabels.MadeNetwork, TapLabels.Made, cancellationToken))
        {
            // The engine itself refuses to remove a network that a running container is on.
            if (!await engine.Containers.AnyOnAsync(name, cancellationToken) && await engine.Networks.RemoveAsync(name, cancellationToken))
                removed.Add(name);
        }

        return removed.ToImmutable();
    }
}
