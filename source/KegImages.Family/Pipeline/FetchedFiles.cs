using System.Collections.Concurrent;
using KegImages.Dockerfiles;
using KegImages.LockedPlans;

namespace KegImages.Pipeline;

/// <summary>
/// What the Dockerfiles of a plan fetch from elsewhere, as it is there: read once for the plan, and again when an image is built.
/// </summary>
internal sealed class FetchedFiles(RemoteInputs remotes)
{
    // What a second look has to look at again.
    private readonly ConcurrentDictionary<ImageName, IReadOnlyList<RemoteSource>> sources = [];

    /// <summary>The plan that has read them already: then nobody is asked before an image is built; null where none has.</summary>
    public LockedPlan? Plan { get; init; }

    public async Task<Dictionary<ImageName, ImmutableSortedDictionary<string, RemoteIdentity>>> ReadAsync(ImmutableArray<Image> images,
        Task<string> builds, Task<Dictionary<ImageReference, OutsideParent>> parents, CancellationToken cancellationToken)
    {
        await Task.WhenAll(builds, parents);
        var uses = new ContextScopes(images.ToDictionary(image => image.Name), await parents);
        foreach (var image in images)
        {
            if (uses.RemotesOf(image, ReadInputs.PlatformsOf(image, await builds), await builds) is { IsEmpty: false } remote)
                sources[image.Name] = remote;
        }

        var reading = images.Where(image => sources.ContainsKey(image.Name))
            .ToDictionary(image => image.Name,
                image => Plan?.Find(image.Name) is { } planned ? Task.FromResult(planned.Remotes.WithComparers(StringComparer.Ordinal))
                    : remotes.ReadAsync(image.Name, sources[image.Name], isAgain: false, cancellationToken));
        await Gathering.AllAsync(reading.Values);
        var found = new Dictionary<ImageName, ImmutableSortedDictionary<string, RemoteIdentity>>();
        foreach (var (name, identities) in reading)
            found[name] = await identities;
        return found;
    }

    public Task<ImmutableSortedDictionary<string, RemoteIdentity>> ReadAgainAsync(ImageName image, CancellationToken cancellationToken) =>
        remotes.ReadAsync(image, sources.GetValueOrDefault(image) ?? [], isAgain: true, cancellationToken);
}
