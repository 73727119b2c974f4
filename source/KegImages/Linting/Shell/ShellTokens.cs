using System.Collections.Immutable;

namespace KegImages.Linting.Shell;

/// <summary>
/// Cuts a shell script into words and operators: quotes, <c>$( )</c>, <c>${ }</c>, backquotes, comments and redirections are settled here.
/// See <see href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_03"/>.
/// </summary>
internal sealed class ShellTokens
{
    private static readonly ImmutableArray<string> Operators = [";;&", ";;", ";&", "&&", "||", "|&", ";", "&", "|", "(", ")"];

    private readonly string text;
    private readonly Queue<(string Name, bool StripsTabs)> heredocs = new();
    private int at;

    private ShellTokens(string text) => this.text = text;

    /// <summary>The tokens of a script, an end last; null when a quote or bracket is never closed.</summary>
    public static ImmutableArray<ShellToken>? Of(string text)
    {
        try
        {
            return new ShellTokens(text).Read();
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private ImmutableArray<ShellToken> Read()
    {
        var tokens = ImmutableArray.CreateBuilder<ShellToken>();
        while (true)
        {
            SkipBlanks();
            var begin = at;
            if (at == text.Length)
            {
                tokens.Add(new ShellToken(ShellTokenKind.End, "", at));
                return tokens.ToImmutable();
            }

            if (text[at] == '\n')
            {
                tokens.Add(new ShellToken(ShellTokenKind.NewLine, "\n", at++));
                while (heredocs.TryDequeue(out var heredoc))
                    SkipBody(heredoc.Name, heredoc.StripsTabs);
            }
            else if (text[at] == '#')
                SkipLine();
            else if (Operator() is { } found)
                tokens.Add(new ShellToken(ShellTokenKind.Operator, found, begin));
            else
                tokens.Add(new ShellToken(ShellTokenKind.Word, Word(), begin));
        }
    }

    private void SkipBlanks()
    {
        while (at < text.Length && (text[at] is ' ' or '\t' or '\r' || IsContinuation()))
            at += IsContinuation() ? 2 : 1;
    }

    private bool IsContinuation() => text[at] == '\\' && at + 1 < text.Length && text[at + 1] == '\n';

    private void SkipLine()
    {
        while (at < text.Length && text[at] != '\n')
            at++;
    }

    private string? Operator()
    {
        // &> and &>> redirect.
        if (text[at] == '&' && at + 1 < text.Length && text[at + 1] == '>')
            return null;
        var found = Operators.FirstOrDefault(name => string.CompareOrdinal(text, at, name, 0, name.Length) == 0);
        at += found?.Length ?? 0;
        return found;
    }

    private string Word()
    {
        var begin = at;
        while (at < text.Length && !char.IsWhiteSpace(text[at]))
        {
            var c = text[at];
            if (c is '>' or '<' || (c == '&' && at + 1 < text.Length && text[at + 1] == '>'))
                Redirection();
            else if (c is ';' or '&' or '|' or '(' or ')')
                break;
            else
                SkipOne();
        }

        return text[begin..at];
    }

    private void Redirection()
    {
        if (string.CompareOrdinal(text, at, "<<", 0, 2) == 0 && (at + 2 == text.Length || text[at + 2] != '<'))
        {
            OpenHeredoc();
            return;
        }

        while (at < text.Length && text[at] is '>' or '<' or '&' or '|')
        {
            at++;
            if (at < text.Length && text[at] == '(')
            {
                SkipBrackets('(', ')');
                return;
            }
        }
    }

    private void OpenHeredoc()
    {
        at += 2;
        var stripsTabs = at < text.Length && text[at] == '-';
        if (stripsTabs)
            at++;
        while (at < text.Length && text[at] is ' ' or '\t')
            at++;
        var begin = at;
        while (at < text.Length && !char.IsWhiteSpace(text[at]) && text[at] is not (';' or '&' or '|' or '(' or ')' or '<' or '>'))
            SkipOne();
        heredocs.Enqueue((text[begin..at].Replace("'", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal).Replace("\\", "", StringComparison.Ordinal), stripsTabs));
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
        switch (text[at])
        {
            case '\\':
                at = Math.Min(text.Length, at + 2);
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

    private void SkipBrackets(char open, char close)
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

    private static int End(int index) => index < 0 ? throw new FormatException("a quote is never closed") : index + 1;
}
