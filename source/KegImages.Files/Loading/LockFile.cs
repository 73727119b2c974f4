using KegImages.Locking;

namespace KegImages.Loading;

/// <summary>Reads <c>keg.lock.json</c>.</summary>
internal static class LockFile
{
    /// <summary>Reads the file of a folder; null when there is none. Throws <see cref="WrongUseException"/> when it is wrong.</summary>
    public static async Task<KegLock?> ReadAsync(string root, CancellationToken cancellationToken)
    {
        var path = Path.Combine(root, KegLock.FileName);
        return File.Exists(path) ? KegLock.Parse(await File.ReadAllTextAsync(path, cancellationToken)) : null;
    }
}
