namespace KegImages.Proposals;

/// <summary>The lines of <c>.gitignore</c> for the folders that this tool writes.</summary>
internal static class IgnoredFolders
{
    /// <summary>The file's path below the root.</summary>
    public const string Path = ".gitignore";

    private const string Comment = "# what KegImages keeps and reports";

    /// <summary>The text with a line for each folder that is not ignored yet; the same text where all are.</summary>
    /// <param name="text">The text that is there; null where there is none.</param>
    /// <param name="folders">The folders, relative to the root, that git does not ignore.</param>
    public static string? With(string? text, IReadOnlyCollection<string> folders)
    {
        if (folders.Count == 0)
            return text;
        var newLine = text?.Contains("\r\n", StringComparison.Ordinal) == true ? "\r\n" : "\n";
        var before = string.IsNullOrEmpty(text) ? "" : text.EndsWith('\n') ? text + newLine : text + newLine + newLine;
        return before + string.Concat(folders.Select(folder => $"/{folder}/{newLine}").Prepend(Comment + newLine));
    }
}
