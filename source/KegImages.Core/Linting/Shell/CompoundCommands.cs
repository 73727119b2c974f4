namespace KegImages.Linting.Shell;

/// <summary>
/// Reads a shell's compound commands, and says of each whether its failure would count: here what groups commands, and with
/// <see cref="ControlFlow"/> what chooses among them.
/// See <see href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_09_04"/>.
/// </summary>
internal sealed class CompoundCommands(HiddenFailures lists, ShellPlace place, ShellState state)
{
    private readonly ControlFlow flow = new(lists, place, state);

    /// <summary>Reads the compound command that begins here; null when none does.</summary>
    public bool? TryRead() => place.Now switch
    {
        { Kind: ShellTokenKind.Operator, Text: "(" } => Subshell(),
        { Text: "{" } => Group(),
        { Text: "[[" } => Conditional(),
        { Text: "function" } => Function(),
        _ => flow.TryRead(),
    };

    /// <summary>Reads what a function does: what its commands hide, they hide where it is called, and defining it cannot fail.</summary>
    public bool FunctionBody()
    {
        if (place.Now is { Kind: ShellTokenKind.Operator, Text: "(" })
            place.SkipBrackets();
        place.SkipNewLines();
        var outer = state.EndsOnError;
        lists.Command();
        state.EndsOnError = outer;
        state.IsOver = false;
        return false;
    }

    private bool Subshell()
    {
        // (( … )) is arithmetic, whatever stands in it.
        if (place.Next is { Kind: ShellTokenKind.Operator, Text: "(" } && place.Next.At == place.Now.At + 1)
        {
            place.SkipBrackets();
            return false;
        }

        var (outer, exitsBefore) = (state.EndsOnError, state.Exits);
        state.Exits = false;
        place.Step();
        // Its exit ends the subshell alone: whoever stands behind it must look.
        var canFail = lists.List() | state.Exits;
        place.Expect(")");
        (state.EndsOnError, state.Exits, state.IsOver) = (outer, exitsBefore, false);
        place.SkipRedirections();
        return canFail;
    }

    private bool Group()
    {
        place.Step();
        var canFail = lists.List();
        place.Expect("}");
        place.SkipRedirections();
        return canFail;
    }

    private bool Conditional()
    {
        while (place.Now.Text != "]]")
        {
            if (place.Now.Kind == ShellTokenKind.End)
                throw new FormatException("[[ is never closed");
            place.Step();
        }

        place.Step();
        return false;
    }

    private bool Function()
    {
        place.Step(2);
        return FunctionBody();
    }
}
