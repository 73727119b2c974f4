using System.Collections.Immutable;

namespace KegImages.Linting.Shell;

/// <summary>
/// Finds the commands of a shell script whose failure nothing sees: another command follows them, and the shell goes on. What handles failures itself
/// (<c>||</c>, <c>set -e</c>) and what cannot fail (<c>echo</c>, assignments) hides nothing.
/// See <see href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_10"/>.
/// </summary>
internal sealed class HiddenFailures
{
    // Commands that do not fail, or whose failure says nothing of the image.
    private static readonly ImmutableHashSet<string> Harmless =
        [":", "alias", "break", "continue", "date", "echo", "exit", "export", "false", "local", "printf", "printenv", "readonly", "return", "set", "shift", "shopt", "sleep", "test", "trap", "true", "type", "ulimit", "umask", "unset", "wait", "["];

    private static readonly ImmutableHashSet<string> Closing = ["then", "do", "done", "fi", "elif", "else", "esac", "}"];

    private readonly ImmutableArray<ShellToken> tokens;
    private readonly List<HiddenFailure> found = [];
    private int at;
    private bool endsOnError;
    private bool exits;
    private bool isOver;

    private HiddenFailures(ImmutableArray<ShellToken> tokens, bool endsOnError) => (this.tokens, this.endsOnError) = (tokens, endsOnError);

    private ShellToken Now => tokens[Math.Min(at, tokens.Length - 1)];

    private ShellToken Next => tokens[Math.Min(at + 1, tokens.Length - 1)];

    /// <summary>The hidden failures of a script, in order; none when the script cannot be read.</summary>
    /// <param name="script">The script.</param>
    /// <param name="endsOnError">Whether the shell was started with <c>-e</c>.</param>
    public static IReadOnlyList<HiddenFailure> Of(string script, bool endsOnError = false)
    {
        if (ShellTokens.Of(script) is not { } tokens)
            return [];
        var reader = new HiddenFailures(tokens, endsOnError);
        try
        {
            reader.List();
            return reader.Now.Kind == ShellTokenKind.End ? [.. reader.found.OrderBy(failure => failure.At)] : [];
        }
        catch (FormatException)
        {
            // What is no script here may be one of a shell that this does not know: nothing is said of it.
            return [];
        }
    }

    /// <summary>Reads commands up to a word or operator that closes the list; says whether a failure in it would count.</summary>
    private bool List()
    {
        var canFail = false;
        while (true)
        {
            SkipNewLines();
            if (EndsList())
                return canFail && !isOver;
            isOver = false;
            var first = Now;
            var fails = AndOr();
            canFail |= fails;
            var separator = Now;
            if (separator is { Kind: ShellTokenKind.Operator, Text: ";" or "&" } or { Kind: ShellTokenKind.NewLine })
                at++;
            else if (!EndsList())
                throw new FormatException($"'{separator.Text}' is not expected here");
            SkipNewLines();
            if (fails && !endsOnError && (separator.Text is ";" or "\n") && !EndsList() && !StartsEnd())
                found.Add(new HiddenFailure(first.Text, separator.At, separator.Kind == ShellTokenKind.NewLine));
        }
    }

    // 'exit' after a command passes on what it returned, when it has no argument.
    private bool StartsEnd() => Now is { Kind: ShellTokenKind.Word, Text: "exit" } && Next is not { Kind: ShellTokenKind.Word };

    private bool EndsList() => Now.Kind == ShellTokenKind.End || Now is { Kind: ShellTokenKind.Operator, Text: ")" or ";;" or ";&" or ";;&" } || (Now.Kind == ShellTokenKind.Word && Closing.Contains(Now.Text));

    private bool AndOr()
    {
        var canFail = Pipeline();
        while (Now is { Kind: ShellTokenKind.Operator, Text: "&&" or "||" } link)
        {
            at++;
            SkipNewLines();
            var next = Handled(link.Text == "||");
            // After || the first command's failure is handled, and only what handles it can fail.
            canFail = link.Text == "||" ? next : canFail | next;
            isOver = false;
        }

        return canFail;
    }

    // In what handles a failure, '{ echo …; exit 1; }' is all as it should be.
    private bool Handled(bool isHandler)
    {
        var before = found.Count;
        var canFail = Pipeline();
        if (isHandler)
            found.RemoveRange(before, found.Count - before);
        return canFail;
    }

    private bool Pipeline()
    {
        var negated = Now is { Kind: ShellTokenKind.Word, Text: "!" };
        if (negated)
            at++;
        var canFail = Command();
        while (Now is { Kind: ShellTokenKind.Operator, Text: "|" or "|&" })
        {
            at++;
            SkipNewLines();
            canFail = Command();
        }

        return canFail && !negated;
    }

    private bool Command()
    {
        if (Now is { Kind: ShellTokenKind.Operator, Text: "(" })
            return Subshell();
        if (Now.Kind != ShellTokenKind.Word)
            throw new FormatException($"'{Now.Text}' is not expected here");
        return Now.Text switch
        {
            "if" => If(),
            "for" or "select" => For(),
            "while" or "until" => While(),
            "case" => Case(),
            "{" => Group(),
            "[[" => Conditional(),
            "function" => Function(),
            _ => Simple(),
        };
    }

    private bool Subshell()
    {
        // (( … )) is arithmetic, whatever stands in it.
        if (Next is { Kind: ShellTokenKind.Operator, Text: "(" } && Next.At == Now.At + 1)
        {
            SkipBrackets();
            return false;
        }

        var (outer, exitsBefore) = (endsOnError, exits);
        exits = false;
        at++;
        // Its exit ends the subshell alone: whoever stands behind it must look.
        var canFail = List() | exits;
        Expect(")");
        (endsOnError, exits, isOver) = (outer, exitsBefore, false);
        Redirections();
        return canFail;
    }

