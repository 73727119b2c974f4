namespace KegImages.Linting.Shell;

// What groups commands and what chooses among them.
// See https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_09_04
internal sealed partial class HiddenFailures
{
    // The words that go on with a compound command behind a list of commands; a word that nothing follows ends it.
    private static readonly Dictionary<string, string[]> Following = new(StringComparer.Ordinal)
    {
        ["if"] = ["then"], ["elif"] = ["then"], ["then"] = ["elif", "else", "fi"], ["else"] = ["fi"],
        ["while"] = ["do"], ["until"] = ["do"], ["for"] = ["do"], ["select"] = ["do"], ["do"] = ["done"], ["{"] = ["}"],
    };

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
}
