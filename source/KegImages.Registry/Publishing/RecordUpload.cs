using KegImages.Registry;

namespace KegImages.Publishing;

/// <summary>Uploads the shards of a record that its repository does not have.</summary>
/// <param name="registries">The client.</param>
/// <param name="repository">Where.</param>
/// <param name="content">The record.</param>
internal sealed class RecordUpload(RegistryClient registries, ImageReference repository, RecordContent content)
{
    private const int AtOnce = 4;

    /// <summary>Uploads them; what the record before has is not asked for.</summary>
    /// <param name="before">The record before; null where there is none.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <exception cref="FailedException">The registry does not answer, or does not have afterwards what it took.</exception>
    public async Task ShardsAsync(Digest? before, CancellationToken cancellationToken)
    {
        if (content.Shards.Length == 0)
            return;
        var there = await ThereAsync(before, cancellationToken);
        await Parallel.ForEachAsync(content.Shards.Where(shard => !there.Contains(shard.Digest)),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (shard, token) =>
            {
                await registries.PutBlobAsync(repository, shard.Json, token);
                await ReadBack.ThrowUnlessBlobAsync(registries, repository, shard.Digest, token);
            });
    }

    // A registry keeps what a manifest of its names.
    private async Task<HashSet<Digest>> ThereAsync(Digest? before, CancellationToken cancellationToken) => before is null ? []
        : [.. (await registries.GetManifestAsync(repository.At(before), cancellationToken))?.Layers
            .Where(layer => layer.MediaType == RecordShard.MediaType).Select(layer => layer.Digest) ?? []];
}
