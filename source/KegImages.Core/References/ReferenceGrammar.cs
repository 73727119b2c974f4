namespace KegImages.References;

/// <summary>The grammar of a reference's parts, as Docker has it, read in one pass: the text may be anybody's. See
/// <see href="https://pkg.go.dev/github.com/distribution/reference"/>.</summary>
internal static class ReferenceGrammar
{
    /// <summary>The longest path of a repository, in characters.</summary>
    public const int LongestPath = 255;

    private const int IdLength = 64;

    /// <summary>Whether the text is an image's id to Docker, and so never a name: 64 hexadecimal digits.</summary>
    public static bool IsId(ReadOnlySpan<char> text) => Spelling.IsHex(text, IdLength);

    /// <summary>Whether the first part of a name is a host: only when it cannot be a part of a path.</summary>
    public static bool IsHostPart(ReadOnlySpan<char> first) =>
        first.ContainsAny('.', ':') || first is "localhost" || first.ContainsAnyInRange('A', 'Z');

    /// <summary>Whether the text is a repository's path: components between slashes.</summary>
    public static bool IsPath(ReadOnlySpan<char> text)
    {
        if (text.Length > LongestPath)
            return false;
        foreach (var part in text.Split('/'))
        {
            if (!IsComponent(text[part]))
                return false;
        }

        return true;
    }

    /// <summary>Whether the text is a component of a path: lowercase letters and digits, '.', '_', '__' or '-'s between them.</summary>
    public static bool IsComponent(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || !IsAlphanumeric(text[0]) || !IsAlphanumeric(text[^1]))
            return false;
        for (var at = 0; at < text.Length; at++)
        {
            if (IsAlphanumeric(text[at]))
                continue;
            var begin = at;
            while (!IsAlphanumeric(text[at]))
                at++;
            if (!IsSeparator(text[begin..at]))
                return false;
        }

        return true;
    }

    /// <summary>Whether the text is a host with an optional port: names between dots, or an IPv6 address in brackets.</summary>
    public static bool IsHost(ReadOnlySpan<char> text)
    {
        var closing = text.IndexOf(']');
        var colon = text[(closing + 1)..].IndexOf(':');
        var host = colon < 0 ? text : text[..(closing + 1 + colon)];
        return (colon < 0 || IsPort(text[(host.Length + 1)..])) && (text.StartsWith('[') ? IsBracketed(host) : AreNames(host));
    }

    private static bool IsPort(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9');

    private static bool IsBracketed(ReadOnlySpan<char> host)
    {
        if (host.Length < 3 || host[^1] != ']')
            return false;
        foreach (var character in host[1..^1])
        {
            if (!char.IsAsciiHexDigit(character) && character != ':')
                return false;
        }

        return true;
    }

    private static bool AreNames(ReadOnlySpan<char> host)
    {
        foreach (var part in host.Split('.'))
        {
            var name = host[part];
            if (name.IsEmpty || name[0] == '-' || name[^1] == '-')
                return false;
            foreach (var character in name)
            {
                if (!char.IsAsciiLetterOrDigit(character) && character != '-')
                    return false;
            }
        }

        return true;
    }

    private static bool IsAlphanumeric(char character) => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character);

    private static bool IsSeparator(ReadOnlySpan<char> text) => text is "." or "_" or "__" || !text.ContainsAnyExcept('-');
}
