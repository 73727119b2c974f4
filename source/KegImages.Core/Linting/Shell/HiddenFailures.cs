namespace KegImages.Linting.Shell;

/// <summary>Finds the commands of a shell script whose failure nothing sees: another command follows them, and the shell goes on. What
/// handles failures itself (<c>||</c>, <c>set -e</c>) and what cannot fail (<c>echo</c>, assignments) hides nothing. See
/// <see href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_10"/>.</summary>
internal sealed partial class HiddenFailures
{
    private readonly ShellPlace place;
    private readonly List<HiddenFailure> found = [];
    private int nesting;

    // Whether a command that fails ends the shell, as 'set -e' asks; whether one may have ended it; whether the last one has.
    private bool endsOnError;
    private bool exits;
    private bool isOver;

    private HiddenFailures(string script, bool endsOnError) => (place, this.endsOnError) = (new ShellPlace(script), endsOnError);

    /// <summary>The hidden failures of a script, in order; none when the script cannot be read.</summary>
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
            // After || the first command's failure is handled, and only what handles it can fail: there, nothing is hidden.
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
