using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using KegImages.ReliabilityTests.Checking;

namespace KegImages.ReliabilityTests.Secrets;

/// <summary>Looks for planted secrets wherever a run leaves anything.</summary>
internal sealed class SecretSearch(ImmutableArray<Planted> planted)
{
    private readonly List<string> leaks = [];
    // Images share layers, and a layer does not change.
    private readonly HashSet<string> seen = [];

    /// <summary>Where a secret was found, one line each.</summary>
    public IReadOnlyList<string> Leaks => leaks;

    /// <summary>How many places were looked at.</summary>
    public int Searched { get; private set; }

    public void In(string where, string text) => In(where, Encoding.UTF8.GetBytes(text));

    public void In(string where, ReadOnlySpan<byte> bytes)
    {
        Searched++;
        foreach (var secret in planted)
        {
            if (secret.IsIn(bytes))
                leaks.Add($"{secret.Name} stands in {where}");
        }
    }

    /// <summary>Every file of a folder, and its name.</summary>
    public void InFolder(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*",
            new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }))
        {
            In(Path.GetRelativePath(folder, file), File.ReadAllBytes(file));
            In("a file's name", file);
        }
    }

    /// <summary>Every manifest, configuration, layer and record that a tag of the namespace names.</summary>
    public async Task InRegistryAsync(PlainRegistry registry)
    {
        foreach (var (name, digest) in (await registry.LookAsync()).Names)
        {
            var repository = name.Split(':')[0];
            var manifest = (await registry.ManifestAsync(repository, digest))!;
            In($"the manifest of {name}", manifest.Bytes);
            foreach (var part in manifest.Json["layers"]!.AsArray().Prepend(manifest.Json["config"]))
            {
                if (!seen.Add((string)part!["digest"]!))
                    continue;
                var blob = await registry.BlobAsync(repository, (string)part["digest"]!);
                In($"{name}, {part["mediaType"]}", blob);
                if (blob is [0x1f, 0x8b, ..])
                    In($"{name}, {part["mediaType"]}, unpacked", Unpacked(blob));
            }
        }
    }

    private static byte[] Unpacked(byte[] blob)
    {
        using var packed = new GZipStream(new MemoryStream(blob), CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        packed.CopyTo(unpacked);
        return unpacked.ToArray();
    }
}
