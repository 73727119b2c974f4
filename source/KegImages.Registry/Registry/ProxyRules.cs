using System.Net;

namespace KegImages.Registry;

/// <summary>Which proxy a request goes through, from the environment, as Go's programs (docker, buildx, BuildKit) read it. See
/// <see href="https://pkg.go.dev/golang.org/x/net/http/httpproxy#Config"/>.</summary>
/// <param name="Http">The proxy of plain requests; null for none.</param>
/// <param name="Https">The proxy of requests with TLS; null for none.</param>
/// <param name="NoProxy">What is reached without one.</param>
public sealed record ProxyRules(Uri? Http, Uri? Https, ProxyExceptions NoProxy)
{
    private static readonly ImmutableArray<string> Schemes = ["http", "https", "socks5", "socks5h"];

    /// <summary>Reads an environment's variables; the capital form of a name comes before the small one.</summary>
    /// <exception cref="WrongUseException">A proxy is no address; the message does not show its password.</exception>
    public static ProxyRules Of(IReadOnlyDictionary<string, string> environment)
    {
        var isCgi = First(environment, "REQUEST_METHOD") is not null;
        // Under CGI, HTTP_PROXY is a header that anybody can send: https://httpoxy.org
        return new ProxyRules(
            isCgi ? null : ProxyOf(environment, "HTTP_PROXY", "http_proxy"),
            ProxyOf(environment, "HTTPS_PROXY", "https_proxy"),
            ProxyExceptions.Parse(First(environment, "NO_PROXY", "no_proxy") ?? ""));
    }

    /// <summary>Those of this process's own environment.</summary>
    public static ProxyRules OfThisProcess()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (System.Collections.DictionaryEntry variable in System.Environment.GetEnvironmentVariables())
            variables[(string)variable.Key] = (string)variable.Value!;
        return Of(variables);
    }

    /// <summary>The proxy that an address is reached through; null where it is reached directly.</summary>
    public Uri? For(Uri address) =>
        (address.Scheme == Uri.UriSchemeHttps ? Https : address.Scheme == Uri.UriSchemeHttp ? Http : null) is { } proxy
        && !NoProxy.Hold(address) ? proxy : null;

    /// <summary>The passwords in an environment's proxies, which nobody is shown; none is looked for in what is no proxy's
    /// address.</summary>
    public static IEnumerable<string> SecretsIn(IReadOnlyDictionary<string, string> environment)
    {
        string[] names = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
        return names.Select(name => environment.GetValueOrDefault(name)).OfType<string>().Select(AddressOf).OfType<Uri>()
            .Select(proxy => proxy.UserInfo.Split(':', 2)).Where(parts => parts.Length == 2)
            .SelectMany(parts => new[] { parts[1], Uri.UnescapeDataString(parts[1]) }).Where(secret => secret.Length > 0).Distinct();
    }

    /// <summary>The login that a proxy's address holds; null where it holds none.</summary>
    internal static NetworkCredential? LoginOf(Uri proxy)
    {
        var parts = proxy.UserInfo.Split(':', 2);
        return parts[0].Length == 0 ? null
            : new NetworkCredential(Uri.UnescapeDataString(parts[0]), Uri.UnescapeDataString(parts.ElementAtOrDefault(1) ?? ""));
    }

    private static Uri? ProxyOf(IReadOnlyDictionary<string, string> environment, params string[] names)
    {
        if (First(environment, names) is not { } text)
            return null;
        return AddressOf(text) ?? throw new WrongUseException(
            $"{names.First(name => environment.GetValueOrDefault(name) is { Length: > 0 })} is not a proxy's address: expected such as "
                + "http://proxy.example.com:3128");
    }

    // What has no scheme is a host, whose colon before a port looks like one.
    private static Uri? AddressOf(string text) =>
        Parsed(text) ?? (text.Contains("://", StringComparison.Ordinal) ? null : Parsed($"http://{text}"));

    private static Uri? Parsed(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var proxy) || !Schemes.Contains(proxy.Scheme) || proxy.Host.Length == 0)
            return null;
        // A name is resolved by the proxy in both.
        return proxy.Scheme == "socks5h" ? new UriBuilder(proxy) { Scheme = "socks5", Port = proxy.Port < 0 ? 1080 : proxy.Port }.Uri
            : proxy is { Scheme: "socks5", Port: < 0 } ? new UriBuilder(proxy) { Port = 1080 }.Uri : proxy;
    }

    private static string? First(IReadOnlyDictionary<string, string> environment, params string[] names) =>
        names.Select(name => environment.GetValueOrDefault(name)).FirstOrDefault(value => value is { Length: > 0 });
}
