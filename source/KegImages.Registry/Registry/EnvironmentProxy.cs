using System.Net;

namespace KegImages.Registry;

internal sealed class EnvironmentProxy(ProxyRules rules) : IWebProxy, ICredentials
{
    public ICredentials? Credentials
    {
        get => this;
        set => throw new NotSupportedException("the logins to proxies are those of their addresses");
    }

    public Uri? GetProxy(Uri destination) => rules.For(destination);

    public bool IsBypassed(Uri host) => rules.For(host) is null;

    public NetworkCredential? GetCredential(Uri uri, string authType) =>
        new[] { rules.Http, rules.Https }.OfType<Uri>().Where(proxy => proxy.Host == uri.Host && proxy.Port == uri.Port)
            .Select(ProxyRules.LoginOf).FirstOrDefault(login => login is not null);
}
