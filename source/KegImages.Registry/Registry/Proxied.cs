namespace KegImages.Registry;

/// <summary>How every other client of HTTP here sends its requests: through the environment's proxies, and never on to another
/// host.</summary>
internal static class Proxied
{
    public static SocketsHttpHandler Handler(IReadOnlyDictionary<string, string> environment) => new()
    {
        Proxy = new EnvironmentProxy(ProxyRules.Of(environment)),
        AllowAutoRedirect = false,
        ConnectTimeout = TimeSpan.FromSeconds(15),
    };
}
