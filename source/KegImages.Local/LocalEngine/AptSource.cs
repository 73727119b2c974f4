namespace KegImages.LocalEngine;

/// <summary>One source of binary packages. See <see href="https://manpages.debian.org/stable/apt/sources.list.5.en.html"/>.</summary>
/// <param name="Options">Everything else, named as deb822 names it, <c>Signed-By</c> among it.</param>
internal sealed record AptSource(
    ImmutableArray<string> Uris,
    ImmutableArray<string> Suites,
    ImmutableArray<string> Components,
    ImmutableSortedDictionary<string, string> Options)
{
    /// <summary>Reads a file of deb822 stanzas (<c>*.sources</c>); sources that are disabled or carry no binary packages are left
    /// out.</summary>
    public static ImmutableArray<AptSource> ParseStanzas(string text) =>
        [.. text.ReplaceLineEndings("\n").Split("\n\n").Select(ParseStanza).OfType<AptSource>()];

    /// <summary>Reads a file of lines (<c>*.list</c>): <c>deb [option=value …] uri suite component …</c>.</summary>
    public static ImmutableArray<AptSource> ParseLines(string text) =>
        [.. text.ReplaceLineEndings("\n").Split('\n').Select(ParseLine).OfType<AptSource>()];

    public string ToStanza(string architecture)
    {
        var text = new StringBuilder()
            .Append("Types: deb\n")
            .Append("URIs: ").AppendJoin(' ', Uris).Append('\n')
            .Append("Suites: ").AppendJoin(' ', Suites).Append('\n')
            .Append("Components: ").AppendJoin(' ', Components).Append('\n')
            .Append("Architectures: ").Append(architecture).Append('\n')
            .Append("Targets: Packages\nLanguages: none\n");
        foreach (var (name, value) in Options)
            text.Append(name).Append(": ").Append(value).Append('\n');
        return text.ToString();
    }

    private static AptSource? ParseStanza(string stanza)
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var last = "";
        foreach (var line in stanza.Split('\n').Where(line => !line.StartsWith('#')))
        {
            // A value goes on over the following indented lines: an armoured key stands in Signed-By that way.
            if (line.Length > 0 && line[0] is ' ' or '\t' && last.Length > 0)
                fields[last] += "\n" + line;
            else if (line.Split(':', 2) is [var name, var value])
                fields[last = name.Trim()] = value.Trim();
        }

        if (Words(fields, "Types").All(type => type != "deb")
            || (fields.TryGetValue("Enabled", out var enabled) && enabled is "no" or "false"))
            return null;
        string[] own = ["Types", "URIs", "Suites", "Components", "Enabled", "Architectures", "Targets", "Languages"];
        return new AptSource(
            Words(fields, "URIs"),
            Words(fields, "Suites"),
            Words(fields, "Components"),
            fields.Where(field => !own.Contains(field.Key, StringComparer.OrdinalIgnoreCase)
                && !field.Key.StartsWith("X-", StringComparison.OrdinalIgnoreCase))
                .ToImmutableSortedDictionary(StringComparer.Ordinal));
    }

    private static AptSource? ParseLine(string line)
    {
        var comment = line.IndexOf('#', StringComparison.Ordinal);
        var text = (comment < 0 ? line : line[..comment]).Trim();
        if (!text.StartsWith("deb", StringComparison.Ordinal) || text.Length < 4 || text[3] is not (' ' or '\t'))
            return null;
        text = text[4..].Trim();
        var options = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (text.StartsWith('[') && text.IndexOf(']', StringComparison.Ordinal) is > 0 and var end)
        {
            foreach (var option in text[1..end].Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
            {
                if (option.Split('=', 2) is ["signed-by" or "trusted" or "check-valid-until" or "allow-insecure", var value] words)
                    options[DebName(words[0])] = value;
            }

            text = text[(end + 1)..];
        }

        return text.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries) is [var uri, var suite, .. var components]
            ? new AptSource([uri], [suite], [.. components], options.ToImmutable())
            : null;
    }

    private static string DebName(string option) =>
        string.Join('-', option.Split('-').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));

    private static ImmutableArray<string> Words(Dictionary<string, string> fields, string name) =>
        fields.TryGetValue(name, out var value) ? [.. value.Split((char[])[' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries)] : [];
}
