namespace KegImages.Configuration;

/// <summary>What keg-proxy, a Traefik in front of all taps, needs to know.</summary>
/// <param name="Domain">The domain below which each tap has a host, <c>local.kegdev.xyz</c>.</param>
/// <param name="Network">The engine's network that it reaches taps by.</param>
/// <param name="EntryPoint">The entry point that it listens on.</param>
public sealed record ProxySettings(string Domain, string Network, string EntryPoint)
{
    /// <summary>The variable that says the domain.</summary>
    public const string DomainVariable = "KEG_PROXY_HOST";

    /// <summary>The variable that says the network.</summary>
    public const string NetworkVariable = "KEG_DOCKER_NETWORK";

    /// <summary>The variable that says the entry point.</summary>
    public const string EntryPointVariable = "KEG_PROXY_ENTRY";

    /// <summary>What keg-proxy itself is set to where nothing else is said.</summary>
    public static ProxySettings Usual { get; } = new("local.kegdev.xyz", "keg-hub-net", "keg");

    /// <summary>Whether a text is a domain: labels divided by dots, no address, scheme or port.</summary>
    public static bool IsDomain(string text) => Uri.CheckHostName(text) is UriHostNameType.Dns;

    /// <summary>These settings with what variables say over them. Throws <see cref="WrongUseException"/> when the domain is none.</summary>
    /// <param name="find">Gives a variable's value; null where it has none.</param>
    public ProxySettings With(Func<string, string?> find)
    {
        var domain = Said(DomainVariable) ?? Domain;
        return IsDomain(domain)
            ? new ProxySettings(domain, Said(NetworkVariable) ?? Network, Said(EntryPointVariable) ?? EntryPoint)
            : throw new WrongUseException($"{DomainVariable}: '{domain}' is not a domain, such as {Usual.Domain}");

        string? Said(string name) => find(name) is { Length: > 0 } value ? value : null;
    }

    /// <summary>The address of a tap behind the proxy.</summary>
    /// <param name="label">The host's first label.</param>
    public Uri UrlOf(string label) => new($"http://{label}.{Domain}");
}
