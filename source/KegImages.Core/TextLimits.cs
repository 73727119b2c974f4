namespace KegImages;

/// <summary>How much text is taken in: far more than anyone writes, and little enough that nothing that was written by chance, or by
/// someone else, stops a machine.</summary>
internal static class TextLimits
{
    /// <summary>The most bytes of a file that people write: Dockerfile, <c>keg.yml</c>, <c>values.yml</c>, <c>.env</c>,
    /// <c>.dockerignore</c>, compose file.</summary>
    public const int File = 1024 * 1024;

    /// <summary>The most characters of a value whose variables or templates are replaced.</summary>
    public const int Value = 64 * 1024;

    /// <summary>The most characters of all values together that one Dockerfile's variables have.</summary>
    public const int Values = 64 * Value;

    public const int Nesting = 50;

    /// <summary>The most characters of a line that a program wrote which are looked at and shown.</summary>
    public const int Line = 16 * 1024;
}
