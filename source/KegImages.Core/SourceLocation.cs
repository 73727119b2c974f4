namespace KegImages;

/// <summary>A place in a text file: its path as a user would type it, a line and, where one is known, a column; both count from
/// 1.</summary>
/// <param name="File">The file's path, relative to the repository's root where it lies below it.</param>
/// <param name="Line">The line, from 1; 0 stands for the file as a whole.</param>
/// <param name="Column">The column, from 1, where one is known.</param>
public sealed record SourceLocation(string File, int Line = 0, int? Column = null)
{
    /// <summary><c>file:line:column</c>, the form that editors and terminals open on a click.</summary>
    public override string ToString() => (Line, Column) switch
    {
        (0, _) => File,
        (_, null) => $"{File}:{Line}",
        _ => $"{File}:{Line}:{Column}",
    };
}
