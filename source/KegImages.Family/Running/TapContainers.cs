using KegImages.Engines;
namespace KegImages.Running;

/// <summary>The containers of taps, as an engine has them.</summary>
internal sealed class TapContainers(Engine engine)
{
    /// <summary>All containers with a label, by project and name.</summary>
    public async Task<ImmutableArray<TapContainer>> FindAsync(string label, string value, CancellationToken cancellationToken) =>
    [
        .. (await engine.Containers.FindAsync(label, value, cancellationToken)).Select(container => new TapContainer(container))
            .OrderBy(container => container.Project, StringComparer.Ordinal)
            .ThenBy(container => container.Name, StringComparer.Ordinal),
    ];
}
