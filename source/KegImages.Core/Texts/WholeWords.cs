using System.Buffers;

namespace KegImages.Texts;

/// <summary>The words of a line, of which those that only mean something together are one: a quoted value, a command, a place in a file
/// whose path has spaces.</summary>
internal static class WholeWords
{
    private const int LongestPlace = 8;

    private static readonly SearchValues<char> Name = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

    // An apostrophe within what a shell is given in apostrophes.
    private const string Apostrophe = "'\\''";

    // A command where a line, or what follows a colon, begins with it; else a word of a sentence.
    private static readonly string[] Others = ["docker", "git", "gh", "cosign", "npm", "apt-get", "sudo", "export", "chmod", "bash"];

    /// <summary>The words, as they stand in the line between single spaces, and which of them is a command.</summary>
    public static IEnumerable<(string Text, bool IsCommand)> Of(string line)
    {
        var words = Quoted(line.Split(' '));
        var (at, place) = (0, PlaceEnd(words));
        while (at < words.Count)
        {
            var isPlace = at == 0 && place > 0;
            var end = isPlace ? place : CommandEnd(words, at);
            yield return (string.Join(' ', words[at..end]), !isPlace && end > at + 1);
            at = end;
        }
    }

    // What is quoted of NAME='a value', or the word itself.
    private static ReadOnlySpan<char> Value(string word) => word.AsSpan(IsAssignment(word) ? word.IndexOf('=') + 1 : 0);

    // NAME=…, as a shell sets a variable for the command behind it.
    private static bool IsAssignment(string word) =>
        word.IndexOf('=') is > 0 and var end && word[0] is not (>= '0' and <= '9') && !word.AsSpan(0, end).ContainsAnyExcept(Name);

    private static List<string> Quoted(string[] words)
    {
        // Where the quotation ends that a word begins; found from the back, so that each word is looked at once.
        var ends = new int[words.Length];
        var next = new Dictionary<char, int>();
        for (var at = words.Length - 1; at >= 0; at--)
        {
            if (words[at].AsSpan().TrimEnd(",.;:)") is [.., var last and ('\'' or '"' or '`')])
                next[last] = at;
            var begin = Value(words[at].Replace(Apostrophe, "", StringComparison.Ordinal).TrimStart('('));
            var isOpen = begin is [var quote and ('\'' or '"' or '`'), .. var rest] && !rest.Contains(quote);
            ends[at] = isOpen ? next.GetValueOrDefault(begin[0], at) : at;
        }

        var whole = new List<string>();
        for (var at = 0; at < words.Length; at = ends[at] + 1)
            whole.Add(string.Join(' ', words[at..(ends[at] + 1)]));
        return whole;
    }

    // "a clone/taps/evf/Dockerfile:3: FROM …"
    private static int PlaceEnd(List<string> words)
    {
        for (var at = 0; at < Math.Min(words.Count, LongestPlace); at++)
        {
            if (words[at].TrimEnd(':') is var word && word.Length < words[at].Length && word.LastIndexOf(':') is > 0 and var colon
                && word.AsSpan(colon + 1).Trim("0123456789").IsEmpty && word.Length > colon + 1)
                return at + 1;
            if (EndsClause(words[at]))
                break;
        }

        return 0;
    }

    private static int CommandEnd(List<string> words, int at)
    {
        var name = words[at].TrimStart('(');
        var begins = at == 0 || words[at - 1].EndsWith(':');
        var isTargets = IsTargets(name, begins, words, at);
        if (!isTargets && !(begins && (Others.Contains(name) || IsAssignment(name))))
            return at + 1;
        var end = at + 1;
        while (end < words.Count && !EndsClause(words[end - 1]) && !words[end].StartsWith('(')
            && (!isTargets || IsOfTargets(words[end - 1], words[end])))
            end++;
        return end;
    }

    // A script or a tool that is given targets: a sentence may go on behind these.
    private static bool IsTargets(string name, bool begins, List<string> words, int at) => name == "dotnet"
        || name.StartsWith("./", StringComparison.Ordinal)
        || (begins && at + 2 < words.Count && IsTarget(words[at + 1]) && words[at + 2].StartsWith("--", StringComparison.Ordinal));

    private static bool IsOfTargets(string before, string word) => word.StartsWith('-') || IsTarget(word) || before == "dotnet"
        || before.StartsWith("--", StringComparison.Ordinal);

    private static bool IsTarget(string word) => word is [>= 'A' and <= 'Z', ..];

    // A folder of dots alone is a value.
    private static bool EndsClause(string word) => word is not ("." or "..") && word is [.., ',' or ';' or ':' or ')' or '.'];
}
