using System.Text;

namespace Nuke.Common.Output;

/// <summary>Lines of help, at most 80 columns wide.</summary>
internal sealed class HelpLines
{
    private const int Width = 80;

    /// <summary>How wide the first column of a list gets.</summary>
    public const int LongestHead = 24;

    private readonly StringBuilder _text = new();

    public HelpLines Line(string text = "")
    {
        _text.AppendLine(text);
        return this;
    }

    /// <summary>A name and as much of a sentence as fits beside it, up to the end of a clause.</summary>
    public void Short(string head, int column, string? sentence)
    {
        var text = sentence ?? "";
        var room = Width - column;
        foreach (var end in new[] { "; ", ": " })
            text = text.Length > room && text.IndexOf(end, StringComparison.Ordinal) is > 15 and var at ? text[..at] : text;
        if (text.Length > room)
            text = text[..text.LastIndexOf(' ', room - 2)] + " …";
        _text.Append(head.PadRight(column)).AppendLine(text);
    }

    /// <summary>A name with paragraphs beside it.</summary>
    public void Entry(string head, int column, IReadOnlyList<string?> paragraphs)
    {
        var lines = paragraphs.OfType<string>().SelectMany(paragraph => Wrap(paragraph, Width - column)).ToArray();
        if (head.Length >= column || lines.Length == 0)
            _text.AppendLine(head);
        for (var i = 0; i < lines.Length; i++)
            _text.Append((i == 0 && head.Length < column ? head : "").PadRight(column)).AppendLine(lines[i]);
    }

    public override string ToString() => _text.ToString();

    private static IEnumerable<string> Wrap(string paragraph, int width)
    {
        var line = "";
        foreach (var word in paragraph.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = "";
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        yield return line;
    }
}