    private bool Group()
    {
        at++;
        var canFail = List();
        Expect("}");
        Redirections();
        return canFail;
    }

    private bool If()
    {
        at++;
        Condition();
        Expect("then");
        var canFail = List();
        while (Now.Text is "elif" or "else")
        {
            if (Now.Text == "elif")
            {
                at++;
                Condition();
                Expect("then");
            }
            else
            {
                at++;
            }

            canFail |= List();
        }

        Expect("fi");
        isOver = false;
        Redirections();
        return canFail;
    }

    private bool For()
    {
        at++;
        if (Now is { Kind: ShellTokenKind.Operator, Text: "(" })
            SkipBrackets();
        while (Now.Kind == ShellTokenKind.Word && Now.Text != "do")
            at++;
        return Loop();
    }

    private bool While()
    {
        at++;
        Condition();
        return Loop();
    }

    private bool Loop()
    {
        if (Now is { Kind: ShellTokenKind.Operator, Text: ";" })
            at++;
        SkipNewLines();
        Expect("do");
        var canFail = List();
        Expect("done");
        isOver = false;
        Redirections();
        return canFail;
    }

    // The status of a condition's commands is what is asked for.
    private void Condition()
    {
        var before = found.Count;
        List();
        found.RemoveRange(before, found.Count - before);
    }

    private bool Case()
    {
        at += 2;
        SkipNewLines();
        Expect("in");
        var canFail = false;
        while (true)
        {
            SkipNewLines();
            if (Now.Text == "esac")
                break;
            while (Now is not { Kind: ShellTokenKind.Operator, Text: ")" })
            {
                if (Now.Kind == ShellTokenKind.End)
                    throw new FormatException("case is never ended");
                at++;
            }

            at++;
            canFail |= List();
            if (Now is { Kind: ShellTokenKind.Operator, Text: ";;" or ";&" or ";;&" })
                at++;
            else if (Now.Text != "esac")
                throw new FormatException($"'{Now.Text}' is not expected here");
        }

        Expect("esac");
        isOver = false;
        Redirections();
        return canFail;
    }

    private bool Conditional()
    {
        while (Now.Text != "]]")
        {
            if (Now.Kind == ShellTokenKind.End)
                throw new FormatException("[[ is never closed");
            at++;
        }

        at++;
        return false;
    }

    private bool Function()
    {
        at += 2;
        return Body();
    }

    // What a function's commands hide, they hide where it is called; defining it cannot fail.
    private bool Body()
    {
        if (Now is { Kind: ShellTokenKind.Operator, Text: "(" })
            SkipBrackets();
        SkipNewLines();
        var outer = endsOnError;
        Command();
        endsOnError = outer;
        isOver = false;
        return false;
    }

    private bool Simple()
    {
        var words = new List<string>();
        while (Now.Kind == ShellTokenKind.Word)
        {
            words.Add(Now.Text);
            at++;
        }

        if (words.Count == 1 && Now is { Kind: ShellTokenKind.Operator, Text: "(" })
            return Body();
        isOver = false;
        var command = words.FindIndex(word => !IsAssignment(word));
        if (command < 0)
            return words.Any(HasSubstitution);
        isOver = words[command] is "exit" or "return";
        exits |= isOver;
        if (words[command] == "set")
            Set(words.Skip(command + 1));
        if (words[command] is "rm" && words.Skip(command + 1).Any(word => word.StartsWith('-') && word.Contains('f', StringComparison.Ordinal)))
            return false;
        return !Harmless.Contains(words[command]);
    }

    private void Set(IEnumerable<string> words)
    {
        var all = words.ToList();
        for (var i = 0; i < all.Count; i++)
        {
            var word = all[i];
            if (word is "-o" or "+o" && i + 1 < all.Count && all[i + 1] == "errexit")
                endsOnError = word[0] == '-';
            else if (word.Length > 1 && word[0] is '-' or '+' && word[1] != '-' && word.Contains('e', StringComparison.Ordinal))
                endsOnError = word[0] == '-';
        }
    }

    private static bool IsAssignment(string word)
    {
        var sign = word.IndexOf('=', StringComparison.Ordinal);
        return sign > 0 && !char.IsAsciiDigit(word[0]) && word[..sign].TrimEnd('+').All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
    }

    private static bool HasSubstitution(string word) => word.Contains("$(", StringComparison.Ordinal) && !word.Contains("$((", StringComparison.Ordinal) || word.Contains('`', StringComparison.Ordinal);

    private void Redirections()
    {
        while (Now.Kind == ShellTokenKind.Word && !Closing.Contains(Now.Text))
            at++;
    }

    private void SkipBrackets()
    {
        var depth = 0;
        do
        {
            if (Now.Kind == ShellTokenKind.End)
                throw new FormatException("a bracket is never closed");
            depth += Now is { Kind: ShellTokenKind.Operator, Text: "(" } ? 1 : Now is { Kind: ShellTokenKind.Operator, Text: ")" } ? -1 : 0;
            at++;
        }
        while (depth > 0);
    }

    private void SkipNewLines()
    {
        while (Now.Kind == ShellTokenKind.NewLine)
            at++;
    }

    private void Expect(string text)
    {
        if (Now.Text != text)
            throw new FormatException($"'{text}' is expected, not '{Now.Text}'");
        at++;
    }
}

/// <summary>A command whose failure is hidden.</summary>
/// <param name="Command">Its first word.</param>
/// <param name="At">Where what follows it begins to hide it: the <c>;</c> or the line's end.</param>
/// <param name="IsLineEnd">Whether that is the end of a line.</param>
internal sealed record HiddenFailure(string Command, int At, bool IsLineEnd);
