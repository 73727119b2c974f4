using System.Globalization;
using System.Text;
using KegImages.Texts;

namespace KegImages.Tests.Reporting;

/// <summary>The little of a terminal that is used: rows that wrap at its width, rows up, the line's beginning, clearing to the end,
/// colours. What is scrolled out is kept.</summary>
internal sealed class Screen(int width)
{
    private readonly List<StringBuilder> rows = [new()];
    private int row;
    private int column;
    private string begun = "";

    /// <summary>Sequences that it does not know.</summary>
    public List<string> Unknown { get; } = [];

    /// <summary>How many sequences of colours were written.</summary>
    public int Colors { get; private set; }

    /// <summary>The rows, without empty ones at the end.</summary>
    public List<string> Rows => [.. rows.Select(text => text.ToString().TrimEnd()).Reverse().SkipWhile(text => text.Length == 0).Reverse()];

    /// <summary>The rows after all of a text.</summary>
    public static List<string> Of(string written, int width)
    {
        var screen = new Screen(width);
        screen.Write(written);
        return screen.Rows;
    }

    public void Write(string more)
    {
        // A sequence may come in two pieces.
        var written = begun + more;
        begun = "";
        for (var i = 0; i < written.Length; i++)
        {
            switch (written[i])
            {
                case '\n':
                    Down();
                    column = 0;
                    break;
                case '\r':
                    column = 0;
                    break;
                case '\e' when i + 1 < written.Length && written[i + 1] == '[':
                    var end = i + 2;
                    while (end < written.Length && !char.IsAsciiLetter(written[end]))
                        end++;
                    if (end == written.Length)
                        begun = written[i..];
                    else
                        Obey(written[end], written[(i + 2)..end]);
                    i = end;
                    break;
                case '\e' when i + 1 == written.Length:
                    begun = "\e";
                    break;
                case '\e':
                    // An application's keys and the like: one character follows.
                    i++;
                    break;
                default:
                    Put(written[i]);
                    break;
            }
        }
    }

    private void Obey(char command, string numbers)
    {
        switch (command)
        {
            case 'A':
                row = Math.Max(0, row - int.Parse(numbers, CultureInfo.InvariantCulture));
                break;
            case 'J':
                rows[row].Length = Math.Min(rows[row].Length, column);
                rows.RemoveRange(row + 1, rows.Count - row - 1);
                break;
            case 'm':
                Colors++;
                break;
            case 'h' or 'l':
                break;
            default:
                Unknown.Add($"{numbers}{command}");
                break;
        }
    }

    private void Put(char character)
    {
        if (column + Columns.Of(character.ToString()) > width)
        {
            Down();
            column = 0;
        }

        var line = rows[row];
        line.Append(' ', Math.Max(0, column - line.Length));
        if (column < line.Length)
            line[column] = character;
        else
            line.Append(character);
        column++;
    }

    private void Down()
    {
        row++;
        if (row == rows.Count)
            rows.Add(new StringBuilder());
    }
}
