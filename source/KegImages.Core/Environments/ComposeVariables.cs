namespace KegImages.Environments;

/// <summary>Replaces variables in a value as Compose does. See <see href="https://docs.docker.com/reference/compose-file/interpolation/"/>;
/// a variable that has no value is the empty text.</summary>
internal static class ComposeVariables
{
    /// <summary>The text with its variables replaced. Throws <see cref="FormatException"/> for what Compose refuses, and for a value
    /// without bounds.</summary>
    public static string Expand(string text, Func<string, string?> lookup, ISet<string> uses) => Expand(text, lookup, uses, 0);

    private static string Expand(string text, Func<string, string?> lookup, ISet<string> uses, int depth)
    {
        if (depth > TextLimits.Nesting)
            throw new FormatException($"variables nest deeper than {TextLimits.Nesting} levels");
        var result = new StringBuilder();
        var at = 0;
        while (text.IndexOf('$', at) is >= 0 and var sign)
        {
            result.Append(text, at, sign - at);
            var name = NameAt(text, sign + 1);
            if (text.AsSpan(sign).StartsWith("$$"))
                (at, _) = (sign + 2, result.Append('$'));
            else if (text.AsSpan(sign).StartsWith("${"))
                result.Append(Braced(text, sign, lookup, uses, depth, out at));
            else if (name.Length > 0)
                (at, _) = (sign + 1 + name.Length, result.Append(Value(name, lookup, uses)));
            else
                (at, _) = (sign + 1, result.Append('$'));
            if (result.Length > TextLimits.Value)
                throw new FormatException($"the value is longer than {TextLimits.Value} characters when its variables are replaced");
        }

        return result.Append(text, at, text.Length - at).ToString();
    }

    private static string Braced(string text, int sign, Func<string, string?> lookup, ISet<string> uses, int depth, out int end)
    {
        var name = NameAt(text, sign + 2);
        var behind = sign + 2 + name.Length;
        if (name.Length > 0 && text.AsSpan(behind).StartsWith("}"))
        {
            end = behind + 1;
            return Value(name, lookup, uses) ?? "";
        }

        var isColon = text.AsSpan(behind).StartsWith(":");
        var begin = behind + (isColon ? 2 : 1);
        var lineEnd = text.IndexOf('\n', sign) is >= 0 and var feed ? feed : text.Length;
        var last = begin <= lineEnd ? text.LastIndexOf('}', Math.Max(lineEnd - 1, 0), lineEnd - begin) : -1;
        if (name.Length == 0 || last < 0 || text[begin - 1] is not ('-' or '+' or '?'))
            throw new FormatException($"a '${{' stands for no variable: ${{NAME}}, ${{NAME:-default}} and the like are expected");

        var close = Close(text, sign, last);
        end = close + 1;
        // What stands behind the sign is read in any case, as Compose does, and so refused in any case.
        var other = Expand(text[begin..close], lookup, uses, depth + 1);
        var value = Value(name, lookup, uses);
        var isSet = value is not null && !(isColon && value.Length == 0);
        return text[begin - 1] switch
        {
            '-' => isSet ? value! : other,
            '+' => isSet ? other : value ?? "",
            _ => isSet ? value! : throw new FormatException(
                $"required variable {name} is missing a value{(other.Length > 0 ? ": " + other : "")}"),
        };
    }

    private static string? Value(string name, Func<string, string?> lookup, ISet<string> uses)
    {
        uses.Add(name);
        return lookup(name);
    }

    // The brace that closes the first; what stands right behind an opening one is never looked at. Where the braces do not match, it
    // is the line's last.
    private static int Close(string text, int begin, int last)
    {
        var open = 0;
        for (var at = begin; at <= last; at++)
        {
            if (text[at] == '}' && --open == 0)
                return at;
            if (text[at] == '{')
                (open, at) = (open + 1, at + 1);
        }

        return last;
    }

    private static string NameAt(string text, int begin)
    {
        var end = begin;
        // Compose ignores the case of letters, and so takes the two letters of other alphabets that are ASCII's in lower case.
        while (end < text.Length
            && (char.IsAsciiLetter(text[end]) || text[end] is '_' or '\u017F' or '\u212A' || (end > begin && char.IsAsciiDigit(text[end]))))
            end++;
        return text[begin..end];
    }
}
