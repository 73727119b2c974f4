using System.Net;

namespace KegImages.Registry;

/// <summary>The proxies of the environment, for every client of HTTP here.</summary>
/// <param name="rules">Which proxy a request goes through.</param>
internal sealed class EnvironmentProxy(ProxyRules rules) : IWebProxy, ICredentials
{
    /// <inheritdoc/>
    public ICredentials? Credentials
    {
        get => this;
        set => throw new NotSupportedException("the logins to proxies are those of their addresses");
    }

    /// <inheritdoc/>
    public Uri? GetProxy(Uri destination) => rules.For(destination);

    /// <inheritdoc/>
    public bool IsBypassed(Uri host) => rules.For(host) is null;

    /// <inheritdoc/>
    public NetworkCredential? GetCredential(Uri uri, string authType) =>
        new[] { rules.Http, rules.Https }.OfType<Uri>().Where(proxy => proxy.Host == uri.Host && proxy.Port == uri.Port)
            .Select(ProxyRules.LoginOf).FirstOrDefault(login => login is not null);
}
