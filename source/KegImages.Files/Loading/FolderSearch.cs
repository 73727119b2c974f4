using System.IO.Enumeration;
using KegImages.Configuration;
using KegImages.Dockerfiles;

namespace KegImages.Loading;

internal sealed class FolderSearch(FolderPattern pattern)
{
    private static readonly EnumerationOptions All = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = true };

    /// <summary>The existing folders that it matches below a root, as absolute paths in ordinal order.</summary>
    public IReadOnlyList<string> Expand(string root) => InOrder(Walk(root, pattern.Parts).Where(Directory.Exists));

    /// <summary>The existing Dockerfiles that it matches below a root, as absolute paths in ordinal order; none where it means
    /// folders.</summary>
    public IReadOnlyList<string> ExpandFiles(string root)
    {
        if (!pattern.NamesFiles)
            return [];
        var last = pattern.Parts[^1];
        return InOrder(Walk(root, pattern.Parts[..^1]).SelectMany(folder => FilesIn(folder, last)));
    }

    /// <summary>What of the text before its first <c>*</c> or <c>?</c> is most likely a slip: there is no such folder, and one of nearly
    /// its name; null where nothing is.</summary>
    public string? SlipIn(string root)
    {
        var folder = Path.IsPathRooted(pattern.Text) ? Path.GetPathRoot(pattern.Text)! : root;
        foreach (var part in pattern.Parts.TakeWhile(FolderPattern.IsPlain))
        {
            var next = Path.Combine(folder, part);
            if (!Directory.Exists(next))
                return Suggestion.DidYouMean(part, Children(folder).Select(child => Path.GetFileName(child))) is { Length: > 0 } meant
                    ? $"there is no '{part}'{meant}" : null;
            folder = next;
        }

        return null;
    }

    /// <summary>The names of the Dockerfiles in a folder, in ordinal order.</summary>
    public static ImmutableArray<string> DockerfilesOf(string folder) =>
        [.. FilesIn(folder, "*").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private static IReadOnlyList<string> InOrder(IEnumerable<string> paths) =>
        [.. paths.Select(Path.GetFullPath).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private IEnumerable<string> Walk(string root, string[] parts)
    {
        IEnumerable<string> folders = [Path.IsPathRooted(pattern.Text) ? Path.GetPathRoot(pattern.Text)! : root];
        foreach (var part in parts)
            folders = folders.SelectMany(folder => Step(folder, part)).Distinct(StringComparer.Ordinal);
        return folders;
    }

    private static IEnumerable<string> FilesIn(string folder, string part)
    {
        if (FolderPattern.IsPlain(part))
            return File.Exists(Path.Combine(folder, part)) ? [Path.Combine(folder, part)] : [];
        return (Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*", All) : [])
            .Where(file => DockerfileName.Is(Path.GetFileName(file)) && Matches(part, Path.GetFileName(file)));
    }

    private static IEnumerable<string> Step(string folder, string part)
    {
        if (part == "**")
            return Deep(folder);
        if (FolderPattern.IsPlain(part))
            return [Path.Combine(folder, part)];
        return Children(folder).Where(child => Matches(part, Path.GetFileName(child)));
    }

    private static bool Matches(string part, string name) =>
        (name[0] != '.' || part[0] == '.') && FileSystemName.MatchesSimpleExpression(part, name, ignoreCase: false);

    // A link is followed only where the pattern names it: below "**" it could lead in a circle.
    private static IEnumerable<string> Deep(string folder) => Children(folder)
        .Where(child => Path.GetFileName(child)[0] != '.' && new DirectoryInfo(child).LinkTarget is null)
        .SelectMany(Deep)
        .Prepend(folder);

    private static IEnumerable<string> Children(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateDirectories(folder, "*", All) : [];
}
