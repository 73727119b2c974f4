using System.Buffers;
using System.Security.Cryptography;
using KegImages.Fingerprints;
using KegImages.Ignore;

namespace KegImages.Contexts;

/// <summary>Reads build contexts as BuildKit sees them: after the ignore file, with modes and links, without times and owners.</summary>
internal sealed class ContextReader
{
    private const int BufferBytes = 128 * 1024;
    private static readonly string OfNothing = Convert.ToHexStringLower(SHA256.HashData([]));

    private readonly Lazy<Task<StatCache>>? cache;
    private readonly TimeProvider clock;

    public ContextReader(string? cacheFolder = null, TimeProvider? clock = null) =>
        (cache, this.clock) = (cacheFolder is null ? null : new(() => StatCache.OpenAsync(cacheFolder, CancellationToken.None)), clock
            ?? TimeProvider.System);

    /// <exception cref="WrongUseException">There is no such folder, or it has pipes, sockets or devices that no rule ignores.</exception>
    /// <exception cref="FailedException">Something in it cannot be read.</exception>
    public async Task<ContextListing> ReadAsync(string contextPath, DockerIgnore ignore, ContextScope scope,
        CancellationToken cancellationToken)
    {
        if (scope.IsNothing)
            return ContextListing.Empty;
        if (!Directory.Exists(contextPath))
            throw new WrongUseException($"there is no folder '{contextPath}' to build from");

        var walked = await Task.Run(() => new ContextWalk(contextPath, ignore, cancellationToken).Run(), cancellationToken);
        var found = scope.Within(walked, entry => entry.Path, entry => entry.Status.Type == FileKind.Link);
        var remembered = cache is null ? null : (await cache.Value).Of(Key(contextPath, ignore, scope));
        var entries = new ContextEntry[found.Count];
        var unread = new List<int>();
        for (var i = 0; i < found.Count; i++)
        {
            var (path, status) = found[i];
            if (status.Type == FileKind.Folder)
                entries[i] = new ContextFolder(path, status.Mode);
            else if (status.Type == FileKind.Link)
                entries[i] = new ContextLink(path, Target(contextPath, path));
            else if (ignore.Withholds(path))
                entries[i] = new ContextFile(path, status.Mode, OfNothing);
            else if (status.Stamp is { } stamp && remembered is not null && remembered.TryGet(path, stamp, out var sha256))
                entries[i] = new ContextFile(path, status.Mode, sha256);
            else
                unread.Add(i);
        }

        if (unread.Count > 0)
        {
            await Parallel.ForEachAsync(unread, Parallelism(cancellationToken), async (i, token) =>
                entries[i] = new ContextFile(found[i].Path, found[i].Status.Mode,
                    await HashAsync(contextPath, found[i], remembered, token)));
        }

        return new ContextListing(entries);
    }

    public async Task RememberAsync(CancellationToken cancellationToken)
    {
        if (cache is { IsValueCreated: true })
            await (await cache.Value).SaveAsync(clock.GetUtcNow(), cancellationToken);
    }

    private async Task<string> HashAsync(string root, ContextWalk.Found file, StatSection? remembered, CancellationToken cancellationToken)
    {
        var start = clock.GetUtcNow();
        var path = Path.Combine(root, file.Path);
        var sha256 = await HashAsync(path, cancellationToken);
        if (remembered is not null && file.Status.Stamp is { } before && FileStatus.Of(path).Stamp is { } after)
            remembered.Keep(file.Path, before, after, sha256, start);
        return sha256;
    }

    private static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete,
                FileOptions.SequentialScan);
            for (var (offset, read) = (0L, -1); read != 0; offset += read)
            {
                read = await RandomAccess.ReadAsync(handle, buffer.AsMemory(0, BufferBytes), offset, cancellationToken);
                hash.AppendData(buffer, 0, read);
            }

            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FailedException($"'{path}' cannot be read: {exception.Message}", exception);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Windows writes a link's target with its own separator, which BuildKit turns round.
    private static string Target(string root, string path)
    {
        var target = new FileInfo(Path.Combine(root, path)).LinkTarget
            ?? throw new FailedException($"'{path}' in '{root}' is a link no longer: it changed while it was read");
        return OperatingSystem.IsWindows() ? target.Replace('\\', '/') : target;
    }

    private static string Key(string contextPath, DockerIgnore ignore, ContextScope scope) =>
        string.Join('\n', [Path.GetFullPath(contextPath), scope.ToString(), .. ignore.Patterns]);

    private static ParallelOptions Parallelism(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
}
