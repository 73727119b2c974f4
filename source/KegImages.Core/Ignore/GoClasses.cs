namespace KegImages.Ignore;

/// <summary>The named classes of Go's regular expressions, all of them of ASCII. See <see
/// href="https://pkg.go.dev/regexp/syntax"/>.</summary>
internal static class GoClasses
{
    private static readonly CodePointRange[] Digit = Ranges("09");
    private static readonly CodePointRange[] Word = Ranges("09AZ__az");

    private static readonly Dictionary<string, CodePointRange[]> Named = new(StringComparer.Ordinal)
    {
        ["alnum"] = Ranges("09AZaz"),
        ["alpha"] = Ranges("AZaz"),
        ["ascii"] = Ranges("\0\x7F"),
        ["blank"] = Ranges("\t\t  "),
        ["cntrl"] = Ranges("\0\x1F\x7F\x7F"),
        ["digit"] = Digit,
        ["graph"] = Ranges("!~"),
        ["lower"] = Ranges("az"),
        ["print"] = Ranges(" ~"),
        ["punct"] = Ranges("!/:@[`{~"),
        ["space"] = Ranges("\t\r  "),
        ["upper"] = Ranges("AZ"),
        ["word"] = Word,
        ["xdigit"] = Ranges("09AFaf"),
    };

    /// <summary>Whether a code point is a letter, digit or <c>_</c> of ASCII.</summary>
    public static bool IsWord(int codePoint) => codePoint is >= '0' and <= '9' or >= 'A' and <= 'Z' or '_' or >= 'a' and <= 'z';

    /// <summary>The class of <c>[:name:]</c>, or its opposite where the name begins with <c>^</c>; null when there is none.</summary>
    public static IEnumerable<CodePointRange>? Of(string name) => name.StartsWith('^')
        ? Named.TryGetValue(name[1..], out var left) ? CodePoints.Of(left).Others() : null
        : Named.GetValueOrDefault(name);

    /// <summary>The class of <c>\d</c>, <c>\s</c> or <c>\w</c>, or its opposite where the letter is an uppercase one; null when there is
    /// none.</summary>
    public static IEnumerable<CodePointRange>? Of(char letter) => letter switch
    {
        'd' => Digit,
        's' => Ranges("\t\n\f\r  "),
        'w' => Word,
        'D' or 'S' or 'W' => CodePoints.Of(Of(char.ToLowerInvariant(letter))!).Others(),
        _ => null,
    };

    // The first and last of each range.
    private static CodePointRange[] Ranges(string ends) => [.. ends.Chunk(2).Select(pair => new CodePointRange(pair[0], pair[1]))];
}
