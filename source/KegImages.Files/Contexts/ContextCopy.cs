using KegImages.Fingerprints;
using KegImages.Ignore;

namespace KegImages.Contexts;

/// <summary>A copy of what a build sees of a folder: files with their modes and times, folders and links.</summary>
internal static class ContextCopy
{
    /// <exception cref="WrongUseException">It has pipes, sockets or devices that no rule ignores.</exception>
    /// <exception cref="FailedException">Something in it cannot be read.</exception>
    public static void Make(string from, DockerIgnore ignore, string to, CancellationToken cancellationToken)
    {
        var found = new ContextWalk(from, ignore, cancellationToken).Run();
        var folders = found.Where(entry => entry.Status.Type == FileKind.Folder).OrderBy(entry => entry.Path, StringComparer.Ordinal)
            .ToList();
        Directory.CreateDirectory(to);
        foreach (var folder in folders)
            Directory.CreateDirectory(Path.Combine(to, folder.Path));
        try
        {
            foreach (var entry in found.Where(entry => entry.Status.Type != FileKind.Folder))
            {
                cancellationToken.ThrowIfCancellationRequested();
                Copy(entry, Path.Combine(from, entry.Path), Path.Combine(to, entry.Path));
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FailedException($"the context '{from}' cannot be read: {exception.Message}", exception);
        }

        // Modes and times come last: a folder that may not be written to, or that something is put into, would lose them.
        foreach (var folder in Enumerable.Reverse(folders))
        {
            var copy = Path.Combine(to, folder.Path);
            Directory.SetLastWriteTimeUtc(copy, Directory.GetLastWriteTimeUtc(Path.Combine(from, folder.Path)));
            SetMode(copy, folder.Status.Mode);
        }
    }

    public static void Remove(string folder)
    {
        if (!OperatingSystem.IsWindows())
        {
            var all = new EnumerationOptions { RecurseSubdirectories = false, AttributesToSkip = 0 };
            var open = new Stack<string>([folder]);
            while (open.TryPop(out var next))
            {
                File.SetUnixFileMode(next, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                foreach (var below in Directory.EnumerateDirectories(next, "*", all)
                    .Where(below => new DirectoryInfo(below).LinkTarget is null))
                    open.Push(below);
            }
        }

        Directory.Delete(folder, recursive: true);
    }

    private static void Copy(ContextWalk.Found entry, string from, string to)
    {
        if (entry.Status.Type == FileKind.Link)
        {
            File.CreateSymbolicLink(to, new FileInfo(from).LinkTarget ?? throw new IOException($"'{entry.Path}' is a link no longer"));
            return;
        }

        File.Copy(from, to);
        SetMode(to, entry.Status.Mode);
        File.SetLastWriteTimeUtc(to, File.GetLastWriteTimeUtc(from));
    }

    private static void SetMode(string path, int mode)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, (UnixFileMode)mode);
    }
}
