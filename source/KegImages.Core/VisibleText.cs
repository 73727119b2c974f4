namespace KegImages;

/// <summary>Text of others as it may be shown: what moves the cursor, turns the direction of writing or cannot be seen is written out, as
/// JSON writes it (<c>\u202e</c>), so that nothing is shown as something else. Ends of lines and tabs stay.</summary>
internal static class VisibleText
{
    private const char Escape = '\\';

    /// <summary>The text with what is hidden in it written out; the same text where nothing is.</summary>
    public static string Of(string text)
    {
        if (IndexOfHidden(text) < 0)
            return text;
        var shown = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            if (IsPair(text, i))
            {
                var isHidden = IsHidden(new Rune(text[i], text[i + 1]));
                Append(shown, text[i], isHidden);
                Append(shown, text[++i], isHidden);
            }
            else
            {
                // The end of a line on Windows.
                Append(shown, text[i], IsHidden(text[i]) && !(text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n'));
            }
        }

        return shown.ToString();
    }

    /// <summary>Whether a character is written out: controls other than tab and the end of a line, marks of direction, what has no width,
    /// half a surrogate pair.</summary>
    public static bool IsHidden(char c) => c switch
    {
        '\n' or '\t' => false,
        < ' ' or (>= '\x7f' and <= '\x9f') => true,
        < '\x7f' => false,
        '\u00ad' or '\u034f' or '\u061c' or '\u115f' or '\u1160' or '\u17b4' or '\u17b5' or '\u180e' or '\u3164' or '\ufeff' or '\uffa0' =>
            true,
        (>= '\u200b' and <= '\u200f') or (>= '\u2028' and <= '\u202e') or (>= '\u2060' and <= '\u206f') or (>= '\ufff0' and <= '\ufffb') =>
            true,
        _ => char.IsSurrogate(c),
    };

    // Tags of languages, which nothing shows.
    private static bool IsHidden(Rune rune) => rune.Value is >= 0xe0000 and <= 0xe0fff;

    private static bool IsPair(string text, int at) =>
        char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]);

    private static int IndexOfHidden(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is >= ' ' and < '\x7f')
                continue;
            if (IsHidden(text[i]))
                return i;
        }

        return -1;
    }

    private static void Append(StringBuilder shown, char c, bool isHidden)
    {
        if (isHidden)
            shown.Append(Escape).Append('u').Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
        else
            shown.Append(c);
    }
}
