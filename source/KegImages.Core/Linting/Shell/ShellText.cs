namespace KegImages.Linting.Shell;

/// <summary>
/// A place in a script's text, and the steps over what belongs together there: quotes, <c>$( )</c>, <c>${ }</c> and backquotes.
/// See <see href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_02"/>.
/// </summary>
internal sealed class ShellText(string text)
{
    private int at;
    private int nesting;

    /// <summary>Where this is.</summary>
    public int At => at;

    /// <summary>Whether this is the text's end.</summary>
    public bool IsEnd => at == text.Length;

    /// <summary>The character here; none at the end.</summary>
    public char? Now => at < text.Length ? text[at] : null;

    /// <summary>Whether a text stands here.</summary>
    public bool Begins(string other) => string.CompareOrdinal(text, at, other, 0, other.Length) == 0;

    /// <summary>The text from an earlier place to here.</summary>
    public string From(int begin) => text[begin..at];

    /// <summary>Goes on, at most to the end.</summary>
    public void Step(int count = 1) => at = Math.Min(text.Length, at + count);

    /// <summary>Goes on behind blanks and continued line ends.</summary>
    public void SkipBlanks()
    {
        while (at < text.Length && (text[at] is ' ' or '\t' or '\r' || IsContinuation()))
            at += IsContinuation() ? 2 : 1;
    }

    /// <summary>Goes on to the line's end.</summary>
    public void SkipLine()
    {
        while (at < text.Length && text[at] != '\n')
            at++;
    }

    /// <summary>Goes on behind one character, or behind all of a quoted or bracketed part.</summary>
    public void SkipOne()
    {
        if (++nesting > TextLimits.Nesting)
            throw new FormatException("brackets and quotes stand too deep in one another");
        SkipPart();
        nesting--;
    }

    private void SkipPart()
    {
        switch (text[at])
        {
            case '\\':
                Step(2);
                break;
            case '\'':
                at = End(text.IndexOf('\'', at + 1));
                break;
            case '"':
                SkipDoubleQuoted();
                break;
            case '`':
                SkipUntil('`');
                break;
            case '$' when at + 1 < text.Length && text[at + 1] == '(':
                at++;
                SkipBrackets('(', ')');
                break;
            case '$' when at + 1 < text.Length && text[at + 1] == '{':
                at++;
                SkipBrackets('{', '}');
                break;
            default:
                at++;
                break;
        }
    }

    /// <summary>Goes on behind a bracketed part, from its opening bracket.</summary>
    public void SkipBrackets(char open, char close)
    {
        var depth = 0;
        while (at < text.Length)
        {
            var c = text[at];
            if (c == open || c == close)
            {
                at++;
                depth += c == open ? 1 : -1;
                if (depth == 0)
                    return;
            }
            else
            {
                SkipOne();
            }
        }

        throw new FormatException("a bracket is never closed");
    }

    private bool IsContinuation() => text[at] == '\\' && at + 1 < text.Length && text[at + 1] == '\n';

    private void SkipDoubleQuoted()
    {
        at++;
        while (at < text.Length && text[at] != '"')
        {
            if (text[at] == '\'')
                at++;
            else
                SkipOne();
        }

        at = End(at < text.Length ? at : -1);
    }

    private void SkipUntil(char close)
    {
        at++;
        while (at < text.Length && text[at] != close)
            at += text[at] == '\\' ? 2 : 1;
        at = End(at < text.Length ? at : -1);
    }

    private static int End(int index) => index < 0 ? throw new FormatException("a quote is never closed") : index + 1;
}
