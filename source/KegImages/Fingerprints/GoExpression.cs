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
    private const string Anything = @"(?:[\uD800-\uDBFF][\uDC00-\uDFFF]|[\s\S])";

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
        var reader = new GoExpressionReader(expression);
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

    private static bool Plain(GoExpressionReader reader, StringBuilder output)
    {
        var rune = reader.Next();
        // Go's '$' is the end of the text; .NET's is also what stands before a last line break.
        output.Append(rune.Value == '$' ? @"\z" : rune.IsBmp ? rune.ToString() : $"(?:{rune})");
        return true;
    }

    private static bool Escape(GoExpressionReader reader, StringBuilder output)
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

    private static bool Class(GoExpressionReader reader, StringBuilder output)
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

    private static string? Member(GoExpressionReader reader)
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
}
