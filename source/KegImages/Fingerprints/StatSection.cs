using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace KegImages.Fingerprints;

/// <summary>
/// The SHA-256 of one context's files as they were read before, each bound to its file's stamp: a stamp that differs in anything is a file to be
/// read again.
/// </summary>
internal sealed class StatSection
{
    // As git does with its index: a file changed in the very moment of reading could keep its stamp, so what is younger than this is not kept.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, Entry> known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Entry> next = new(StringComparer.Ordinal);
    private int misses;

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public StatSection(string lines)
    {
        foreach (var line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var fields = line.Split(' ');
            var stamp = new FileStamp(Number(fields[0]), Number(fields[1]), Number(fields[2]), Number(fields[3]), Number(fields[4]));
            known[ManifestText.Unescape(fields[6])!] = new Entry(stamp, fields[5]);
        }
    }

    /// <summary>Whether it says something else than what it was read from.</summary>
    public bool HasNews => misses > 0 || next.Count != known.Count;

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

    /// <summary>A line a file: its stamp, its digest, its path.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (file, (stamp, sha256)) in next.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"{stamp.Size} {stamp.Modified} {stamp.Changed} {stamp.Inode} {stamp.Device} {sha256} {ManifestText.Escape(file)}\n");
        return text.ToString();
    }

    private static long Number(string field) => long.Parse(field, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private readonly record struct Entry(FileStamp Stamp, string Sha256);
}
