using System.Collections.Concurrent;

namespace KegImages.Contexts;

/// <summary>The folders below the family's root in which this tool itself writes while it plans and builds. They are part of no context,
/// whatever an ignore file says: otherwise each look at an image would change what the image is made of.</summary>
/// <param name="root">The folder that holds <c>keg.yml</c>.</param>
internal sealed class OwnFolders(string root)
{
    public const string Temporary = ".nuke/temp";

    public const string Output = "output";

    /// <summary>Makes one of them, or a folder in it. It ignores itself, so that no repository has to.</summary>
    public static void Make(string folder)
    {
        if (Directory.Exists(folder))
            return;
        Directory.CreateDirectory(folder);
        for (var above = folder; above is not null; above = Path.GetDirectoryName(above))
        {
            var ignore = Path.Combine(above, ".gitignore");
            if (above.Replace('\\', '/').EndsWith($"/{Temporary}", StringComparison.Ordinal) || Path.GetFileName(folder) == Output)
            {
                if (!File.Exists(ignore))
                    File.WriteAllText(ignore, "*\n");
                return;
            }
        }
    }

    private readonly ConcurrentDictionary<string, string> known = new(StringComparer.Ordinal);

    /// <summary>Those that lie in a context, relative to it, with <c>/</c> between their parts; most contexts have none.</summary>
    public ImmutableArray<string> In(string contextPath)
    {
        var context = Real(contextPath);
        var temporary = Path.Combine(Real(root), Temporary);
        var found = new List<string>();
        var around = IsMadeFor(temporary) ? Path.GetDirectoryName(temporary)! : temporary;
        foreach (var folder in new[] { around, temporary, Path.Combine(Real(root), Output) })
        {
            var relative = Path.GetRelativePath(context, folder).Replace('\\', '/');
            if (IsBelow(relative) && !found.Any(above => relative == above || relative.StartsWith(above + "/", StringComparison.Ordinal)))
                found.Add(relative);
        }

        return [.. found];
    }

    // Where there is nothing else in it, the folder around it was made by a first run, or will be.
    private static bool IsMadeFor(string temporary) =>
        Path.GetDirectoryName(temporary) is { } around
            && (!Directory.Exists(around) || Directory.EnumerateFileSystemEntries(around).All(entry => entry == temporary));

    private static bool IsBelow(string relative) =>
        relative != "." && relative != ".." && !relative.StartsWith("../", StringComparison.Ordinal) && !Path.IsPathRooted(relative);

    // A context may be reached through a link. Of ten thousand contexts most have the same folders above them.
    private string Real(string path) => known.GetOrAdd(path, static (path, self) => self.Follow(path), this);

    private string Follow(string path)
    {
        var full = Path.GetFullPath(path);
        if (Path.GetDirectoryName(full) is not { } parent)
            return full;
        var here = Path.Combine(Real(parent), Path.GetFileName(full));
        try
        {
            return Directory.ResolveLinkTarget(here, returnFinalTarget: true) is { } target ? Real(target.FullName) : here;
        }
        catch (IOException)
        {
            // A link that leads round in a circle leads nowhere, and neither does one to nothing.
            return here;
        }
    }
}
