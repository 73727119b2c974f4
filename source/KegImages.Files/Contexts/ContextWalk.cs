using System.IO.Enumeration;
using KegImages.Fingerprints;
using KegImages.Ignore;

namespace KegImages.Contexts;

/// <summary>Walks a context's folder once, passing by what is ignored, and finds what a build sees of it; contents are not read.</summary>
internal sealed class ContextWalk(string root, DockerIgnore ignore, CancellationToken cancellationToken)
{
    // The order of the listing does not matter, and hidden files are files like others.
    private static readonly EnumerationOptions All = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    private readonly List<Found> found = [];
    private readonly List<Problem> problems = [];

    /// <summary>What there is, in no order.</summary>
    /// <exception cref="WrongUseException">The context has pipes, sockets or devices that no rule ignores: all are named.</exception>
    public IReadOnlyList<Found> Run()
    {
        try
        {
            Walk("", DockerIgnore.Root);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FailedException($"the context '{root}' cannot be read: {exception.Message}", exception);
        }

        WrongUseException.ThrowIfAny(problems);
        return found;
    }

    // Returns whether anything at all was found below, for then the folder itself arrives too.
    private bool Walk(string folder, IgnoreState state)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var any = false;
        foreach (var name in new FileSystemEnumerable<string>(Path.Combine(root, folder),
            (ref FileSystemEntry entry) => entry.FileName.ToString(), All))
        {
            var path = folder.Length == 0 ? name : $"{folder}/{name}";
            any |= Look(path, ignore.Enter(state, path));
        }

        return any;
    }

    private bool Look(string path, IgnoreState state)
    {
        if (ignore.IsClosed(state, path))
            return false;
        FileStatus status;
        try
        {
            status = FileStatus.Of(Path.Combine(root, path));
        }
        catch (FileNotFoundException) when (!path.Contains('\uFFFD', StringComparison.Ordinal))
        {
            // Gone since it was listed: to BuildKit, too, it is not there.
            return false;
        }
        catch (FileNotFoundException)
        {
            problems.Add(new Problem($"'{path}' has a name that is not UTF-8: no build can see it", new SourceLocation(root),
                "Rename it, or have the ignore file name it."));
            return false;
        }

        return status.Type == FileKind.Folder ? LookInto(path, state, status) : !state.IsIgnored && Take(path, status);
    }

    private bool LookInto(string path, IgnoreState state, FileStatus status)
    {
        try
        {
            if (!Walk(path, state) && state.IsIgnored)
                return false;
        }
        catch (DirectoryNotFoundException)
        {
            return false;
        }
        catch (UnauthorizedAccessException) when (state.IsIgnored)
        {
            // BuildKit passes by what it may not look into, too, as long as it is ignored.
            return false;
        }

        found.Add(new Found(path, status));
        return true;
    }

    private bool Take(string path, FileStatus status)
    {
        if (status.Type is FileKind.File or FileKind.Link)
        {
            found.Add(new Found(path, status));
            return true;
        }

        var kind = status.Type.ToString().ToLowerInvariant();
        problems.Add(new Problem($"'{path}' is a {kind}: an image cannot be built from one", new SourceLocation(root),
            "Delete it, or have the ignore file name it."));
        return false;
    }

    internal sealed record Found(string Path, FileStatus Status);
}
