namespace KegImages.Texts;

/// <summary>
/// Messages in lines of a terminal's width: broken between words, never within what is copied, such as a path, a reference, a quoted value
/// or a command, and with what goes on indented below. What is longer than a line stays whole, and a line that quotes a file as it is.
/// </summary>
internal static class Prose
{
    /// <summary>What a process keeps under this name in its <see cref="AppContext"/> takes secrets out of a text, for whoever breaks
    /// it.</summary>
    public const string MaskKey = "KegImages.Mask";

    private const int Deeper = 4;

    /// <summary>The lines of a text that may have several.</summary>
    /// <param name="text">The text.</param>
    /// <param name="columns">The columns of a line.</param>
    /// <param name="used">How many of the first one are taken already.</param>
    public static IEnumerable<string> Of(string text, int columns, int used = 0)
    {
        if (columns < int.MaxValue)
            return text.ReplaceLineEndings("\n").Split('\n').SelectMany((line, number) => Broken(line, columns, number == 0 ? used : 0));
        return [text];
    }

    private static IEnumerable<string> Broken(string line, int columns, int used)
    {
        var words = line.TrimStart(' ');
        var indent = line.Length - words.Length;
        if (used + Columns.Of(line) <= columns || IsQuoted(words))
        {
            yield return line;
            yield break;
        }

        var part = line[..indent];
        var (room, isEmpty) = (columns - used - indent, true);
        foreach (var (unit, isCommand) in WholeWords.Of(words))
        {
            var wanted = Columns.Of(unit) + (isEmpty ? 0 : 1);
            // A command stays behind what introduces it: a terminal wraps it itself, and gives it back whole. What fits nowhere gains
            // nothing by a line of its own.
            if (wanted > room && !isEmpty && !isCommand && Columns.Of(unit) <= columns - indent - Deeper)
            {
                yield return part;
                part = new string(' ', indent + Deeper);
                (room, isEmpty, wanted) = (columns - indent - Deeper, true, wanted - 1);
            }

            part += isEmpty ? unit : $" {unit}";
            (room, isEmpty) = (room - wanted, false);
        }

        yield return part;
    }

    // A Dockerfile's lines as BuildKit shows them, what a program printed below a mark, and where an exception came from.
    private static bool IsQuoted(string words) => words is ['>' or '|', ..] || words.StartsWith("at ", StringComparison.Ordinal)
        || words.AsSpan().TrimStart("0123456789").StartsWith(" |", StringComparison.Ordinal);
}
