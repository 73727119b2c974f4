using KegImages.Fingerprints;

namespace KegImages.Contexts;

/// <summary>The SHA-256 of one context's files as they were read before, each bound to its file's stamp: a stamp that differs in anything
/// is a file to be read again.</summary>
internal sealed class StatSection
{
    // As git does with its index: a file changed in the very moment of reading could keep its stamp, so what is younger than this is not
    // kept.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private readonly Lock reading = new();
    private bool hasMisses;
    private readonly int known;

    public StatSection(ReadOnlySpan<byte> lines)
    {
        foreach (var range in lines.Split((byte)'\n'))
        {
            if (lines[range].IsEmpty)
                continue;
            var fields = Encoding.UTF8.GetString(lines[range]).Split(' ');
            var stamp = new FileStamp(Number(fields[0]), Number(fields[1]), Number(fields[2]), Number(fields[3]), Number(fields[4]));
            entries[ManifestText.Unescape(fields[6])!] = new Entry(stamp, fields[5], WasSeen: false);
        }

        known = entries.Count;
    }

    public bool HasNews
    {
        get
        {
            lock (reading)
                return hasMisses || entries.Values.Count(entry => entry.WasSeen) != known;
        }
    }

    /// <summary>The digest of a file that has not changed since it was read; false when it has to be read.</summary>
    public bool TryGet(string file, FileStamp stamp, [NotNullWhen(true)] out string? sha256)
    {
        lock (reading)
        {
            sha256 = null;
            if (entries.TryGetValue(file, out var entry) && entry.Stamp == stamp)
            {
                sha256 = entry.Sha256;
                entries[file] = entry with { WasSeen = true };
            }
        }

        return sha256 is not null;
    }

    /// <summary>Keeps a digest that was just read, when the file's stamp was the same before and after and is old enough to be told from a
    /// later one.</summary>
    public void Keep(string file, FileStamp before, FileStamp after, string sha256, DateTimeOffset startOfReading)
    {
        var limit = (startOfReading - Settled - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
        lock (reading)
        {
            hasMisses = true;
            if (before == after && before.Modified < limit && before.Changed < limit)
                entries[file] = new Entry(before, sha256, WasSeen: true);
        }
    }

    /// <summary>Writes a line a file that was seen: its stamp, its digest, its path.</summary>
    public void WriteTo(StringBuilder text)
    {
        lock (reading)
        {
            foreach (var (file, (stamp, sha256, _)) in entries.Where(entry => entry.Value.WasSeen)
                .OrderBy(entry => entry.Key, StringComparer.Ordinal))
                text.Append(CultureInfo.InvariantCulture,
                    $"{stamp.Size} {stamp.Modified} {stamp.Changed} {stamp.Inode} {stamp.Device} {sha256} {ManifestText.Escape(file)}\n");
        }
    }

    private static long Number(string field) => long.Parse(field, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private sealed record Entry(FileStamp Stamp, string Sha256, bool WasSeen);
}
