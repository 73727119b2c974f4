using KegImages.Contexts;

namespace KegImages.LocalEngine;

/// <summary>Lets one run at a time change a clone's local profile. The kernel frees it when its holder dies, however that comes.</summary>
internal sealed class LocalLock : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly FileStream _file;

    private LocalLock(FileStream file) => _file = file;

    /// <summary>Takes the lock, waiting for its holder; says once that it waits.</summary>
    public static async Task<LocalLock> TakeAsync(LocalPaths paths, Action<string> say, CancellationToken cancellationToken)
    {
        OwnFolders.Make(Path.GetDirectoryName(paths.Lock)!);
        for (var first = true; ; first = false)
        {
            try
            {
                return new LocalLock(new FileStream(paths.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException) when (File.Exists(paths.Lock))
            {
                if (first)
                    say("another run sets the local profile up or takes it down: waiting for it");
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }

    public void Dispose() => _file.Dispose();
}
