using System.Globalization;
using System.Text;

namespace KegImages.Fingerprints;

/// <summary>Reads a regular expression of Go's syntax piece by piece.</summary>
internal sealed class GoExpressionReader(string text)
{
    private int at;

    /// <summary>Whether all is read.</summary>
    public bool AtEnd => at >= text.Length;

    /// <summary>What comes next.</summary>
    public char Peek => text[at];

    /// <summary>Whether a <c>-</c> comes next that makes a range within a class.</summary>
    public bool HasRange => at + 1 < text.Length && text[at] == '-' && text[at + 1] != ']';

    /// <summary>Takes the next code point.</summary>
    public Rune Next()
    {
        var rune = Rune.TryGetRuneAt(text, at, out var found) ? found : Rune.ReplacementChar;
        at += rune.Utf16SequenceLength;
        return rune;
    }

    /// <summary>Takes <c>[:name:]</c> and gives the name, or null when that does not come next.</summary>
    public string? Named()
    {
        if (!text.AsSpan(at).StartsWith("[:") || text.IndexOf(":]", at + 2, StringComparison.Ordinal) is var end && end < 0)
            return null;
        var name = text[(at + 2)..end];
        at = end + 2;
        return name;
    }

    /// <summary>Takes <c>\d</c>, <c>\s</c> or <c>\w</c> (or the uppercase opposite) and gives its letter, or null when none comes next.</summary>
    public char? Perl()
    {
        if (at + 1 >= text.Length || text[at] != '\\' || !"dswDSW".Contains(text[at + 1], StringComparison.Ordinal))
            return null;
        at += 2;
        return text[at - 1];
    }

    /// <summary>Takes one code point of a class, escaped or not; null when there is none.</summary>
    public Rune? Single()
    {
        if (AtEnd)
            return null;
        if (Peek != '\\')
            return Next();
        at++;
        return Escaped();
    }

    /// <summary>The code point that stands behind a <c>\</c>, or null when Go knows no such escape.</summary>
    public Rune? Escaped()
    {
        if (AtEnd)
            return null;
        var rune = Next();
        return rune.Value switch
        {
            >= '0' and <= '7' => Octal(rune.Value),
            'x' => Hexadecimal(),
            'a' => new Rune('\a'),
            'f' => new Rune('\f'),
            'n' => new Rune('\n'),
            'r' => new Rune('\r'),
            't' => new Rune('\t'),
            'v' => new Rune('\v'),
            _ => rune.IsAscii && !Rune.IsLetterOrDigit(rune) ? rune : null,
        };
    }

    private Rune? Octal(int first)
    {
        // '\1' to '\7' alone would refer back to a group, which Go does not do.
        if (first != '0' && (AtEnd || Peek is < '0' or > '7'))
            return null;
        var value = first - '0';
        for (var digits = 1; digits < 3 && !AtEnd && Peek is >= '0' and <= '7'; digits++)
            value = (value * 8) + (text[at++] - '0');
        return new Rune(value);
    }

    private Rune? Hexadecimal()
    {
        var digits = text.AsSpan(at);
        var braces = digits.StartsWith("{");
        var length = braces ? digits.IndexOf('}') - 1 : 2;
        if (length < 1 || digits.Length < length + (braces ? 2 : 0))
            return null;
        at += length + (braces ? 2 : 0);
        return int.TryParse(digits.Slice(braces ? 1 : 0, length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) && Rune.IsValid(value)
            ? new Rune(value)
            : null;
    }
}
