using System.Text;

namespace KegImages.Processes;

/// <summary>Cuts text that comes in any pieces into lines, which <c>\n</c>, <c>\r</c> or <c>\r\n</c> ends as for <see cref="TextReader.ReadLine"/>.</summary>
internal sealed class LineCutter
{
    private readonly StringBuilder begun = new();
    private bool isAfterReturn;

    /// <summary>The line that has no end yet; null where there is none.</summary>
    public string? Rest => begun.Length > 0 ? begun.ToString() : null;

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
            lines.Add(begun.Append(piece[..end]).ToString());
            begun.Clear();
            piece = piece[end..] is ['\r', '\n', ..] ? piece[(end + 2)..] : piece[(end + 1)..];
        }

        begun.Append(piece);
        return lines;
    }
}
