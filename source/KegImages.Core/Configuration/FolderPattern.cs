namespace KegImages.Configuration;

/// <summary>A pattern of folders: parts divided by <c>/</c>, in which <c>*</c> and <c>?</c> stand for characters and <c>**</c> for any
/// number of folders. Hidden folders are matched only by parts that begin with a dot.</summary>
internal sealed record FolderPattern(string Text)
{
    /// <summary>Whether it names one folder only.</summary>
    public bool IsLiteral => IsPlain(Text);

    public string[] Parts => Text.Split('/', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether a part stands for nothing but itself.</summary>
    public static bool IsPlain(string part) =>
        !part.Contains('*', StringComparison.Ordinal) && !part.Contains('?', StringComparison.Ordinal);
}
