using System.IO.Enumeration;
using KegImages.Configuration;

namespace KegImages.Loading;

internal sealed class FolderSearch(FolderPattern pattern)
{
    private static readonly EnumerationOptions All = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = true };

    /// <summary>The existing folders that it matches below a root, as absolute paths in ordinal order.</summary>
    public IReadOnlyList<string> Expand(string root)
    {
        IEnumerable<string> folders = [Path.IsPathRooted(pattern.Text) ? Path.GetPathRoot(pattern.Text)! : root];
        foreach (var part in pattern.Parts)
            folders = folders.SelectMany(folder => Step(folder, part)).Distinct(StringComparer.Ordinal);
        return [.. folders.Select(Path.GetFullPath).Where(Directory.Exists).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
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
