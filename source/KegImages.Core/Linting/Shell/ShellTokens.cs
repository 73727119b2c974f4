using System.Collections.Immutable;

namespace KegImages.Linting.Shell;

/// <summary>
/// Cuts a shell script into words and operators: quotes, <c>$( )</c>, <c>${ }</c>, backquotes, comments and redirections are settled here.
/// See <see href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_03"/>.
/// </summary>
internal sealed class ShellTokens
{
    private static readonly ImmutableArray<string> Operators = [";;&", ";;", ";&", "&&", "||", "|&", ";", "&", "|", "(", ")"];

    private readonly ShellText text;
    private readonly Queue<(string Name, bool StripsTabs)> heredocs = new();

    private ShellTokens(string text) => this.text = new ShellText(text);

    // &> and &>> redirect both streams: there, & is no operator.
    private bool RedirectsBoth => text.Begins("&>");

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
            text.SkipBlanks();
            var begin = text.At;
            if (text.IsEnd)
            {
                tokens.Add(new ShellToken(ShellTokenKind.End, "", begin));
                return tokens.ToImmutable();
            }

            if (text.Now == '\n')
            {
                tokens.Add(new ShellToken(ShellTokenKind.NewLine, "\n", begin));
                text.Step();
                while (heredocs.TryDequeue(out var heredoc))
                    SkipBody(heredoc.Name, heredoc.StripsTabs);
            }
            else if (text.Now == '#')
                text.SkipLine();
            else if (Operator() is { } found)
                tokens.Add(new ShellToken(ShellTokenKind.Operator, found, begin));
            else
                tokens.Add(new ShellToken(ShellTokenKind.Word, Word(), begin));
        }
    }

    // To a shell blanks and line ends alone end a word: what else looks like a blank to others is part of it.
    private static bool EndsWord(char c) => c is ' ' or '\t' or '\r' or '\n';

    private string? Operator()
    {
        if (RedirectsBoth)
            return null;
        var found = Operators.FirstOrDefault(text.Begins);
        text.Step(found?.Length ?? 0);
        return found;
    }

    private string Word()
    {
        var begin = text.At;
        while (text.Now is { } c && !EndsWord(c))
        {
            if (c is '>' or '<' || RedirectsBoth)
                Redirection();
            else if (c is ';' or '&' or '|' or '(' or ')')
                break;
            else
                text.SkipOne();
        }

        return text.From(begin);
    }

    private void Redirection()
    {
        if (text.Begins("<<") && !text.Begins("<<<"))
        {
            OpenHeredoc();
            return;
        }

        while (text.Now is '>' or '<' or '&' or '|')
        {
            text.Step();
            if (text.Now == '(')
            {
                text.SkipBrackets('(', ')');
                return;
            }
        }
    }

    private void OpenHeredoc()
    {
        text.Step(2);
        var stripsTabs = text.Now == '-';
        if (stripsTabs)
            text.Step();
        while (text.Now is ' ' or '\t')
            text.Step();
        var begin = text.At;
        while (text.Now is { } c && !EndsWord(c) && c is not (';' or '&' or '|' or '(' or ')' or '<' or '>'))
            text.SkipOne();
        heredocs.Enqueue((text.From(begin).Replace("'", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal)
            .Replace("\\", "", StringComparison.Ordinal), stripsTabs));
    }

    private void SkipBody(string name, bool stripsTabs)
    {
        while (!text.IsEnd)
        {
            var begin = text.At;
            text.SkipLine();
            var line = text.From(begin).TrimEnd('\r');
            text.Step();
            if ((stripsTabs ? line.TrimStart('\t') : line) == name)
                return;
        }
    }
}
