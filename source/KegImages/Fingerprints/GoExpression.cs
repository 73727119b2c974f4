using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace KegImages.Fingerprints;

/// <summary>
/// Rewrites a regular expression of Go's syntax as one of .NET's that matches the same texts, code point by code point.
/// See <see href="https://pkg.go.dev/regexp/syntax"/>. Unicode classes (<c>\p</c>) are refused.
/// </summary>
internal static class GoExpression
{
    private const string Word = "0-9A-Za-z_";

    private static readonly Dictionary<char, string> PerlClasses = new()
    {
        ['d'] = "0-9",
        ['s'] = @"\t\n\f\r ",
        ['w'] = Word,
    };

    private static readonly Dictionary<string, string> PosixClasses = new(StringComparer.Ordinal)
    {
        ["alnum"] = "0-9A-Za-z",
        ["alpha"] = "A-Za-z",
        ["ascii"] = @"\x00-\x7F",
        ["blank"] = @"\t ",
        ["cntrl"] = @"\x00-\x1F\x7F",
        ["digit"] = "0-9",
        ["graph"] = "!-~",
        ["lower"] = "a-z",
        ["print"] = " -~",
        ["punct"] = @"!-/:-@\[-`{-~",
        ["space"] = @"\t\n\v\f\r ",
        ["upper"] = "A-Z",
        ["word"] = Word,
        ["xdigit"] = "0-9A-Fa-f",
    };

    /// <summary>The .NET expression, or null when Go refuses the text.</summary>
    public static string? TryTranslate(string expression)
    {
        var output = new StringBuilder();
        var reader = new Reader(expression);
        while (!reader.AtEnd)
        {
            var read = reader.Peek switch
            {
                '[' => Class(reader, output),
                '\\' => Escape(reader, output),
                _ => Plain(reader, output),
            };
            if (!read)
                return null;
        }

        try
        {
            // What is left of the two syntaxes (groups, alternatives, counts) is refused by both alike.
            _ = new Regex(output.ToString(), RegexOptions.CultureInvariant);
            return output.ToString();
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool Plain(Reader reader, StringBuilder output)
    {
        var rune = reader.Next();
        // Go's '$' is the end of the text; .NET's is also what stands before a last line break.
        output.Append(rune.Value == '$' ? @"\z" : rune.IsBmp ? rune.ToString() : $"(?:{rune})");
        return true;
    }

    private static bool Escape(Reader reader, StringBuilder output)
    {
        if (reader.Perl() is { } perl)
        {
            output.Append(Negatable(PerlClasses[char.ToLowerInvariant(perl)], char.IsUpper(perl)));
            return true;
        }

        reader.Next();
        if (reader.AtEnd)
            return false;
        switch (reader.Peek)
        {
            case 'A' or 'z':
                output.Append('\\').Append(reader.Next());
                return true;
            case 'b' or 'B':
                output.Append(reader.Next().Value == 'b' ? Boundary("(?!", "(?=") : Boundary("(?=", "(?!"));
                return true;
            default:
                if (reader.Escaped() is not { } rune)
                    return false;
                output.Append(Range(rune, rune));
                return true;
        }
    }

    private static string Boundary(string after, string before) =>
        $"(?:(?<=[{Word}]){after}[{Word}])|(?<![{Word}]){before}[{Word}]))";

    private const string Anything = @"(?:[\uD800-\uDBFF][\uDC00-\uDFFF]|[\s\S])";

    private static bool Class(Reader reader, StringBuilder output)
    {
        reader.Next();
        var negated = !reader.AtEnd && reader.Peek == '^';
        if (negated)
            reader.Next();
        var members = new List<string>();
        for (var first = true; reader.AtEnd || reader.Peek != ']' || first; first = false)
        {
            if (reader.AtEnd || Member(reader) is not { } member)
                return false;
            members.Add(member);
        }

        reader.Next();
        var any = string.Join('|', members);
        output.Append(negated ? $"(?:(?!{any}){Anything})" : $"(?:{any})");
        return true;
    }

    private static string? Member(Reader reader)
    {
        if (reader.Named() is { } name)
        {
            var negated = name.StartsWith('^');
            return PosixClasses.TryGetValue(name.TrimStart('^'), out var posix) ? Negatable(posix, negated) : null;
        }

        if (reader.Perl() is { } perl)
            return Negatable(PerlClasses[char.ToLowerInvariant(perl)], char.IsUpper(perl));
        if (reader.Single() is not { } low)
            return null;
        if (!reader.HasRange)
            return Range(low, low);
        reader.Next();
        return reader.Single() is { } high && low <= high ? Range(low, high) : null;
    }

    private static string Negatable(string members, bool negated) => negated ? $"(?:(?![{members}]){Anything})" : $"[{members}]";

    // .NET matches UTF-16 units: a range beyond the first plane is a range of pairs.
    private static string Range(Rune low, Rune high)
    {
        if (high.IsBmp)
            return $"[{Unit(low.Value)}-{Unit(high.Value)}]";
        if (low.IsBmp)
            return $"[{Unit(low.Value)}-\\uFFFF](?![\\uDC00-\\uDFFF])|{Range(new Rune(0x10000), high)}";
        var (a, b) = (low.ToString(), high.ToString());
        if (a[0] == b[0])
            return $"{Unit(a[0])}[{Unit(a[1])}-{Unit(b[1])}]";
        var between = a[0] + 1 < b[0] ? $"|[{Unit(a[0] + 1)}-{Unit(b[0] - 1)}][\\uDC00-\\uDFFF]" : "";
        return $"(?:{Unit(a[0])}[{Unit(a[1])}-\\uDFFF]{between}|{Unit(b[0])}[\\uDC00-{Unit(b[1])}])";
    }

    private static string Unit(int unit) => $"\\u{unit.ToString("X4", CultureInfo.InvariantCulture)}";

    private sealed class Reader(string text)
    {
        private int at;

        public bool AtEnd => at >= text.Length;

        public char Peek => text[at];

        public bool HasRange => at + 1 < text.Length && text[at] == '-' && text[at + 1] != ']';

        public Rune Next()
        {
            var rune = Rune.TryGetRuneAt(text, at, out var found) ? found : Rune.ReplacementChar;
            at += rune.Utf16SequenceLength;
            return rune;
        }

        public string? Named()
        {
            if (!text.AsSpan(at).StartsWith("[:") || text.IndexOf(":]", at + 2, StringComparison.Ordinal) is var end && end < 0)
                return null;
            var name = text[(at + 2)..end];
            at = end + 2;
            return name;
        }

        public char? Perl()
        {
            if (at + 1 >= text.Length || text[at] != '\\' || !"dswDSW".Contains(text[at + 1], StringComparison.Ordinal))
                return null;
            at += 2;
            return text[at - 1];
        }

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
}
