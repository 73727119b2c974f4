namespace KegImages.Testing;

/// <summary>Kind and permissions of a file as Go writes them: <c>-rw-r--r--</c>, <c>drwxr-xr-x</c>, <c>Lrwxrwxrwx</c>. See
/// <see href="https://pkg.go.dev/io/fs#FileMode.String"/>.</summary>
/// <param name="Kind">The letter of its kind: <c>d</c>, <c>L</c>, <c>D</c>, <c>p</c>, <c>S</c>; empty for a file.</param>
/// <param name="Permissions">Its permissions.</param>
public sealed record GoFileMode(string Kind, UnixFileMode Permissions)
{
    private const string Letters = "rwxrwxrwx";

    /// <summary>Whether any of these may execute it.</summary>
    public bool IsExecutableBy(UnixFileMode who) => (Permissions & who) != 0;

    /// <inheritdoc/>
    public override string ToString()
    {
        var special = $"{(Has(UnixFileMode.SetUser) ? "u" : "")}{(Has(UnixFileMode.SetGroup) ? "g" : "")}";
        // A character device is a device first, and the sticky bit comes last.
        var (kind, behind) = Kind == "Dc" ? ("D", "c") : (Kind, "");
        var head = kind + special + behind + (Has(UnixFileMode.StickyBit) ? "t" : "");
        var bits = string.Concat(Letters.Select((letter, index) => ((int)Permissions & (1 << (8 - index))) != 0 ? letter : '-'));
        return (head.Length == 0 ? "-" : head) + bits;
    }

    private bool Has(UnixFileMode bit) => (Permissions & bit) != 0;
}
