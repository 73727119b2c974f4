using System.Collections.Immutable;

namespace KegImages.Linting.Shell;

/// <summary>
/// Finds the commands of a shell script whose failure nothing sees: another command follows them, and the shell goes on. What handles
/// failures itself
/// (<c>||</c>, <c>set -e</c>) and what cannot fail (<c>echo</c>, assignments) hides nothing.
/// See <see href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_10"/>.
/// </summary>
internal sealed class HiddenFailures
{
    private readonly ShellPlace place;
    private readonly ShellState state;
    private readonly CompoundCommands compounds;
    private readonly List<HiddenFailure> found = [];
    private int nesting;

    private HiddenFailures(ImmutableArray<ShellToken> tokens, bool endsOnError)
    {
        (place, state) = (new ShellPlace(tokens), new ShellState { EndsOnError = endsOnError });
        compounds = new CompoundCommands(this, place, state);
    }

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
            return reader.place.Now.Kind == ShellTokenKind.End ? [.. reader.found.OrderBy(failure => failure.At)] : [];
        }
        catch (FormatException)
        {
            // What is no script here may be one of a shell that this does not know: nothing is said of it.
            return [];
        }
    }

    /// <summary>Reads commands up to a word or operator that closes the list; says whether a failure in it would count.</summary>
    public bool List()
    {
        var canFail = false;
        while (true)
        {
            place.SkipNewLines();
            if (place.EndsList)
                return canFail && !state.IsOver;
            state.IsOver = false;
            var first = place.Now;
            var fails = AndOr();
            canFail |= fails;
            var separator = place.Now;
            if (separator is { Kind: ShellTokenKind.Operator, Text: ";" or "&" } or { Kind: ShellTokenKind.NewLine })
                place.Step();
            else if (!place.EndsList)
                throw new FormatException($"'{separator.Text}' is not expected here");
            place.SkipNewLines();
            if (fails && !state.EndsOnError && (separator.Text is ";" or "\n") && !place.EndsList && !StartsEnd())
                found.Add(new HiddenFailure(first.Text, separator.At, separator.Kind == ShellTokenKind.NewLine));
        }
    }

    /// <summary>Reads a list whose status is what is asked for: nothing in it is hidden.</summary>
    public void Condition()
    {
        var before = found.Count;
        List();
        found.RemoveRange(before, found.Count - before);
    }

    /// <summary>Reads one command, and says whether its failure would count.</summary>
    public bool Command()
    {
        if (place.Now is { Kind: not ShellTokenKind.Word } and not { Kind: ShellTokenKind.Operator, Text: "(" })
            throw new FormatException($"'{place.Now.Text}' is not expected here");
        if (++nesting > TextLimits.Nesting)
            throw new FormatException("commands stand too deep in one another");
        var canFail = compounds.TryRead() ?? Simple();
        nesting--;
        return canFail;
    }

    // 'exit' after a command passes on what it returned, when it has no argument.
    private bool StartsEnd() => place.Now is { Kind: ShellTokenKind.Word, Text: "exit" } && place.Next is not { Kind: ShellTokenKind.Word };

    private bool AndOr()
    {
        var canFail = Pipeline();
        while (place.Now is { Kind: ShellTokenKind.Operator, Text: "&&" or "||" } link)
        {
            place.Step();
            place.SkipNewLines();
            var next = Handled(link.Text == "||");
            // After || the first command's failure is handled, and only what handles it can fail.
            canFail = link.Text == "||" ? next : canFail | next;
            state.IsOver = false;
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
        var negated = place.Now is { Kind: ShellTokenKind.Word, Text: "!" };
        if (negated)
            place.Step();
        var canFail = Command();
        while (place.Now is { Kind: ShellTokenKind.Operator, Text: "|" or "|&" })
        {
            place.Step();
            place.SkipNewLines();
            canFail = Command();
        }

        return canFail && !negated;
    }

    private bool Simple()
    {
        var words = place.TakeWords();
        if (words.Length == 1 && place.Now is { Kind: ShellTokenKind.Operator, Text: "(" })
            return compounds.FunctionBody();
        var command = new SimpleCommand(words);
        state.IsOver = command.IsExit;
        state.Exits |= command.IsExit;
        state.EndsOnError = command.EndsOnError ?? state.EndsOnError;
        return command.CanFail;
    }
}
