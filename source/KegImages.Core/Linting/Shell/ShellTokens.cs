namespace KegImages.Linting.Shell;

/// <summary>A word of a shell script, quotes and all, or what stands between words: an operator, a line's end, at last the empty
/// text.</summary>
internal readonly record struct ShellToken(string Text, int At, bool IsWord);

/// <summary>Cuts a shell script into words and operators: quotes, <c>$( )</c>, <c>${ }</c>, backquotes, comments and redirections are
/// settled here. See <see href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_03"/>.</summary>
internal sealed class ShellTokens(string text)
{
    private static readonly string[] Operators = [";;&", ";;", ";&", "&&", "||", "|&", ";", "&", "|", "(", ")", "\n"];

    private readonly Queue<(string Name, bool StripsTabs)> heredocs = new();
    private int at;
    private int nesting;

    private char Now => at < text.Length ? text[at] : '\0';

    /// <exception cref="FormatException">A quote or bracket is never closed.</exception>
    public List<ShellToken> Read()
    {
        var tokens = new List<ShellToken>();
        while (true)
        {
            SkipBlanks();
            var begin = at;
            if (at == text.Length)
            {
                tokens.Add(new ShellToken("", at, IsWord: false));
                return tokens;
            }

            if (Now == '#')
                SkipLine();
            else if (Operators.FirstOrDefault(Begins) is { } found && !RedirectsBoth)
            {
                tokens.Add(new ShellToken(found, begin, IsWord: false));
                at += found.Length;
                while (found == "\n" && heredocs.TryDequeue(out var heredoc))
                    SkipBody(heredoc.Name, heredoc.StripsTabs);
            }
            else
            {
                SkipWord();
                tokens.Add(new ShellToken(text[begin..at], begin, IsWord: true));
            }
        }
    }

    // &> and &>> redirect both streams: there, & is no operator.
    private bool RedirectsBoth => Begins("&>");

    // To a shell blanks and line ends alone end a word: what else looks like a blank to others is part of it.
    private bool EndsWord => at == text.Length || Now is ' ' or '\t' or '\r' or '\n' or ';' or '&' or '|' or '(' or ')';

    private bool Begins(string other) => string.CompareOrdinal(text, at, other, 0, other.Length) == 0;

    private void SkipBlanks()
    {
        while (Now is ' ' or '\t' or '\r' || Begins("\\\n"))
            at += Now == '\\' ? 2 : 1;
    }

    private void SkipLine()
    {
        while (at < text.Length && text[at] != '\n')
            at++;
    }

    private void SkipWord()
    {
        while (!EndsWord || RedirectsBoth)
        {
            if (Begins("<<") && !Begins("<<<"))
                OpenHeredoc();
            else if (Now is '>' or '<' or '&')
                SkipRedirection();
            else
                SkipOne();
        }
    }

    private void SkipRedirection()
    {
        while (Now is '>' or '<' or '&' or '|')
        {
            at++;
            if (Now == '(')
            {
                SkipBrackets('(', ')');
                return;
            }
        }
    }

    private void OpenHeredoc()
    {
        at += 2;
        var stripsTabs = Now == '-';
        if (stripsTabs)
            at++;
        while (Now is ' ' or '\t')
            at++;
        var begin = at;
        while (!EndsWord && Now is not ('<' or '>'))
            SkipOne();
        heredocs.Enqueue((string.Concat(text[begin..at].Split('\'', '"', '\\')), stripsTabs));
    }

    private void SkipBody(string name, bool stripsTabs)
    {
        while (at < text.Length)
        {
            var begin = at;
            SkipLine();
            var line = text[begin..at].TrimEnd('\r');
            at = Math.Min(text.Length, at + 1);
            if ((stripsTabs ? line.TrimStart('\t') : line) == name)
                return;
        }
    }

    // One character, or all of a quoted or bracketed part.
    private void SkipOne()
    {
        if (++nesting > TextLimits.Nesting)
            throw new FormatException("brackets and quotes stand too deep in one another");
        if (Now == '\\')
            at = Math.Min(text.Length, at + 2);
        else if (Now is '\'' or '"' or '`')
            SkipQuoted(Now);
        else if (Begins("$(") || Begins("${"))
            SkipBrackets(text[++at], Now == '(' ? ')' : '}');
        else
            at++;
        nesting--;
    }

    private void SkipQuoted(char quote)
    {
        at++;
        while (at < text.Length && text[at] != quote)
        {
            if (quote == '"' && text[at] != '\'')
                SkipOne();
            else
                at += quote == '`' && text[at] == '\\' ? 2 : 1;
        }

        if (at >= text.Length)
            throw new FormatException("a quote is never closed");
        at++;
    }

    private void SkipBrackets(char open, char close)
    {
        var depth = 0;
        while (at < text.Length)
        {
            if (Now != open && Now != close)
            {
                SkipOne();
                continue;
            }

            depth += Now == open ? 1 : -1;
            at++;
            if (depth == 0)
                return;
        }

        throw new FormatException("a bracket is never closed");
    }
}
