namespace KegImages.Building;

/// <summary>
/// Cuts the bytes that a command writes, which come in any pieces, into lines as a terminal would show them: without escape sequences,
/// and of a progress bar its last state. Each byte is looked at once, and of a line no more is kept than <see cref="TextLimits.Line"/>
/// characters.
/// </summary>
internal sealed class LogLines
{
    private readonly Decoder decoder = new UTF8Encoding(false).GetDecoder();
    private readonly StringBuilder line = new();
    private int cut;
    private bool isReturned;
    private bool isBegun;
    private Sequence within;

    private enum Sequence
    {
        None,
        Begun,
        Control,
        Command,
        CommandEnd,
    }

    /// <summary>A whole line as a terminal would show it. What stands before the mark stays, whatever comes behind that: Compose names
    /// the container there.</summary>
    public static string Of(string line, string mark = "")
    {
        if (line.AsSpan().IndexOfAny('\x1b', '\r') < 0)
            return line;
        var end = mark.Length == 0 ? -1 : line.IndexOf(mark, StringComparison.Ordinal);
        var begin = end < 0 ? 0 : end + mark.Length;
        return Shown(line[..begin]) + Shown(line[begin..]);

        static string Shown(string text)
        {
            var lines = new LogLines();
            return string.Join(' ', [.. lines.Add(Encoding.UTF8.GetBytes(text)), .. lines.Complete()]);
        }
    }

    /// <summary>The lines that these bytes complete.</summary>
    public List<string> Add(byte[] data)
    {
        var characters = new char[decoder.GetCharCount(data, flush: false)];
        decoder.GetChars(data, characters, flush: false);
        List<string> lines = [];
        foreach (var character in characters)
        {
            isBegun |= character != '\n';
            if (character == '\n')
                lines.Add(Take());
            else if (within == Sequence.None || !IsWithin(character))
                Show(character);
        }

        return lines;
    }

    /// <summary>The line that has no end, where there is one.</summary>
    public IEnumerable<string> Complete() => isBegun ? [Take()] : [];

    private string Take()
    {
        var taken = cut == 0 ? line.ToString()
            : string.Create(CultureInfo.InvariantCulture, $"{line} … ({cut} more characters of this line are left out)");
        line.Clear();
        (cut, isReturned, isBegun, within) = (0, false, false, Sequence.None);
        return taken;
    }

    private void Show(char character)
    {
        if (character is '\r' or '\x1b')
        {
            isReturned |= character == '\r';
            within = character == '\x1b' ? Sequence.Begun : Sequence.None;
            return;
        }

        // What comes behind a carriage return is written over what stood there; where nothing comes, it still stands.
        if (isReturned)
        {
            line.Clear();
            (cut, isReturned) = (0, false);
        }

        if (line.Length < TextLimits.Line)
            line.Append(character);
        else
            cut++;
    }

    // Whether a character belongs to the escape sequence that was begun, and how that goes on:
    // https://www.ecma-international.org/publications-and-standards/standards/ecma-48/
    private bool IsWithin(char character)
    {
        (within, var belongs) = (within, character) switch
        {
            (Sequence.Begun, '[') => (Sequence.Control, true),
            (Sequence.Begun, ']') => (Sequence.Command, true),
            (Sequence.Begun, >= '@' and <= '_') => (Sequence.None, true),
            (Sequence.Control, >= ' ' and <= '?') => (Sequence.Control, true),
            (Sequence.Control, >= '@' and <= '~') => (Sequence.None, true),
            (Sequence.Command, '\x07') => (Sequence.None, true),
            (Sequence.Command, '\x1b') => (Sequence.CommandEnd, true),
            (Sequence.Command, _) => (Sequence.Command, true),
            (Sequence.CommandEnd, '\\') => (Sequence.None, true),
            _ => (Sequence.None, false),
        };
        return belongs;
    }
}
