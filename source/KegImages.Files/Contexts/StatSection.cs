using System.Buffers.Text;
using KegImages.Fingerprints;

namespace KegImages.Contexts;

/// <summary>
/// The SHA-256 of one context's files as they were read before, each bound to its file's stamp: a stamp that differs in anything is a file
/// to be read again. What was stored stays as it was stored, a line a file, and is read where it is looked for: of ten thousand contexts
/// it is more than all else that a plan holds.
/// </summary>
internal sealed class StatSection
{
    private const int Fields = 5;

    // As git does with its index: a file changed in the very moment of reading could keep its stamp, so what is younger than this is not
    // kept.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    private readonly ReadOnlyMemory<byte> stored;
    private readonly Range[] lines;
    private readonly bool[] wasSeen;
    private readonly Dictionary<string, Kept> news = new(StringComparer.Ordinal);
    private readonly Lock reading = new();
    private bool hasMisses;

    /// <summary>A section as it was stored: its lines in the order of their files' names.</summary>
    public StatSection(ReadOnlyMemory<byte> stored)
    {
        this.stored = stored;
        lines = [.. LinesOf(stored.Span)];
        wasSeen = new bool[lines.Length];
    }

    public bool HasNews
    {
        get
        {
            lock (reading)
                return hasMisses || wasSeen.AsSpan().Contains(false);
        }
    }

    /// <summary>The digest of a file that has not changed since it was read; false when it has to be read.</summary>
    public bool TryGet(string file, FileStamp stamp, [NotNullWhen(true)] out string? sha256)
    {
        var name = ManifestText.Escape(file);
        lock (reading)
        {
            if (news.TryGetValue(name, out var kept))
            {
                sha256 = kept.Stamp == stamp ? kept.Sha256 : null;
            }
            else if (Find(name) is >= 0 and var found && StampOf(Line(found), out var rest) == stamp)
            {
                sha256 = Encoding.ASCII.GetString(rest[..rest.IndexOf((byte)' ')]);
                wasSeen[found] = true;
            }
            else
            {
                sha256 = null;
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
                news[ManifestText.Escape(file)] = new Kept(before, sha256);
        }
    }

    /// <summary>A line a file that was seen: its stamp, its digest, its name; by their names.</summary>
    public ReadOnlyMemory<byte> ToStore()
    {
        lock (reading)
        {
            if (!HasNews)
                return stored;
            var seen = news.ToDictionary(entry => entry.Key, entry => Written(entry.Key, entry.Value), StringComparer.Ordinal);
            for (var i = 0; i < lines.Length; i++)
            {
                if (wasSeen[i])
                    seen.TryAdd(Encoding.ASCII.GetString(NameOf(Line(i))), Encoding.ASCII.GetString(Line(i)));
            }

            return Encoding.ASCII.GetBytes(string.Concat(
                seen.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Value}\n")));
        }
    }

    private static string Written(string name, Kept kept)
    {
        var stamp = kept.Stamp;
        return string.Create(CultureInfo.InvariantCulture,
            $"{stamp.Size} {stamp.Modified} {stamp.Changed} {stamp.Inode} {stamp.Device} {kept.Sha256} {name}");
    }

    private static List<Range> LinesOf(ReadOnlySpan<byte> text)
    {
        var lines = new List<Range>();
        for (var begin = 0; begin < text.Length;)
        {
            var length = text[begin..].IndexOf((byte)'\n') is >= 0 and var end ? end : text.Length - begin;
            if (length > 0)
                lines.Add(begin..(begin + length));
            begin += length + 1;
        }

        return lines;
    }

    private ReadOnlySpan<byte> Line(int number) => stored.Span[lines[number]];

    private int Find(string name)
    {
        var (low, high) = (0, lines.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = Compare(NameOf(Line(middle)), name);
            if (order == 0)
                return middle;
            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return -1;
    }

    // Names are ASCII as they are stored.
    private static int Compare(ReadOnlySpan<byte> one, string other)
    {
        for (var i = 0; i < one.Length && i < other.Length; i++)
        {
            if (one[i] != other[i])
                return one[i] - other[i];
        }

        return one.Length - other.Length;
    }

    private static ReadOnlySpan<byte> NameOf(ReadOnlySpan<byte> line) => line[(line.LastIndexOf((byte)' ') + 1)..];

    private static FileStamp StampOf(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> rest)
    {
        Span<long> numbers = stackalloc long[Fields];
        rest = line;
        for (var i = 0; i < Fields; i++)
        {
            if (!Utf8Parser.TryParse(rest, out numbers[i], out var length))
                throw new FormatException("a stamp of five numbers was stored");
            rest = rest[(length + 1)..];
        }

        return new FileStamp(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
    }

    private sealed record Kept(FileStamp Stamp, string Sha256);
}
