namespace KegImages.Texts;

internal static class Columns
{
    // The blocks of https://www.unicode.org/reports/tr11/ that terminals draw wide.
    private static readonly (int First, int Last)[] Wide =
        [(0x1100, 0x115F), (0x2E80, 0xA4CF), (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFE30, 0xFE6F), (0xFF00, 0xFF60), (0x1F300, 0x1FAFF),
            (0x20000, 0x3FFFD)];

    /// <summary>How many columns the text takes: two for most East Asian characters and emoji, one for others.</summary>
    public static int Of(string text)
    {
        var columns = 0;
        foreach (var rune in text.EnumerateRunes())
            columns += Of(rune.Value);
        return columns;
    }

    /// <summary>The text in at most so many columns, cut with <c>…</c> where it is longer; control characters become spaces.</summary>
    public static string Fit(string text, int columns)
    {
        var plain = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
        if (Of(plain) <= columns)
            return plain;
        var (length, room) = (0, columns - 1);
        foreach (var rune in plain.EnumerateRunes())
        {
            room -= Of(rune.Value);
            if (room < 0)
                break;
            length += rune.Utf16SequenceLength;
        }

        return columns > 0 ? plain[..length] + '…' : "";
    }

    /// <summary>Rows as lines whose cells stand below each other, with two spaces between them and none at a line's end.</summary>
    public static IEnumerable<string> Table(IReadOnlyList<IReadOnlyList<string>> rows, params int[] rightAligned)
    {
        var widths = Enumerable.Range(0, rows.Count == 0 ? 0 : rows[0].Count).Select(column => rows.Max(row => Of(row[column]))).ToArray();
        return rows.Select(row => string.Join("  ", row.Select((cell, column) =>
        {
            var gap = new string(' ', widths[column] - Of(cell));
            return rightAligned.Contains(column) ? gap + cell : cell + gap;
        })).TrimEnd());
    }

    private static int Of(int rune)
    {
        foreach (var (first, last) in Wide)
        {
            if (rune >= first && rune <= last)
                return 2;
        }

        return 1;
    }
}
