namespace KegImages.Linting.Shell;

/// <summary>Reads what chooses among commands or repeats them, and says of each whether its failure would count.</summary>
internal sealed class ControlFlow(HiddenFailures lists, ShellPlace place, ShellState state)
{
    /// <summary>Reads the one that begins here; null when none does.</summary>
    public bool? TryRead() => place.Now.Text switch
    {
        "if" => If(),
        "for" or "select" => For(),
        "while" or "until" => While(),
        "case" => Case(),
        _ => null,
    };

    private bool If()
    {
        place.Step();
        lists.Condition();
        place.Expect("then");
        var canFail = lists.List();
        while (place.Now.Text is "elif" or "else")
        {
            if (place.Now.Text == "elif")
            {
                place.Step();
                lists.Condition();
                place.Expect("then");
            }
            else
            {
                place.Step();
            }

            canFail |= lists.List();
        }

        place.Expect("fi");
        state.IsOver = false;
        place.SkipRedirections();
        return canFail;
    }

    private bool For()
    {
        place.Step();
        if (place.Now is { Kind: ShellTokenKind.Operator, Text: "(" })
            place.SkipBrackets();
        while (place.Now.Kind == ShellTokenKind.Word && place.Now.Text != "do")
            place.Step();
        return Loop();
    }

    private bool While()
    {
        place.Step();
        lists.Condition();
        return Loop();
    }

    private bool Loop()
    {
        if (place.Now is { Kind: ShellTokenKind.Operator, Text: ";" })
            place.Step();
        place.SkipNewLines();
        place.Expect("do");
        var canFail = lists.List();
        place.Expect("done");
        state.IsOver = false;
        place.SkipRedirections();
        return canFail;
    }

    private bool Case()
    {
        place.Step(2);
        place.SkipNewLines();
        place.Expect("in");
        var canFail = false;
        while (true)
        {
            place.SkipNewLines();
            if (place.Now.Text == "esac")
                break;
            while (place.Now is not { Kind: ShellTokenKind.Operator, Text: ")" })
            {
                if (place.Now.Kind == ShellTokenKind.End)
                    throw new FormatException("case is never ended");
                place.Step();
            }

            place.Step();
            canFail |= lists.List();
            if (place.Now is { Kind: ShellTokenKind.Operator, Text: ";;" or ";&" or ";;&" })
                place.Step();
            else if (place.Now.Text != "esac")
                throw new FormatException($"'{place.Now.Text}' is not expected here");
        }

        place.Expect("esac");
        state.IsOver = false;
        place.SkipRedirections();
        return canFail;
    }
}
