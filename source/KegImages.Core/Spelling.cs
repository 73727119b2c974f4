namespace KegImages;

/// <summary>The few spellings that names and ids are made of, each read once from left to right: no text takes longer than its
/// length.</summary>
internal static class Spelling
{
    private static readonly AsciiSet HexDigits = new("0123456789abcdef");
    private static readonly AsciiSet LowerOrDigits = new("abcdefghijklmnopqrstuvwxyz0123456789");

    public static bool IsHex(ReadOnlySpan<char> text, int length) => text.Length == length && HexDigits.MakesUp(text);

    public static bool IsLowerOrDigits(ReadOnlySpan<char> text) => text.Length > 0 && LowerOrDigits.MakesUp(text);

    /// <summary>Whether the text is a commit's id: 40 or 64 hexadecimal digits.</summary>
    public static bool IsCommit(ReadOnlySpan<char> text) => IsHex(text, 40) || IsHex(text, 64);

    /// <summary>Whether all characters are letters or digits of ASCII, or one of <paramref name="others"/>.</summary>
    public static bool IsMadeOf(ReadOnlySpan<char> text, string others)
    {
        foreach (var character in text)
        {
            if (!char.IsAsciiLetterOrDigit(character) && !others.Contains(character, StringComparison.Ordinal))
                return false;
        }

        return true;
    }

    /// <summary>The first version in a text, such as <c>1.2</c> or <c>1.2.3</c>; null when there is none.</summary>
    public static Version? VersionIn(string text, bool isWord)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (!char.IsAsciiDigit(text[at]))
                continue;
            var end = at;
            while (end < text.Length
                && (char.IsAsciiDigit(text[end]) || (text[end] == '.' && end + 1 < text.Length && char.IsAsciiDigit(text[end + 1]))))
                end++;
            var before = text.AsSpan(0, at);
            var parts = text[at..end].Split('.');
            if ((!isWord || at == 0 || before.EndsWith(" ") || before.EndsWith(" v"))
                && parts.Length >= 2 && parts.Take(3).All(part => part.Length <= 5))
                return Version.Parse(string.Join('.', parts.Take(3)));
            at = end;
        }

        return null;
    }
}
