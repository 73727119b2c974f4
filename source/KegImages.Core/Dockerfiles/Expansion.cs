namespace KegImages.Dockerfiles;

/// <summary>Expands variables in a word and takes its quotes away, as instructions other than RUN, CMD and ENTRYPOINT have it. See
/// <see href="https://docs.docker.com/reference/dockerfile/#environment-replacement"/>.</summary>
internal sealed class Expansion
{
    private const int LongestQuote = 200;
    private const char End = '\0';
    private readonly string word;
    private readonly char escape;
    private readonly Func<string, string?> lookup;
    private readonly Action<string>? onUnset;
    private int at;
    private int depth;

    private Expansion(string word, char escape, Func<string, string?> lookup, Action<string>? onUnset) =>
        (this.word, this.escape, this.lookup, this.onUnset) = (word, escape, lookup, onUnset);

    private string Quoted => word.Length <= LongestQuote ? word : word[..LongestQuote] + "…";

    private char Peek => at < word.Length ? word[at] : End;

    /// <summary>The word with its variables replaced. Throws <see cref="FormatException"/> for a form that Docker refuses, and for
    /// <c>${a:?message}</c> with no value.</summary>
    public static string Of(string word, char escape, Func<string, string?> lookup, Action<string>? onUnset = null) =>
        new Expansion(word, escape, lookup, onUnset).Until(null, keepsEscapes: false);

    private string Until(char? stop, bool keepsEscapes)
    {
        if (++depth > TextLimits.Nesting)
            throw new FormatException($"'{Quoted}' nests variables deeper than {TextLimits.Nesting} levels");
        var result = new StringBuilder();
        while (at < word.Length)
        {
            var c = word[at++];
            if (c == stop)
            {
                depth--;
                return result.ToString();
            }

            if (c == '\'')
                SingleQuoted(result);
            else if (c == '"')
                DoubleQuoted(result);
            else if (c == '$')
                Append(result, Variable());
            else if (c == escape)
                Escaped(result, keepsEscapes);
            else
                result.Append(c);
        }

        return stop is null ? result.ToString() : throw new FormatException($"'{Quoted}' lacks '{stop}'");
    }

    private static void Append(StringBuilder result, string value)
    {
        if (result.Length + value.Length > TextLimits.Value)
            throw new FormatException($"the value is longer than {TextLimits.Value} characters when its variables are replaced");
        result.Append(value);
    }

    private void Escaped(StringBuilder result, bool keepsEscapes)
    {
        if (keepsEscapes)
            result.Append(escape);
        if (at < word.Length)
            result.Append(word[at++]);
    }

    private void SingleQuoted(StringBuilder result)
    {
        var end = word.IndexOf('\'', at);
        if (end < 0)
            throw new FormatException($"'{Quoted}' has a single quote that is never closed");
        result.Append(word, at, end - at);
        at = end + 1;
    }

    private void DoubleQuoted(StringBuilder result)
    {
        while (at < word.Length)
        {
            var c = word[at++];
            if (c == '"')
                return;
            if (c == '$')
                Append(result, Variable());
            else if (c == escape && at < word.Length && (word[at] is '"' or '$' || word[at] == escape))
                result.Append(word[at++]);
            else
                result.Append(c);
        }

        throw new FormatException($"'{Quoted}' has a double quote that is never closed");
    }

    private string Variable()
    {
        if (Peek != '{')
            return Name() is { Length: > 0 } name ? ValueOrEmpty(name) : "$";
        at++;
        var braced = Name();
        if (braced.Length == 0)
            throw new FormatException($"'{Quoted}' has a '${{' without a variable's name");
        var form = Peek;
        at++;
        var colon = form == ':';
        if (colon)
        {
            form = Peek;
            at++;
        }

        return form switch
        {
            '}' when !colon => ValueOrEmpty(braced),
            '-' or '+' or '?' => Conditional(braced, form, colon),
            '#' or '%' when !colon => Trimmed(braced, form),
            '/' when !colon => Replaced(braced),
            End => throw new FormatException($"'{Quoted}' lacks '}}'"),
            _ => throw new FormatException($"'{Quoted}': '${{{braced}{(colon ? ":" : "")}{form}…}}' is no form that Docker expands"),
        };
    }

    private string Conditional(string name, char form, bool emptyIsUnset)
    {
        var other = Until('}', keepsEscapes: false);
        var value = lookup(name);
        var isSet = value is not null && !(emptyIsUnset && value.Length == 0);
        return form switch
        {
            '-' => isSet ? value! : other,
            '+' => isSet ? other : "",
            _ => isSet ? value! : throw new FormatException(
                $"{name}: {(other.Length > 0 ? other : value is null ? "is not set" : "is empty")}"),
        };
    }

    private string Trimmed(string name, char side)
    {
        var longest = Peek == side;
        if (longest)
            at++;
        var pattern = ShellPattern.Of(Until('}', keepsEscapes: true));
        return side == '#' ? pattern.TrimStart(ValueOrEmpty(name), longest) : pattern.TrimEnd(ValueOrEmpty(name), longest);
    }

    private string Replaced(string name)
    {
        var all = Peek == '/';
        if (all)
            at++;
        var pattern = ShellPattern.Of(Until('/', keepsEscapes: true));
        return pattern.Replace(ValueOrEmpty(name), Until('}', keepsEscapes: true), all);
    }

    private string ValueOrEmpty(string name)
    {
        if (lookup(name) is { } value)
            return value;
        onUnset?.Invoke(name);
        return "";
    }

    // A name, a number, or one of the shell's special parameters.
    private string Name()
    {
        var begin = at;
        if (char.IsAsciiDigit(Peek))
        {
            while (char.IsAsciiDigit(Peek))
                at++;
        }
        else if (Peek != End && "@*#?-$!".Contains(Peek, StringComparison.Ordinal))
        {
            at++;
        }
        else
        {
            while (char.IsLetterOrDigit(Peek) || Peek == '_')
                at++;
        }

        return word[begin..at];
    }
}
