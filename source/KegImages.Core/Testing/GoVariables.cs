namespace KegImages.Testing;

/// <summary>Puts the values of variables in the place of <c>$NAME</c> and <c>${NAME}</c>, as Go's <c>os.Expand</c> does: what is not set is
/// empty. See <see href="https://pkg.go.dev/os#Expand"/>.</summary>
internal static class GoVariables
{
    private const string Special = "*#$@!?-0123456789";

    public static string Expand(string text, IReadOnlyDictionary<string, string> variables)
    {
        var expanded = new StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            if (text[at] != '$' || at + 1 == text.Length)
            {
                expanded.Append(text[at++]);
                continue;
            }

            var (name, length) = NameAt(text, at + 1);
            if (length == 0)
                expanded.Append('$');
            else if (name.Length > 0)
                expanded.Append(variables.GetValueOrDefault(name));
            at += 1 + length;
        }

        return expanded.ToString();
    }

    // What is said in braces wrongly is eaten.
    private static (string Name, int Length) NameAt(string text, int at)
    {
        if (text[at] != '{')
        {
            if (Special.Contains(text[at], StringComparison.Ordinal))
                return (text[at..(at + 1)], 1);
            var end = at;
            while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
                end++;
            return (text[at..end], end - at);
        }

        if (at + 2 < text.Length && Special.Contains(text[at + 1], StringComparison.Ordinal) && text[at + 2] == '}')
            return (text[(at + 1)..(at + 2)], 3);
        var close = text.IndexOf('}', at);
        return close < 0 ? ("", 1) : (text[(at + 1)..close], close - at + 1);
    }
}
