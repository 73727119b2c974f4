namespace KegImages.Pages;

/// <summary>Text that someone else wrote, in Markdown that shows it as it is. See <see href="https://github.github.com/gfm/"/>.</summary>
internal static class Markdown
{
    private const string Special = "\\`*_{}[]()<>#+!|~@&$";

    /// <summary>Text in a line or a table's cell: no markup, no link, nobody mentioned.</summary>
    public static string Text(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in VisibleText.Of(text))
        {
            if (char.IsControl(c))
                escaped.Append(' ');
            else if (Special.Contains(c, StringComparison.Ordinal))
                escaped.Append(CultureInfo.InvariantCulture, $"&#{(int)c};");
            else
                escaped.Append(c);
        }

        // What is left of an address that would become a link by itself.
        return escaped.Replace("://", "&#58;//").Replace("www.", "www&#46;").ToString();
    }

    public static string Code(string text) =>
        text.Length > 0 && text.All(c => !char.IsControl(c) && !VisibleText.IsHidden(c) && c is not ('`' or '|')) && text.Trim() == text
            ? $"`{text}`" : $"<code>{Text(text)}</code>";

    public static IEnumerable<string> Block(IReadOnlyCollection<string> lines, string language = "text")
    {
        var longest = lines.SelectMany(line => line.Split(['\n', '\r'])).Select(LongestRun).DefaultIfEmpty().Max();
        var fence = new string('`', Math.Max(3, longest + 1));
        return [$"{fence}{language}", .. lines.Select(VisibleText.Of), fence];
    }

    public static IEnumerable<string> Table(ImmutableArray<string> head, IEnumerable<IEnumerable<string>> rows) =>
        [Row(head), Row(head.Select(_ => "---")), .. rows.Select(Row)];

    public static IEnumerable<string> Details(string title, IEnumerable<string> lines) =>
        [$"<details><summary>{Text(title)}</summary>", "", .. lines, "", "</details>", ""];

    private static string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";

    private static int LongestRun(string line)
    {
        var (longest, run) = (0, 0);
        foreach (var c in line)
        {
            run = c == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}
