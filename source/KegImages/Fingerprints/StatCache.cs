using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace KegImages.Fingerprints;

/// <summary>
/// The SHA-256 of a context's files as they were read before, each bound to its file's stamp: a stamp that differs in anything is a file to be
/// read again. A cache that is damaged, cut off or of another version is an empty one.
/// </summary>
internal sealed class StatCache
{
    private const string Header = "keg-stat-cache/1";

    // As git does with its index: a file changed in the very moment of reading could keep its stamp, so what is younger than this is not kept.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    private readonly string path;
    private readonly ImmutableDictionary<string, Entry> known;
    private readonly ConcurrentDictionary<string, Entry> next = new(StringComparer.Ordinal);
    private int misses;

    private StatCache(string path, ImmutableDictionary<string, Entry> known) => (this.path, this.known) = (path, known);

    /// <summary>The cache of one context under one set of rules; empty at first.</summary>
    /// <param name="folder">The folder that holds caches.</param>
    /// <param name="key">What tells this cache from others.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<StatCache> OpenAsync(string folder, string key, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..32]);
        try
        {
            return new StatCache(path, Read(await File.ReadAllTextAsync(path, cancellationToken)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new StatCache(path, Empty);
        }
    }

    /// <summary>The digest of a file that has not changed since it was read; false when it has to be read.</summary>
    public bool TryGet(string file, FileStamp stamp, [NotNullWhen(true)] out string? sha256)
    {
        sha256 = known.TryGetValue(file, out var entry) && entry.Stamp == stamp ? entry.Sha256 : null;
        if (sha256 is not null)
            next[file] = entry;
        return sha256 is not null;
    }

    /// <summary>Keeps a digest that was just read, when the file's stamp was the same before and after and is old enough to be told from a later one.</summary>
    public void Keep(string file, FileStamp before, FileStamp after, string sha256, DateTimeOffset startOfReading)
    {
        Interlocked.Increment(ref misses);
        var limit = (startOfReading - Settled - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
        if (before == after && before.Modified < limit && before.Changed < limit)
            next[file] = new Entry(before, sha256);
    }

    /// <summary>Writes the cache when it says anything new. A folder that cannot be written to leaves it unwritten: the next look is slower, nothing else.</summary>
    public async Task SaveAsync(CancellationToken cancellationToken)
    {
        if (misses == 0 && next.Count == known.Count)
            return;
        var text = new StringBuilder(Header).Append('\n');
        foreach (var (file, (stamp, sha256)) in next.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"{stamp.Size} {stamp.Modified} {stamp.Changed} {stamp.Inode} {stamp.Device} {sha256} {ManifestText.Escape(file)}\n");
        text.Append(Checksum(text.ToString()));
        var unfinished = $"{path}.{Guid.NewGuid():N}";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(unfinished, text.ToString(), cancellationToken);
            File.Move(unfinished, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The digests were told already; only remembering them failed.
        }
        finally
        {
            // Still there only when the writing was cut short.
            if (File.Exists(unfinished))
                File.Delete(unfinished);
        }
    }

    private static ImmutableDictionary<string, Entry> Empty { get; } = ImmutableDictionary.Create<string, Entry>(StringComparer.Ordinal);

    private static ImmutableDictionary<string, Entry> Read(string text)
    {
        var end = text.LastIndexOf('\n') + 1;
        if (!text.StartsWith(Header + "\n", StringComparison.Ordinal) || text[end..] != Checksum(text[..end]))
            return Empty;
        return text[..(end - 1)].Split('\n').Skip(1).Select(line => line.Split(' ')).ToImmutableDictionary(
            fields => ManifestText.Unescape(fields[6])!,
            fields => new Entry(new FileStamp(Number(fields[0]), Number(fields[1]), Number(fields[2]), Number(fields[3]), Number(fields[4])), fields[5]),
            StringComparer.Ordinal);
    }

    private static string Checksum(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static long Number(string field) => long.Parse(field, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private readonly record struct Entry(FileStamp Stamp, string Sha256);
}
