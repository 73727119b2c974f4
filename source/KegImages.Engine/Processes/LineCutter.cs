namespace KegImages.Processes;

/// <summary>
/// Cuts text that comes in any pieces into lines, which <c>\n</c>, <c>\r</c> or <c>\r\n</c> ends as for <see cref="TextReader.ReadLine"/>.
/// </summary>
internal sealed class LineCutter
{
    // A document may be one line; no line that someone means is as long as this.
    private const int Longest = 16 * 1024 * 1024;

    private readonly StringBuilder begun = new();
    private long cut;
    private bool isAfterReturn;

    /// <summary>The line that has no end yet; null where there is none.</summary>
    public string? Rest => begun.Length > 0 ? Whole() : null;

    /// <summary>The lines that this piece ends.</summary>
    public List<string> Add(ReadOnlySpan<char> piece)
    {
        List<string> lines = [];
        if (piece.IsEmpty)
            return lines;
        if (isAfterReturn && piece[0] == '\n')
            piece = piece[1..];
        isAfterReturn = piece is [.., '\r'];
        while (piece.IndexOfAny('\r', '\n') is >= 0 and var end)
        {
            Begin(piece[..end]);
            lines.Add(Whole());
            begun.Clear();
            cut = 0;
            piece = piece[end..] is ['\r', '\n', ..] ? piece[(end + 2)..] : piece[(end + 1)..];
        }

        Begin(piece);
        return lines;
    }

    private void Begin(ReadOnlySpan<char> piece)
    {
        var kept = Math.Min(piece.Length, Longest - begun.Length);
        begun.Append(piece[..kept]);
        cut += piece.Length - kept;
    }

    private string Whole() => cut == 0 ? begun.ToString()
        : string.Create(CultureInfo.InvariantCulture, $"{begun} … ({cut} more characters of this line are left out)");
}
