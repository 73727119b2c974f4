namespace KegImages.Registry;

/// <summary>Reads a header's text from left to right, once: no text makes it go back.</summary>
internal ref struct HeaderText(ReadOnlySpan<char> text)
{
    /// <summary>The longest header that is read; whatever is longer is none of a registry's.</summary>
    public const int Longest = 8 * 1024;

    private readonly ReadOnlySpan<char> text = text;
    private int at;

    public readonly bool IsAtEnd => at == text.Length;

    /// <summary>Goes past blanks, and these characters as well.</summary>
    public void Skip(ReadOnlySpan<char> besides = default)
    {
        while (at < text.Length && (char.IsWhiteSpace(text[at]) || besides.Contains(text[at])))
            at++;
    }

    /// <summary>Goes past one character if it comes next.</summary>
    public bool Take(char expected)
    {
        if (IsAtEnd || text[at] != expected)
            return false;
        at++;
        return true;
    }

    /// <summary>What stands before the next of these characters, or a blank; empty where that comes at once.</summary>
    public ReadOnlySpan<char> Until(ReadOnlySpan<char> ends)
    {
        var from = at;
        while (at < text.Length && !char.IsWhiteSpace(text[at]) && !ends.Contains(text[at]))
            at++;
        return text[from..at];
    }

    /// <summary>What stands before a character, blanks included, and goes past both; null where it does not come.</summary>
    public string? Through(char end)
    {
        var length = text[at..].IndexOf(end);
        if (length < 0)
            return null;
        var found = text.Slice(at, length).ToString();
        at += length + 1;
        return found;
    }

    /// <summary>A value: quoted, with its escapes taken away, or what stands before a blank or one of these characters. Null where a quote
    /// has no end.</summary>
    public string? Value(ReadOnlySpan<char> ends)
    {
        if (!Take('"'))
            return Until(ends).ToString();
        var value = new System.Text.StringBuilder();
        for (; at < text.Length; at++)
        {
            if (text[at] == '"')
            {
                at++;
                return value.ToString();
            }

            if (text[at] == '\\' && at + 1 < text.Length)
                at++;
            value.Append(text[at]);
        }

        return null;
    }
}
