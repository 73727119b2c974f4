using System.Collections.Immutable;
using System.Formats.Tar;
using System.Security.Cryptography;
using KegImages.EngineTests.Engine;

namespace KegImages.EngineTests.Fingerprints;

/// <summary>Asks BuildKit itself what a build sees: copies contexts whole and lists what arrived.</summary>
internal sealed class Arrivals(EngineFixture engine)
{
    /// <summary>
    /// What arrived, one line an entry (<c>path type mode content-or-target</c>), below one folder for each context; null when BuildKit
    /// refused the build.
    /// </summary>
    public async Task<(ImmutableSortedSet<string>? Lines, string Error)> OfAsync(string folder, IReadOnlyList<string> arguments)
    {
        var tar = Path.Combine(folder, $"{Guid.NewGuid():N}.tar");
        var result = await engine.TryDockerAsync(["buildx", "build", "--progress=plain", $"--output=type=tar,dest={tar}", .. arguments]);
        if (result.ExitCode != 0)
            return (null, result.StandardError);
        var entries = new SortedDictionary<string, string>(StringComparer.Ordinal);
        await using var stream = File.OpenRead(tar);
        await using var reader = new TarReader(stream);
        while (await reader.GetNextEntryAsync() is { } entry)
        {
            entries[entry.Name.TrimEnd('/')] = entry.EntryType switch
            {
                TarEntryType.Directory => $"folder {Octal(entry)}",
                TarEntryType.SymbolicLink => $"link {entry.LinkName}",
                TarEntryType.HardLink => entries[entry.LinkName],
                TarEntryType.RegularFile or TarEntryType.V7RegularFile => $"file {Octal(entry)} {Hash(entry)}",
                _ => $"{entry.EntryType}",
            };
        }

        return ([.. entries.Select(pair => $"{pair.Key} {pair.Value}")], result.StandardError);
    }

    private static string Octal(TarEntry entry) => Convert.ToString((int)entry.Mode, 8).PadLeft(4, '0');

    private static string Hash(TarEntry entry) =>
        Convert.ToHexStringLower(entry.DataStream is { } data ? SHA256.HashData(data) : SHA256.HashData([]));
}
