namespace KegImages.Ignore;

/// <summary>Reads a regular expression of Go's syntax piece by piece.</summary>
internal sealed class GoExpressionReader(string text)
{
    private int at;

    public bool AtEnd => at >= text.Length;

    public char Peek => text[at];

    /// <summary>Whether a <c>-</c> comes next that makes a range within a class.</summary>
    public bool HasRange => at + 1 < text.Length && text[at] == '-' && text[at + 1] != ']';

    public bool Take(string expected)
    {
        if (!text.AsSpan(at).StartsWith(expected))
            return false;
        at += expected.Length;
        return true;
    }

    public int Next()
    {
        var rune = Rune.TryGetRuneAt(text, at, out var found) ? found : Rune.ReplacementChar;
        at += rune.Utf16SequenceLength;
        return rune.Value;
    }

    public string Until(string end)
    {
        var found = text.IndexOf(end, at, StringComparison.Ordinal);
        var taken = found < 0 ? text[at..] : text[at..found];
        at += taken.Length + (found < 0 ? 0 : end.Length);
        return taken;
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

    /// <summary>Takes <c>\</c> and a letter that names a class and gives it, or null when none comes next.</summary>
    public IEnumerable<CodePointRange>? Perl()
    {
        if (at + 1 >= text.Length || text[at] != '\\' || GoClasses.Of(text[at + 1]) is not { } named)
            return null;
        at += 2;
        return named;
    }

    /// <summary>Takes one code point of a class, escaped or not; null when there is none.</summary>
    public int? Single()
    {
        if (AtEnd)
            return null;
        return Take(@"\") ? Escaped() : Next();
    }

    /// <summary>Takes the code point that stands behind a <c>\</c>; null when Go knows no such escape.</summary>
    public int? Escaped()
    {
        if (AtEnd)
            return null;
        var next = Next();
        return next switch
        {
            >= '0' and <= '7' => Octal(next),
            'x' => Hexadecimal(),
            'a' => '\a',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\v',
            _ => next < 0x80 && !char.IsAsciiLetterOrDigit((char)next) ? next : null,
        };
    }

    /// <summary>Takes <c>{2}</c>, <c>{2,}</c> or <c>{2,3}</c>; null when that does not come next, which makes the <c>{</c> a letter like
    /// any other.</summary>
    public (int Least, int? Most)? Counts()
    {
        var begin = at;
        if (Take("{") && Number() is { } least)
        {
            if (Take("}"))
                return (least, least);
            if (Take(",}"))
                return (least, null);
            if (Take(",") && Number() is { } most && Take("}"))
                return (least, most);
        }

        at = begin;
        return null;
    }

    /// <summary>Takes a group's name and the <c>&gt;</c> behind it; false where that does not come next.</summary>
    public bool Name()
    {
        var begin = at;
        while (!AtEnd && (char.IsAsciiLetterOrDigit(Peek) || Peek == '_'))
            at++;
        return at > begin && Take(">");
    }

    /// <summary>Takes flags up to the <c>:</c> or <c>)</c> behind them, <c>im-s</c>, over those in force; null where Go knows no such
    /// ones.</summary>
    public GoFlags? Flags(GoFlags inForce)
    {
        var (isOff, any) = (false, false);
        while (!AtEnd && Peek is not (':' or ')'))
        {
            var letter = (char)Next();
            if (letter == '-' && !isOff)
            {
                (isOff, any) = (true, false);
                continue;
            }

            // U turns round what a repetition takes first.
            GoFlags? flag = letter switch
            {
                'i' => GoFlags.AnyCase,
                'm' => GoFlags.Lines,
                's' => GoFlags.DotIsAll,
                'U' => GoFlags.None,
                _ => null,
            };
            if (flag is not { } known)
                return null;
            inForce = isOff ? inForce & ~known : inForce | known;
            any = true;
        }

        return AtEnd || (isOff && !any) ? null : inForce;
    }

    // Without leading zeros; one that is too large for anything is the largest.
    private int? Number()
    {
        var begin = at;
        while (!AtEnd && char.IsAsciiDigit(Peek))
            at++;
        var digits = text[begin..at];
        return digits is "" or ['0', _, ..] ? null : int.TryParse(digits, CultureInfo.InvariantCulture, out var number) ? number
            : int.MaxValue;
    }

    private int? Octal(int first)
    {
        // '\1' to '\7' alone would refer back to a group, which Go does not do.
        if (first != '0' && (AtEnd || Peek is < '0' or > '7'))
            return null;
        var value = first - '0';
        for (var digits = 1; digits < 3 && !AtEnd && Peek is >= '0' and <= '7'; digits++)
            value = (value * 8) + (text[at++] - '0');
        return value;
    }

    private int? Hexadecimal()
    {
        var braces = Take("{");
        var value = 0;
        for (var digits = 0; ; digits++)
        {
            if (!braces && digits == 2)
                return value;
            if (AtEnd)
                return null;
            if (braces && digits > 0 && Take("}"))
                return value;
            if (!char.IsAsciiHexDigit(Peek) || (value = (value * 16) + Convert.ToInt32(text[at++].ToString(), 16)) > 0x10FFFF)
                return null;
        }
    }
}
