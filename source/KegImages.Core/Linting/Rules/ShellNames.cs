namespace KegImages.Linting.Rules;

/// <summary>The variables that a shell's text names, found by their spelling: what is used, and what is set.</summary>
internal static class ShellNames
{
    private static readonly string[] Setting = ["for", "read", "export", "local", "declare", "getopts"];

    /// <summary>The names behind a <c>$</c> outside of single quotes, but for those whose value may be missing: <c>${A:-b}</c> and the
    /// like.</summary>
    public static IEnumerable<string> Used(string text)
    {
        text = WithoutSingleQuoted(text);
        for (var at = text.IndexOf('$', StringComparison.Ordinal); at >= 0; at = text.IndexOf('$', at + 1))
        {
            if (at > 0 && text[at - 1] is '\\' or '$')
                continue;
            var begin = at + 1;
            if (Is(text, begin, '{'))
                begin += Is(text, begin + 1, '#') ? 2 : 1;
            var name = NameAt(text, begin);
            var behind = begin + name.Length;
            var form = SkipSpaces(text, behind);
            if (name.Length > 0 && !IsForm(text, form) && !IsForm(text, behind))
                yield return name;
        }
    }

    /// <summary>The names that the text sets: <c>NAME=…</c>, <c>for NAME</c>, <c>read NAME</c>, and what <c>export</c>, <c>local</c> and
    /// <c>declare</c> set.</summary>
    public static IEnumerable<string> Set(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (!IsLetter(text[at]))
                continue;
            var begin = at;
            while (at < text.Length && IsLetter(text[at]))
                at++;
            var word = text[begin..at];
            var isFree = begin == 0 || text[begin - 1] is not ('$' or '{' or '-');
            if (isFree && !char.IsAsciiDigit(word[0]) && (Is(text, at, '=') || (Is(text, at, '+') && Is(text, at + 1, '='))))
                yield return word;
            else if (Setting.Contains(word) && NameAt(text, Object(text, word, at)) is { Length: > 0 } name)
                yield return name;
        }
    }

    // Where the name begins that a command sets: behind its options, or behind the letters that getopts knows.
    private static int Object(string text, string command, int at)
    {
        var begin = SkipSpaces(text, at);
        if (begin == at)
            return text.Length;
        while ((command == "read" && Is(text, begin, '-')) || command == "getopts")
        {
            command = command == "getopts" ? "" : command;
            var end = begin;
            while (end < text.Length && !char.IsWhiteSpace(text[end]))
                end++;
            begin = SkipSpaces(text, end);
        }

        return begin;
    }

    private static string WithoutSingleQuoted(string text)
    {
        var rest = new StringBuilder();
        for (var at = 0; at < text.Length; at++)
        {
            rest.Append(text[at]);
            if (text[at] != '\'' || (at > 0
                && (IsLetter(text[at - 1]) || char.IsLetterOrDigit(text[at - 1]) || text[at - 1] is '\\' or '"')))
                continue;
            if (text.IndexOf('\'', at + 1) is not (>= 0 and var end))
                return rest.Append(text, at + 1, text.Length - at - 1).ToString();
            rest.Append('\'');
            at = end;
        }

        return rest.ToString();
    }

    private static bool IsForm(string text, int at) =>
        at < text.Length && (text[at] is '-' or '=' or '+' or '?'
            || (text[at] == ':' && at + 1 < text.Length && text[at + 1] is '-' or '=' or '+' or '?'));

    private static string NameAt(string text, int begin)
    {
        var end = begin;
        while (end < text.Length && IsLetter(text[end]) && (end > begin || !char.IsAsciiDigit(text[end])))
            end++;
        return begin < end ? text[begin..end] : "";
    }

    private static int SkipSpaces(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
            at++;
        return at;
    }

    private static bool IsLetter(char character) => char.IsAsciiLetterOrDigit(character) || character == '_';

    private static bool Is(string text, int at, char expected) => at < text.Length && text[at] == expected;
}
