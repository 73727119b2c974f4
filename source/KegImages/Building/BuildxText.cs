using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace KegImages.Building;

/// <summary>What buildx says in plain text after a failed build: the Dockerfile's lines, the failing ones marked, and one line of error.</summary>
/// <param name="Message">The error without its prefix; null where none is said.</param>
/// <param name="Line">The first marked line of the Dockerfile; 0 where none is.</param>
/// <param name="Source">The marked lines.</param>
internal sealed partial record BuildxText(string? Message, int Line, ImmutableArray<string> Source)
{
    private const string Prefix = "ERROR: ";

    /// <summary>Reads the end of what buildx wrote.</summary>
    public static BuildxText Parse(IReadOnlyCollection<string> lines)
    {
        var marked = lines.Select(line => Marked().Match(line)).Where(match => match.Success).ToArray();
        var named = lines.Zip(lines.Skip(1)).Where(pair => pair.Second.StartsWith("----", StringComparison.Ordinal))
            .Select(pair => Named().Match(pair.First)).FirstOrDefault(match => match.Success);
        var number = marked.Length > 0 ? marked[0].Groups["line"].Value : named?.Groups["line"].Value ?? "0";
        var error = lines.LastOrDefault(line => line.StartsWith(Prefix, StringComparison.Ordinal))?[Prefix.Length..];
        return new BuildxText(
            error ?? lines.LastOrDefault(line => !string.IsNullOrWhiteSpace(line)),
            int.Parse(number, CultureInfo.InvariantCulture),
            [.. marked.Select(match => match.Groups["text"].Value)]);
    }

    // "   5 | >>> RUN echo before && \"
    [GeneratedRegex(@"\A\s*(?<line>[0-9]{1,7}) \| >>> (?<text>.*)\z")]
    private static partial Regex Marked();

    // "Dockerfile:5", above a rule of dashes
    [GeneratedRegex(@"\A\S.*:(?<line>[0-9]{1,7})\z")]
    private static partial Regex Named();
}
