namespace KegImages.Dockerfiles;

/// <summary>The comments at the very top of a Dockerfile that speak to its parser. See
/// <see href="https://docs.docker.com/reference/dockerfile/#parser-directives"/>.</summary>
internal sealed class ParserDirectives
{
    private static readonly string[] Known = ["syntax", "escape", "check"];
    private readonly Dictionary<string, string> seen = new(StringComparer.Ordinal);
    private bool over;

    public string? Syntax => seen.GetValueOrDefault("syntax");

    /// <summary>The character that escapes and that continues lines.</summary>
    public char Escape { get; private set; } = '\\';

    /// <summary>Takes in one line; after the first that is no known directive, every further one is an ordinary comment.</summary>
    /// <returns>What is wrong with the directive, or null.</returns>
    public string? Read(string line)
    {
        if (over)
            return null;
        var (name, value) = Parts(line);
        if (!Known.Contains(name))
        {
            over = true;
            return null;
        }

        if (!seen.TryAdd(name, value))
            return $"the parser directive '{name}' is given twice";
        if (name != "escape")
            return null;
        if (value is not ("\\" or "`"))
            return $"'{value}' cannot be the escape character: choose \\ or `";
        Escape = value[0];
        return null;
    }

    /// <summary>A Dockerfile without the directive that names a frontend; every instruction keeps its line.</summary>
    public static string WithoutSyntax(string text)
    {
        var (lines, directives) = (text.Split('\n').ToList(), new ParserDirectives());
        var (place, end) = (-1, 0);
        for (; end < lines.Count; end++)
        {
            _ = directives.Read(lines[end].TrimEnd('\r'));
            if (directives.over)
                break;
            if (place < 0 && directives.Syntax is not null)
                place = end;
        }

        if (place < 0)
            return text;
        // An ordinary comment ends the directives, so it stands after the others.
        lines.Insert(end, "#");
        lines.RemoveAt(place);
        return string.Join('\n', lines);
    }

    // '# name = value'; of a value that is white space alone, one character counts, as to BuildKit.
    private static (string Name, string Value) Parts(string line)
    {
        var sign = line.IndexOf('=', StringComparison.Ordinal);
        if (!line.StartsWith('#') || sign < 0 || sign + 1 == line.Length)
            return ("", "");
        var name = line[1..sign].Trim();
        var value = line[(sign + 1)..].Trim();
        return name is [var first, ..] && char.IsAsciiLetter(first) && Spelling.IsMadeOf(name, "")
            ? (name.ToLowerInvariant(), value.Length > 0 ? value : line[^1..]) : ("", "");
    }
}
