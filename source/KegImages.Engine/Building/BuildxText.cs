namespace KegImages.Building;

/// <summary>
/// What buildx says in plain text after a failed build: the Dockerfile's lines, the failing ones marked, and one line of error.
/// </summary>
/// <param name="Message">The error without its prefix; null where none is said.</param>
/// <param name="Line">The first marked line of the Dockerfile; 0 where none is.</param>
/// <param name="Source">The marked lines.</param>
/// <param name="Rest">What it says beside all that.</param>
internal sealed record BuildxText(string? Message, int Line, ImmutableArray<string> Source, ImmutableArray<string> Rest)
{
    // "failed to solve" stands before every error there is, so it tells nothing.
    private static readonly string[] Prefixes = ["ERROR: ", "failed to build: ", "failed to solve: "];

    /// <summary>Reads the end of what buildx wrote.</summary>
    public static BuildxText Parse(IReadOnlyCollection<string> lines)
    {
        var marked = lines.Select(Quoted).OfType<QuotedLine>().Where(line => line.Mark is not null).ToArray();
        var named = lines.Zip(lines.Skip(1)).Where(pair => IsRule(pair.Second)).Select(pair => pair.First)
            .FirstOrDefault(line => NamedLine(line) is not null);
        var error = lines.LastOrDefault(line => line.StartsWith(Prefixes[0], StringComparison.Ordinal));
        return new BuildxText(
            Shortened(error ?? lines.LastOrDefault(line => !string.IsNullOrWhiteSpace(line))),
            marked.Length > 0 ? marked[0].Number : named is null ? 0 : NamedLine(named)!.Value,
            [.. marked.Select(line => line.Mark!)],
            [.. lines.Where(line => !string.IsNullOrWhiteSpace(line) && line != error && line != named && !IsRule(line)
                && Quoted(line) is null)]);
    }

    private static bool IsRule(string line) => line.StartsWith("----", StringComparison.Ordinal);

    private static string? Shortened(string? message)
    {
        foreach (var prefix in Prefixes)
        {
            if (message?.StartsWith(prefix, StringComparison.Ordinal) == true)
                message = message[prefix.Length..];
        }

        return message;
    }

    // "   4 |     FROM node", "   5 | >>> RUN echo before && \"
    private static QuotedLine? Quoted(string line)
    {
        const string Bar = " | ";
        const string Marked = ">>> ";
        var bar = line.IndexOf(Bar, StringComparison.Ordinal);
        if (bar < 0 || Number(line.AsSpan(0, bar).TrimStart()) is not { } number)
            return null;
        var text = line[(bar + Bar.Length)..];
        return new QuotedLine(number, text.StartsWith(Marked, StringComparison.Ordinal) ? text[Marked.Length..] : null);
    }

    // "Dockerfile:5", above a rule of dashes
    private static int? NamedLine(string line) => line.LastIndexOf(':') is > 0 and var colon && !char.IsWhiteSpace(line[0])
        ? Number(line.AsSpan(colon + 1)) : null;

    private static int? Number(ReadOnlySpan<char> digits) =>
        digits.Length is >= 1 and <= 7 && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : null;

    private sealed record QuotedLine(int Number, string? Mark);
}
