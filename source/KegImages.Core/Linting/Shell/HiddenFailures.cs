namespace KegImages.Linting.Shell;

/// <summary>A command whose failure is hidden.</summary>
/// <param name="Command">Its first word.</param>
/// <param name="At">Where what follows it begins to hide it: the <c>;</c> or the line's end.</param>
/// <param name="IsLineEnd">Whether that is the end of a line.</param>
internal sealed record HiddenFailure(string Command, int At, bool IsLineEnd);

/// <summary>
/// Finds the commands of a shell script whose failure nothing sees: another command follows them, and the shell goes on. What handles
/// failures itself (<c>||</c>, <c>set -e</c>) and what cannot fail (<c>echo</c>, assignments) hides nothing.
/// See <see href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_10"/>.
/// </summary>
internal sealed class HiddenFailures
{
    // The words that go on with a compound command behind a list of commands; a word that nothing follows ends it.
    private static readonly Dictionary<string, string[]> Following = new(StringComparer.Ordinal)
    {
        ["if"] = ["then"], ["elif"] = ["then"], ["then"] = ["elif", "else", "fi"], ["else"] = ["fi"],
        ["while"] = ["do"], ["until"] = ["do"], ["for"] = ["do"], ["select"] = ["do"], ["do"] = ["done"], ["{"] = ["}"],
    };

    private readonly ShellPlace place;
    private readonly List<HiddenFailure> found = [];
    private int nesting;

    // Whether a command that fails ends the shell, as 'set -e' asks; whether one may have ended it; whether the last one has.
    private bool endsOnError;
    private bool exits;
    private bool isOver;

    private HiddenFailures(string script, bool endsOnError) => (place, this.endsOnError) = (new ShellPlace(script), endsOnError);

    /// <summary>The hidden failures of a script, in order; none when the script cannot be read.</summary>
    /// <param name="script">The script.</param>
    /// <param name="endsOnError">Whether the shell was started with <c>-e</c>.</param>
    public static IReadOnlyList<HiddenFailure> Of(string script, bool endsOnError = false)
    {
        try
        {
            var reader = new HiddenFailures(script, endsOnError);
            reader.List();
            return reader.place.Now.Text.Length == 0 ? [.. reader.found.OrderBy(failure => failure.At)] : [];
        }
        catch (FormatException)
        {
            // What is no script here may be one of a shell that this does not know: nothing is said of it.
            return [];
        }
    }

    // Each of these reads on from where it is, and says whether a failure in it would count.
    private bool List()
    {
        var canFail = false;
        while (true)
        {
            place.SkipNewLines();
            if (place.EndsList)
                return canFail && !isOver;
            isOver = false;
            var first = place.Now;
            var fails = AndOr();
            canFail |= fails;
            var separator = place.Now;
            if (separator.Text is ";" or "&" or "\n")
                place.Step();
            else if (!place.EndsList)
                throw place.Unexpected();
            place.SkipNewLines();
            if (fails && !endsOnError && separator.Text is ";" or "\n" && !place.EndsList && !StartsEnd())
                found.Add(new HiddenFailure(first.Text, separator.At, separator.Text == "\n"));
        }
    }

    // 'exit' after a command passes on what it returned, when it has no argument.
    private bool StartsEnd() => place.Now.Text == "exit" && !place.Next.IsWord;

    private bool AndOr()
    {
        var canFail = Pipeline();
        while (place.Now.Text is "&&" or "||")
        {
            var handles = place.Take() == "||";
            place.SkipNewLines();
            // After || the first command's failure is handled, and only what handles it can fail; in '{ echo …; exit 1; }' nothing is hidden.
            canFail = handles ? Unseen(Pipeline) : canFail | Pipeline();
            isOver = false;
        }

        return canFail;
    }

    private bool Pipeline()
    {
        var negated = place.Now.Text == "!";
        if (negated)
            place.Step();
        var canFail = Command();
        while (place.Now.Text is "|" or "|&")
        {
            place.Step();
            place.SkipNewLines();
            canFail = Command();
        }

        return canFail && !negated;
    }

    private bool Command()
    {
        if (!place.Now.IsWord && place.Now.Text != "(")
            throw place.Unexpected();
        if (++nesting > TextLimits.Nesting)
            throw new FormatException("commands stand too deep in one another");
        var canFail = place.Now.Text switch
        {
            "(" => Subshell(),
            "[[" => Conditional(),
            "case" => Case(),
            "function" => Function(2),
            "if" or "while" or "until" or "for" or "select" or "{" => Compound(),
            _ => Simple(),
        };
        nesting--;
        return canFail;
    }

    private bool Compound()
    {
        var (canFail, isGroup) = (false, place.Now.Text == "{");
        for (var word = place.Take(); Following.TryGetValue(word, out var next); word = place.Take(next))
        {
            if (word is "for" or "select")
                SkipHead();
            else if (next is ["then"] or ["do"])
                Unseen(List);
            else
                canFail |= List();
        }

        isOver &= isGroup;
        place.SkipRedirections();
        return canFail;
    }

    private void SkipHead()
    {
        if (place.Now.Text == "(")
            place.SkipBrackets();
        while (place.Now.IsWord && place.Now.Text != "do")
            place.Step();
        if (place.Now.Text == ";")
            place.Step();
        place.SkipNewLines();
    }

    private bool Subshell()
    {
        // (( … )) is arithmetic, whatever stands in it.
        if (place.Next.Text == "(" && place.Next.At == place.Now.At + 1)
        {
            place.SkipBrackets();
            return false;
        }

        var outer = (endsOnError, exits);
        exits = false;
        place.Step();
        // Its exit ends the subshell alone: whoever stands behind it must look.
        var canFail = List() | exits;
        place.Take(")");
        (endsOnError, exits) = outer;
        isOver = false;
        place.SkipRedirections();
        return canFail;
    }

    private bool Conditional()
    {
        place.SkipTo("]]");
        return false;
    }

    private bool Case()
    {
        place.Step(2);
        place.SkipNewLines();
        place.Take("in");
        var canFail = false;
        for (place.SkipNewLines(); place.Now.Text != "esac"; place.SkipNewLines())
        {
            place.SkipTo(")");
            canFail |= List();
            if (place.Now.Text is ";;" or ";&" or ";;&")
                place.Step();
            else if (place.Now.Text != "esac")
                throw place.Unexpected();
        }

        place.Step();
        isOver = false;
        place.SkipRedirections();
        return canFail;
    }

    // What a function's commands hide, they hide where it is called; defining it cannot fail.
    private bool Function(int words)
    {
        place.Step(words);
        if (place.Now.Text == "(")
            place.SkipBrackets();
        place.SkipNewLines();
        var outer = endsOnError;
        Command();
        (endsOnError, isOver) = (outer, false);
        return false;
    }

    private bool Simple()
    {
        var words = place.TakeWords();
        if (words.Length == 1 && place.Now.Text == "(")
            return Function(0);
        var command = new SimpleCommand(words);
        isOver = command.IsExit;
        exits |= command.IsExit;
        endsOnError = command.EndsOnError ?? endsOnError;
        return command.CanFail;
    }

    // Where the status is what is asked for, nothing is hidden.
    private bool Unseen(Func<bool> read)
    {
        var before = found.Count;
        var canFail = read();
        found.RemoveRange(before, found.Count - before);
        return canFail;
    }
}
