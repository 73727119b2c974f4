using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace KegImages.Building;

/// <summary>What buildx says in plain text after a failed build: the Dockerfile's lines, the failing ones marked, and one line of error.</summary>
/// <param name="Message">The error without its prefix; null where none is said.</param>
/// <param name="Line">The first marked line of the Dockerfile; 0 where none is.</param>
/// <param name="Source">The marked lines.</param>
/// <param name="Rest">What it says beside all that.</param>
internal sealed partial record BuildxText(string? Message, int Line, ImmutableArray<string> Source, ImmutableArray<string> Rest)
{
    // "failed to solve" stands before every error there is, so it tells nothing.
    private static readonly string[] Prefixes = ["ERROR: ", "failed to build: ", "failed to solve: "];

    /// <summary>Reads the end of what buildx wrote.</summary>
    public static BuildxText Parse(IReadOnlyCollection<string> lines)
    {
        var marked = lines.Select(line => Marked().Match(line)).Where(match => match.Success).ToArray();
        var named = lines.Zip(lines.Skip(1)).Where(pair => IsRule(pair.Second)).Select(pair => Named().Match(pair.First)).FirstOrDefault(match => match.Success);
        var number = marked.Length > 0 ? marked[0].Groups["line"].Value : named?.Groups["line"].Value ?? "0";
        var error = lines.LastOrDefault(line => line.StartsWith(Prefixes[0], StringComparison.Ordinal));
        return new BuildxText(
            Shortened(error ?? lines.LastOrDefault(line => !string.IsNullOrWhiteSpace(line))),
            int.Parse(number, CultureInfo.InvariantCulture),
            [.. marked.Select(match => match.Groups["text"].Value)],
            [.. lines.Where(line => !string.IsNullOrWhiteSpace(line) && line != error && line != named?.Value && !IsRule(line) && !Quoted().IsMatch(line))]);
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

    // "   4 |     FROM node"
    [GeneratedRegex(@"\A\s*[0-9]{1,7} \| ")]
    private static partial Regex Quoted();

    // "   5 | >>> RUN echo before && \"
    [GeneratedRegex(@"\A\s*(?<line>[0-9]{1,7}) \| >>> (?<text>.*)\z")]
    private static partial Regex Marked();

    // "Dockerfile:5", above a rule of dashes
    [GeneratedRegex(@"\A\S.*:(?<line>[0-9]{1,7})\z")]
    private static partial Regex Named();
}
