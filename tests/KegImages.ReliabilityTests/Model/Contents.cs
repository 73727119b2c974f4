using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Formats.Tar;
using System.IO.Compression;
using KegImages.ReliabilityTests.Checking;

namespace KegImages.ReliabilityTests.Model;

/// <summary>What images hold, file by file, read out of their layers: neither labels nor the product are asked.</summary>
internal sealed class Contents(PlainRegistry registry)
{
    private readonly ConcurrentDictionary<string, ImmutableSortedDictionary<string, string>> known = [];

    /// <summary>The texts of an image's files, its parents' among them.</summary>
    public async Task<ImmutableSortedDictionary<string, string>> OfAsync(string repository, string digest)
    {
        if (known.TryGetValue(digest, out var found))
            return found;
        var files = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var manifest = await registry.ManifestAsync(repository, digest)
            ?? throw new InvalidOperationException($"{repository}@{digest} is gone");
        foreach (var layer in manifest.Json["layers"]!.AsArray())
            await AddAsync(files, await registry.BlobAsync(repository, (string)layer!["digest"]!));
        return known[digest] = files.ToImmutable();
    }

    private static async Task AddAsync(ImmutableSortedDictionary<string, string>.Builder files, byte[] layer)
    {
        await using var unpacked = new GZipStream(new MemoryStream(layer), CompressionMode.Decompress);
        await using var tar = new TarReader(unpacked);
        while (await tar.GetNextEntryAsync() is { } entry)
        {
            if (entry.DataStream is null)
                continue;
            using var reader = new StreamReader(entry.DataStream);
            files[entry.Name.TrimStart('/')] = await reader.ReadToEndAsync();
        }
    }
}
