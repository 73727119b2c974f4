namespace KegImages.Ignore;

/// <summary>Letters that differ in their case only, as Go's flag <c>i</c> takes them for one. See
/// <see href="https://pkg.go.dev/unicode#SimpleFold"/>.</summary>
internal static class GoCase
{
    // Each letter with all that are the same in another case; those without another case are not there.
    private static readonly Lazy<(int CodePoint, int[] Others)[]> Letters = new(Read);

    /// <summary>The set, and what differs from its letters in its case only.</summary>
    public static CodePoints Folded(CodePoints set) => set.With(
        Letters.Value.Where(letter => set.Contains(letter.CodePoint))
            .SelectMany(letter => letter.Others.Select(other => new CodePointRange(other))));

    private static (int, int[])[] Read()
    {
        var letters = Enumerable.Range(0, 0x1E944).Where(Rune.IsValid).Select(codePoint => new Rune(codePoint))
            .Where(rune => Rune.ToLowerInvariant(rune) != rune || Rune.ToUpperInvariant(rune) != rune).ToList();
        // Signs that have the case of a letter of another alphabet: kelvin, angstrom, long s.
        return [.. letters.GroupBy(rune => Rune.ToLowerInvariant(Rune.ToUpperInvariant(Plain(rune))))
            .SelectMany(same => same.Select(rune => (rune.Value, same.Where(other => other != rune).Select(other => other.Value)
                .ToArray())))];
    }

    private static Rune Plain(Rune rune) => rune.Value switch
    {
        0x212A => new Rune('k'),
        0x212B => new Rune(0xE5),
        0x17F => new Rune('s'),
        _ => rune,
    };
}
