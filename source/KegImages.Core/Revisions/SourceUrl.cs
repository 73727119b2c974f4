namespace KegImages.Revisions;

/// <summary>Turns a git remote into the address where people can see the source.</summary>
internal static class SourceUrl
{
    private static readonly string[] Schemes = ["https", "http", "ssh", "git", "git+ssh", "git+https"];

    /// <summary>The https address of a remote: no user, no password, no <c>.git</c>; an ssh or git port is dropped, an http one kept. Null
    /// for a path of this machine and for anything else that has no host: such a thing must not reach a label.</summary>
    public static Uri? Of(string remote)
    {
        var colons = remote.IndexOf("://", StringComparison.Ordinal);
        return colons >= 0 && Schemes.Contains(remote[..colons].ToLowerInvariant())
            ? OfUrl(isWeb: remote[..colons].Contains("http", StringComparison.OrdinalIgnoreCase), remote[(colons + 3)..])
            : OfShortForm(remote);
    }

    // [user[:password]@]host[:port]/path[?query][#fragment]
    private static Uri? OfUrl(bool isWeb, string rest)
    {
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
            return null;
        var place = rest[(rest.LastIndexOf('@', slash) + 1)..slash];
        var colon = place.LastIndexOf(':') is >= 0 and var last && !place.AsSpan(last).Contains(']') ? last : place.Length;
        var (host, port) = (place[..colon], place[colon..]);
        var path = rest[(slash + 1)..].Split('?', '#')[0];
        return IsHost(host, ":/@?#") && (port.Length == 0 || (port.Length > 1 && port.Skip(1).All(char.IsAsciiDigit)))
            && !path.Any(char.IsWhiteSpace)
            ? Compose(host + (isWeb ? port : ""), path)
            : null;
    }

    // git's own short form for ssh, user@host:path. A single letter before the colon is a Windows drive, not a host.
    private static Uri? OfShortForm(string remote)
    {
        var at = remote.IndexOf('@', StringComparison.Ordinal);
        var user = at < 0 ? "user" : remote[..at];
        var rest = remote[(at + 1)..];
        var colon = rest.StartsWith('[') ? rest.IndexOf("]:", StringComparison.Ordinal) + 1 : rest.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || user.Length == 0 || user.Any(c => c is '/' or ':' || char.IsWhiteSpace(c)))
            return null;
        var (host, path) = (rest[..colon], rest[(colon + 1)..]);
        var isHost = host.StartsWith('[')
            ? IsHost(host, "")
            : host.Length > 1 && char.IsAsciiLetterOrDigit(host[0]) && Spelling.IsMadeOf(host, ".-");
        return isHost && path.Length > 0 && !path.StartsWith("//", StringComparison.Ordinal)
            && !path.Any(c => c is '?' or '#' || char.IsWhiteSpace(c))
                ? Compose(host, path)
                : null;
    }

    private static bool IsHost(string host, string refused) => host.StartsWith('[')
        ? host.Length > 2 && host.EndsWith(']') && host[1..^1].All(c => char.IsAsciiHexDigit(c) || c is ':' or '.')
        : host.Length > 0 && !host.Any(c => refused.Contains(c, StringComparison.Ordinal) || char.IsWhiteSpace(c));

    private static Uri? Compose(string host, string path)
    {
        var trimmed = path.Trim('/');
        if (trimmed.EndsWith(".git", StringComparison.Ordinal))
            trimmed = trimmed[..^".git".Length].TrimEnd('/');
        return trimmed.Length > 0 && Uri.TryCreate($"https://{host}/{trimmed}", UriKind.Absolute, out var uri) ? uri : null;
    }
}
