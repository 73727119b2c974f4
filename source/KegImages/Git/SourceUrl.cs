using System.Text.RegularExpressions;

namespace KegImages.Git;

/// <summary>Turns a git remote into the address where people can see the source.</summary>
public static partial class SourceUrl
{
    private static readonly string[] Schemes = ["https", "http", "ssh", "git", "git+ssh", "git+https"];

    /// <summary>
    /// The https address of a remote: no user, no password, no <c>.git</c>; an ssh or git port is dropped, an http one kept.
    /// Null for a path of this machine and for anything else that has no host: such a thing must not reach a label.
    /// </summary>
    /// <param name="remote">A remote as git has it: a URL, or <c>user@host:path</c>.</param>
    public static Uri? Of(string remote)
    {
        if (Url().Match(remote) is { Success: true } url && Schemes.Contains(url.Groups["scheme"].Value.ToLowerInvariant()))
        {
            var isWeb = url.Groups["scheme"].Value.Contains("http", StringComparison.OrdinalIgnoreCase);
            return Compose(url.Groups["host"].Value + (isWeb ? url.Groups["port"].Value : ""), url.Groups["path"].Value);
        }

        return Scp().Match(remote) is { Success: true } scp ? Compose(scp.Groups["host"].Value, scp.Groups["path"].Value) : null;
    }

    private static Uri? Compose(string host, string path)
    {
        var trimmed = path.Trim('/');
        if (trimmed.EndsWith(".git", StringComparison.Ordinal))
            trimmed = trimmed[..^".git".Length].TrimEnd('/');
        return trimmed.Length > 0 && Uri.TryCreate($"https://{host}/{trimmed}", UriKind.Absolute, out var uri) ? uri : null;
    }

    [GeneratedRegex(@"\A(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://([^@/]*@)*(?<host>\[[0-9A-Fa-f:.]+\]|[^:/@?#\s]+)(?<port>:[0-9]+)?/(?<path>[^?#\s]*)([?#].*)?\z")]
    private static partial Regex Url();

    // git's own short form for ssh. A single letter before the colon is a Windows drive, not a host.
    [GeneratedRegex(@"\A([^@/:\s]+@)?(?<host>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9][A-Za-z0-9.-]+):(?!//)(?<path>[^?#\s]+)\z")]
    private static partial Regex Scp();
}
