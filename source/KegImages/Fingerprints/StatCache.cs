using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace KegImages.Fingerprints;

/// <summary>
/// The SHA-256 of all contexts' files as they were read before, in one file: a thousand contexts would be a thousand files to make and to open.
/// A cache that is damaged, cut off or of another version is an empty one.
/// </summary>
internal sealed class StatCache
{
    private const string FileName = "files";
    private const string Header = "keg-stat-cache/2";
    private const char SectionMark = '=';

    // A context that nobody read for so long is gone, or of another branch that is not looked at.
    private const int DaysKept = 30;

    private readonly string path;
    private readonly Dictionary<string, (int Day, string Text)> stored;
    private readonly ConcurrentDictionary<string, StatSection> read = new(StringComparer.Ordinal);

    private StatCache(string path, Dictionary<string, (int Day, string Text)> stored) => (this.path, this.stored) = (path, stored);

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

    /// <summary>What is remembered of one context under one set of rules.</summary>
    /// <param name="key">What tells it from others.</param>
    public StatSection Of(string key)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..32];
        return read.GetOrAdd(name, _ => new StatSection(stored.GetValueOrDefault(name).Text ?? ""));
    }

    /// <summary>Writes the cache when it says anything new. A folder that cannot be written to leaves it unwritten: the next look is slower, nothing else.</summary>
    public async Task SaveAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (read.Values.All(section => !section.HasNews))
            return;
        var today = (int)(now - DateTimeOffset.UnixEpoch).TotalDays;
        foreach (var (name, section) in read)
            stored[name] = (today, section.ToString());
        var text = new StringBuilder(Header).Append('\n');
        foreach (var (name, section) in stored.Where(section => today - section.Value.Day <= DaysKept).OrderBy(section => section.Key, StringComparer.Ordinal))
            text.Append(SectionMark).Append(name).Append(' ').Append(section.Day).Append('\n').Append(section.Text);
        var body = Encoding.UTF8.GetBytes(text.ToString());
        await WriteAsync([.. body, .. Checksum(body)], cancellationToken);
    }

    private async Task WriteAsync(byte[] bytes, CancellationToken cancellationToken)
    {
        var unfinished = $"{path}.{Guid.NewGuid():N}";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllBytesAsync(unfinished, bytes, cancellationToken);
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

    private static Dictionary<string, (int Day, string Text)> Read(byte[] bytes)
    {
        var sections = new Dictionary<string, (int Day, string Text)>(StringComparer.Ordinal);
        var end = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
        if (!bytes.AsSpan(end).SequenceEqual(Checksum(bytes.AsSpan(0, end))))
            return sections;
        var text = Encoding.UTF8.GetString(bytes, 0, end);
        if (!text.StartsWith($"{Header}\n", StringComparison.Ordinal))
            return sections;
        for (var start = text.IndexOf('\n', StringComparison.Ordinal) + 1; start < text.Length;)
        {
            var line = text.IndexOf('\n', start);
            var next = text.IndexOf($"\n{SectionMark}", line, StringComparison.Ordinal) is > 0 and var found ? found + 1 : text.Length;
            var head = text[(start + 1)..line].Split(' ');
            sections[head[0]] = (int.Parse(head[1], System.Globalization.CultureInfo.InvariantCulture), text[(line + 1)..next]);
            start = next;
        }

        return sections;
    }

    private static byte[] Checksum(ReadOnlySpan<byte> body) => Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(body)));
}
