using System.Collections.Concurrent;
using KegImages.Registry;

namespace KegImages.Publishing;

/// <summary>Reads family records from their manifests, a shard that several of them have once.</summary>
/// <param name="registries">The client.</param>
internal sealed class RecordReader(RegistryClient registries)
{
    // Each holds its bytes until it is read.
    private const int AtOnce = 8;

    private readonly ConcurrentDictionary<string, RecordedImage[]> shards = new(StringComparer.Ordinal);

    /// <summary>The record whose manifest this is.</summary>
    /// <param name="place">Where it is from.</param>
    /// <param name="manifest">Its manifest.</param>
    /// <param name="of">The images that are asked for, so that only shards that would have them are read; null for all.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <exception cref="FailedException">It is none, something of it is missing or another one, or the registry does not
    /// answer.</exception>
    public async Task<FamilyRecord> ReadAsync(ImageReference place, RegistryManifest manifest, IReadOnlyCollection<ImageName>? of,
        CancellationToken cancellationToken)
    {
        if (manifest.ArtifactType != FamilyRecordStore.ArtifactType || manifest.Layers is not [var layer, ..])
            throw new UnreadableRecordException(
                $"{place} is not a family record: its type is '{manifest.ArtifactType ?? manifest.Descriptor.MediaType}'");
        var name = $"the family record {place}";
        ReadOnlyMemory<byte> json = layer.Data is { } data && Digest.Of(data) == layer.Digest ? data
            : await registries.GetBlobAsync(place, layer.Digest, cancellationToken)
                ?? throw new UnreadableRecordException($"{place}: its content {layer.Digest.Abbreviated} is missing in the registry");
        var record = Array.FindAll(manifest.Layers, one => one.MediaType == RecordShard.MediaType) is { Length: > 0 } layers
            ? await ReadAsync(place, RecordIndex.Read(json.Span, layers.Length, name), layers, of, cancellationToken)
            : FamilyRecordJson.Read(json.Span, name);
        return record with { ReadFrom = manifest.Descriptor.Digest };
    }

    private async Task<FamilyRecord> ReadAsync(ImageReference place, RecordIndex index, DescriptorDocument[] layers,
        IReadOnlyCollection<ImageName>? of, CancellationToken cancellationToken)
    {
        ThrowIfTooLarge(place, layers);
        var only = of is null ? null : ReadShards.Of(of, index.Shards);
        var read = new RecordedImage[layers.Length][];
        await Parallel.ForEachAsync(Enumerable.Range(0, layers.Length).Where(shard => only?.Has(shard) ?? true),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (shard, token) => read[shard] = await ShardAsync(place, layers[shard], shard, layers.Length, token));
        var images = read.Where(shard => shard is not null).SelectMany(shard => shard).ToImmutableArray();
        if (only is null && images.Length != index.Images)
            throw new OutsideDocument($"the family record {place}").Unreadable("$.images",
                $"it names {index.Images} images, and its shards have {images.Length}");
        return index.Record with { Images = images, Only = only };
    }

    private async Task<RecordedImage[]> ShardAsync(ImageReference place, DescriptorDocument layer, int shard, int count,
        CancellationToken cancellationToken)
    {
        var key = $"{place.Locator}@{layer.Digest} {shard} {count}";
        if (shards.TryGetValue(key, out var known))
            return known;
        var name = $"shard {shard + 1} of {count} of the family record {place}";
        var json = await registries.GetBlobAsync(place, layer.Digest, cancellationToken)
            ?? throw new UnreadableRecordException($"{name}: its content {layer.Digest.Abbreviated} is missing in the registry");
        if (json.Length != layer.Size)
            throw new UnreadableRecordException($"{name}: its manifest says {layer.Size} bytes, and it has {json.Length}");
        return shards[key] = RecordShard.Read(json.Span, shard, count, name);
    }

    // What a manifest says costs nothing to say: it is held against the bounds before anything of that size is asked for.
    private static void ThrowIfTooLarge(ImageReference place, DescriptorDocument[] layers)
    {
        var together = 0L;
        for (var i = 0; i < layers.Length; i++)
        {
            together += layers[i].Size;
            if (layers[i].Size > RecordShard.Largest || together > RecordShard.LargestTogether)
                throw new OutsideDocument($"the manifest of {place}").Unreadable($"$.layers[{i + 1}].size",
                    layers[i].Size > RecordShard.Largest ? $"a shard has at most {RecordShard.Largest} bytes"
                        : $"the shards have at most {RecordShard.LargestTogether} bytes together");
        }
    }
}
