namespace KegImages.Consoles;

/// <summary>The writer that all text goes through that is shown: <see cref="VisibleText"/> of it, and, in GitHub's log, with nothing in it
/// that the runner takes for a command. What is ours and meant as a sequence or a command goes past it, to <see
/// cref="Terminal.Controls"/>.</summary>
internal sealed class VisibleWriter(TextWriter inner, bool isGitHub) : TextWriter
{
    private readonly Lock writing = new();
    private char last = '\n';
    private char before = '\n';
    private bool isAtStart = true;

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void Write(string? value)
    {
        if (string.IsNullOrEmpty(value))
            return;
        lock (writing)
            inner.Write(isGitHub ? Inert(VisibleText.Of(value)) : VisibleText.Of(value));
    }

    public override void WriteLine(string? value) => Write(value + CoreNewLineText);

    public override void Flush()
    {
        lock (writing)
            inner.Flush();
    }

    private string CoreNewLineText => new(CoreNewLine);

    // The runner takes "::" at a line's beginning, whatever blanks stand before it, and the older "##[" anywhere: their last character is
    // written out.
    private string Inert(string text)
    {
        var shown = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            var isCommand = (c == ':' && last == ':' && isAtStart) || (c == '[' && last == '#' && before == '#');
            shown.Append(isCommand ? $"\\u{(int)c:x4}" : c.ToString());
            isAtStart = c == '\n' || (isAtStart && (char.IsWhiteSpace(c) || (c == ':' && last != ':')));
            (before, last) = (last, c);
        }

        return shown.ToString();
    }
}
