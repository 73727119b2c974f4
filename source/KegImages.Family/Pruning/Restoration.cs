namespace KegImages.Pruning;

/// <summary>Puts back what a prune removed: the very manifests, under their tags. A tag that names something else by now is left
/// there.</summary>
internal sealed class Restoration(RegistryClient registries, IManifestStore store, Provider provider)
{
    public const string IsThere = "it is there already";

    /// <summary>What would be put back, and what is in the way; nothing is written.</summary>
    /// <returns>Each place with why it is left alone, as a clause, or null.</returns>
    public async Task<ImmutableArray<(RemovedManifest Removed, ImageReference Place,
        string? Reason)>> PlanAsync(ImmutableArray<RemovedManifest> removed, CancellationToken cancellationToken)
    {
        var places = InOrder(removed).SelectMany(entry => PlacesOf(entry).Select(place => (entry, place))).ToImmutableArray();
        var heads = await RepositoryReader.InParallelAsync(places, (pair, token) => registries.HeadAsync(pair.place, token),
            cancellationToken);
        return
        [
            .. places.Zip(heads).Select(pair => (pair.First.entry, pair.First.place, pair.Second switch
            {
                null => null,
                { Digest: var digest } when digest == pair.First.entry.Manifest.Descriptor.Digest => IsThere,
                { Digest: var digest } => $"it names {digest.Abbreviated} by now",
            })),
        ];
    }

    /// <returns>Null when it is there; else why it is not, as a clause.</returns>
    public async Task<string?> PutBackAsync(RemovedManifest removed, ImageReference place, CancellationToken cancellationToken)
    {
        var digest = removed.Manifest.Descriptor.Digest;
        try
        {
            await store.BringBackAsync(place.At(digest), cancellationToken);
            await registries.PutManifestAsync(place, removed.Manifest.Bytes, removed.Manifest.Descriptor.MediaType, cancellationToken);
            return (await registries.HeadAsync(place, cancellationToken))?.Digest == digest ? null
                : "it was put, and the registry has something else there";
        }
        catch (FailedException exception)
        {
            // The others may still be whole.
            return $"its content is gone, or the registry fails: {exception.Message}";
        }
    }

    // What an index lists has to be there before the index.
    private static IEnumerable<RemovedManifest> InOrder(ImmutableArray<RemovedManifest> removed) =>
        removed.OrderBy(entry => entry.Manifest.IsIndex);

    private IEnumerable<ImageReference> PlacesOf(RemovedManifest removed)
    {
        var repository = provider.Of(removed.Image);
        return removed.Tags.IsEmpty ? [repository.At(removed.Manifest.Descriptor.Digest)] : removed.Tags.Select(repository.With);
    }
}
