using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace KegImages.Contexts;

/// <summary>The SHA-256 of all contexts' files as they were read before, in one file: a thousand contexts would be a thousand files to make
/// and to open. A cache that is damaged, cut off or of another version is an empty one.</summary>
internal sealed class StatCache
{
    private const string FileName = "files";
    private const string Header = "keg-stat-cache/3";
    private const char SectionMark = '=';
    private const int BufferBytes = 64 * 1024;

    // A context that nobody read for so long is gone, or of another branch that is not looked at.
    private const int DaysKept = 30;

    private readonly string path;
    private readonly Dictionary<string, StoredSection> stored;
    private readonly ConcurrentDictionary<string, StatSection> read = new(StringComparer.Ordinal);

    private StatCache(string path, Dictionary<string, StoredSection> stored) => (this.path, this.stored) = (path, stored);

    /// <summary>The cache in a folder; empty at first.</summary>
    public static async Task<StatCache> OpenAsync(string folder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            return new StatCache(path, Read(await File.ReadAllBytesAsync(path, cancellationToken)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new StatCache(path, []);
        }
    }

    public StatSection Of(string key)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..32];
        return read.GetOrAdd(name,
            _ => new StatSection(stored.TryGetValue(name, out var section) ? section.Lines : ReadOnlyMemory<byte>.Empty));
    }

    /// <summary>Writes the cache when it says anything new. A folder that cannot be written to leaves it unwritten: the next look is
    /// slower, nothing else.</summary>
    public async Task SaveAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (read.Values.All(section => !section.HasNews))
            return;
        var today = (int)(now - DateTimeOffset.UnixEpoch).TotalDays;
        var unfinished = $"{path}.{Guid.NewGuid():N}";
        try
        {
            OwnFolders.Make(Path.GetDirectoryName(path)!);
            await WriteAsync(unfinished, today, cancellationToken);
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

    // A section at a time: the whole text of ten thousand contexts would be held several times over.
    private async Task WriteAsync(string unfinished, int today, CancellationToken cancellationToken)
    {
        using var checksum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferBytes,
            useAsync: true);
        await PutAsync(Encoding.UTF8.GetBytes($"{Header}\n"));
        foreach (var name in stored.Where(section => today - section.Value.Day <= DaysKept).Select(section => section.Key).Union(read.Keys)
            .Order(StringComparer.Ordinal))
        {
            var section = read.GetValueOrDefault(name);
            await PutAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
                $"{SectionMark}{name} {(section is null ? stored[name].Day : today)}\n")));
            await PutAsync(section?.ToStore() ?? stored[name].Lines);
        }

        await file.WriteAsync(Ended(checksum.GetHashAndReset()), cancellationToken);

        ValueTask PutAsync(ReadOnlyMemory<byte> bytes)
        {
            checksum.AppendData(bytes.Span);
            return file.WriteAsync(bytes, cancellationToken);
        }
    }

    private static Dictionary<string, StoredSection> Read(ReadOnlyMemory<byte> bytes)
    {
        var sections = new Dictionary<string, StoredSection>(StringComparer.Ordinal);
        var end = bytes.Span.LastIndexOf((byte)'\n') + 1;
        if (!bytes.Span[end..].SequenceEqual(Ended(SHA256.HashData(bytes.Span[..end])))
            || !bytes.Span.StartsWith(Encoding.UTF8.GetBytes($"{Header}\n")))
            return sections;
        for (var rest = bytes[(bytes.Span.IndexOf((byte)'\n') + 1)..end]; !rest.IsEmpty;)
        {
            var line = rest.Span.IndexOf((byte)'\n');
            var next = rest.Span[line..].IndexOf([(byte)'\n', (byte)SectionMark]) is >= 0 and var found ? line + found + 1 : rest.Length;
            var head = Encoding.UTF8.GetString(rest.Span[1..line]).Split(' ');
            sections[head[0]] = new StoredSection(int.Parse(head[1], CultureInfo.InvariantCulture), rest[(line + 1)..next]);
            rest = rest[next..];
        }

        return sections;
    }

    private static byte[] Ended(byte[] sha256) => Encoding.ASCII.GetBytes(Convert.ToHexStringLower(sha256));

    private sealed record StoredSection(int Day, ReadOnlyMemory<byte> Lines);
}
