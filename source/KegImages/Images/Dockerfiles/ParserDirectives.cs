using System.Text.RegularExpressions;

namespace KegImages.Images.Dockerfiles;

/// <summary>The comments at the very top of a Dockerfile that speak to its parser. See <see href="https://docs.docker.com/reference/dockerfile/#parser-directives"/>.</summary>
internal sealed partial class ParserDirectives
{
    private static readonly string[] Known = ["syntax", "escape", "check"];
    private readonly Dictionary<string, string> seen = new(StringComparer.Ordinal);
    private bool over;

    /// <summary>The image that reads the Dockerfile, where one is named.</summary>
    public string? Syntax => seen.GetValueOrDefault("syntax");

    /// <summary>The character that escapes and that continues lines.</summary>
    public char Escape { get; private set; } = '\\';

    /// <summary>Takes in one line; after the first that is no known directive, every further one is an ordinary comment.</summary>
    /// <returns>What is wrong with the directive, or null.</returns>
    public string? Read(string line)
    {
        if (over)
            return null;
        var match = Grammar().Match(line);
        var name = match.Groups["name"].Value.ToLowerInvariant();
        if (!match.Success || !Known.Contains(name))
        {
            over = true;
            return null;
        }

        var value = match.Groups["value"].Value;
        if (!seen.TryAdd(name, value))
            return $"the parser directive '{name}' is given twice";
        if (name != "escape")
            return null;
        if (value is not ("\\" or "`"))
            return $"'{value}' cannot be the escape character: choose \\ or `";
        Escape = value[0];
        return null;
    }

    [GeneratedRegex(@"\A#\s*(?<name>[a-zA-Z][a-zA-Z0-9]*)\s*=\s*(?<value>.+?)\s*\z")]
    private static partial Regex Grammar();
}
