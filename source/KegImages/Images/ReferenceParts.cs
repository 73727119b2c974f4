using System.Buffers;

namespace KegImages.Images;

/// <summary>The parts of a reference as they are written. See <see href="https://pkg.go.dev/github.com/distribution/reference"/>.</summary>
/// <param name="Path">What stands before tag and digest.</param>
/// <param name="Tag">What stands behind the last <c>:</c> of the last part of the path.</param>
/// <param name="Digest">What stands behind the <c>@</c>.</param>
internal sealed record ReferenceParts(string Path, string? Tag, string? Digest)
{
    private static readonly SearchValues<char> AddressCharacters = SearchValues.Create("0123456789abcdefABCDEF:");

    /// <summary>The parts; null when the text has no path, or white space.</summary>
    public static ReferenceParts? Of(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var name = at < 0 ? text : text[..at];
        var digest = at < 0 ? null : text[(at + 1)..];
        if (name.Length == 0 || digest is "" || digest?.Contains('@', StringComparison.Ordinal) == true || text.Any(char.IsWhiteSpace))
            return null;
        var colon = name.LastIndexOf(':');
        return colon > 0 && colon + 1 < name.Length && name.IndexOf('/', colon) < 0
            ? new ReferenceParts(name[..colon], name[(colon + 1)..], digest)
            : new ReferenceParts(name, null, digest);
    }

    /// <summary>Whether each part of a path is one that registries accept.</summary>
    public static bool IsRepository(string path)
    {
        foreach (var part in path.AsSpan().Split('/'))
        {
            if (!Spelling.IsPathComponent(path.AsSpan(part)))
                return false;
        }

        return true;
    }

    /// <summary>Whether a text is a host, with or without a port: names with dots between them, or an IPv6 address in brackets.</summary>
    public static bool IsHost(string text)
    {
        var host = text.AsSpan();
        if (host.LastIndexOf(':') is >= 0 and var colon && host[(colon + 1)..].IndexOf(']') < 0)
        {
            if (colon + 1 == host.Length || host[(colon + 1)..].ContainsAnyExceptInRange('0', '9'))
                return false;
            host = host[..colon];
        }

        if (host is ['[', .. var address, ']'])
            return address.Length > 0 && !address.ContainsAnyExcept(AddressCharacters);
        foreach (var part in host.Split('.'))
        {
            if (host[part] is not [var first, .., var last] pair)
            {
                if (host[part] is not [var only] || !char.IsAsciiLetterOrDigit(only))
                    return false;
            }
            else if (!char.IsAsciiLetterOrDigit(first) || !char.IsAsciiLetterOrDigit(last) || !Spelling.IsMadeOf(pair, "-"))
            {
                return false;
            }
        }

        return true;
    }
}
