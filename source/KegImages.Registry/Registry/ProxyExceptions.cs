using System.Net;
using System.Net.Sockets;

namespace KegImages.Registry;

/// <summary>What <c>NO_PROXY</c> says, in Go's meaning: addresses, networks, and domains that hold their subdomains, each with a port or
/// for all of them; <c>*</c> is everything. This machine itself never goes through a proxy.</summary>
public sealed class ProxyExceptions
{
    private readonly ImmutableArray<Entry> entries;
    private readonly bool isAll;

    private ProxyExceptions(ImmutableArray<Entry> entries, bool isAll) => (this.entries, this.isAll) = (entries, isAll);

    /// <summary>Reads the list; what is no entry is passed over, as Go does.</summary>
    public static ProxyExceptions Parse(string text)
    {
        var parts = text.Split(',').Select(part => part.Trim().ToLowerInvariant()).Where(part => part.Length > 0).ToList();
        return new ProxyExceptions([.. parts.TakeWhile(part => part != "*").Select(EntryOf).OfType<Entry>()], parts.Contains("*"));
    }

    /// <summary>Whether an address is reached without a proxy.</summary>
    public bool Hold(Uri address)
    {
        var host = address.IdnHost.Trim('[', ']').ToLowerInvariant();
        var isAddress = IPAddress.TryParse(host, out var parsed) && address.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6;
        var ip = isAddress ? Plain(parsed!) : null;
        if (host == "localhost" || (ip is not null && IPAddress.IsLoopback(ip)) || isAll)
            return true;
        var port = address.Port.ToString(CultureInfo.InvariantCulture);
        return entries.Any(entry => entry.Holds(host, ip, port));
    }

    private static Entry? EntryOf(string text)
    {
        if (NetworkOf(text) is { } network)
            return new Entry(Network: network);
        var (host, port) = HostAndPort(text);
        if (AddressOf(host) is { } address)
            return new Entry(Address: address, Port: port);
        if (host.StartsWith("*.", StringComparison.Ordinal))
            host = host[1..];
        return host.Length == 0 ? null
            : new Entry(Domain: Ascii(host.StartsWith('.') ? host : "." + host), IsDomainItself: !host.StartsWith('.'), Port: port);
    }

    // As Go's SplitHostPort: the last colon, and none in the host unless brackets stand around it; what has another form is a host alone.
    private static (string Host, string Port) HostAndPort(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon < 0)
            return (text, "");
        var (host, port) = (text[..colon], text[(colon + 1)..]);
        if (host.StartsWith('[') && host.EndsWith(']'))
            return (host[1..^1], port);
        return host.Contains(':', StringComparison.Ordinal) || host.Contains('[', StringComparison.Ordinal)
            || host.Contains(']', StringComparison.Ordinal) ? (text, "") : (host, port);
    }

    private static IPNetwork? NetworkOf(string text)
    {
        var parts = text.Split('/');
        if (parts.Length != 2 || AddressOf(parts[0], isMapped: true) is not { } address || parts[1] is "" || parts[1].Length > 3
            || !parts[1].All(char.IsAsciiDigit))
            return null;
        var length = int.Parse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture);
        var bytes = address.GetAddressBytes();
        if (length > bytes.Length * 8)
            return null;
        for (var bit = length; bit < bytes.Length * 8; bit++)
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        return new IPNetwork(new IPAddress(bytes), length);
    }

    // .NET reads 10.1 and 010.0.0.1 as addresses, Go does not; nor one with a zone.
    private static IPAddress? AddressOf(string text, bool isMapped = false)
    {
        var isFour = text.Split('.') is { Length: 4 } parts
            && parts.All(part => part.Length is > 0 and <= 3 && part.All(char.IsAsciiDigit) && (part.Length == 1 || part[0] != '0'));
        return (isFour
            || (text.Contains(':', StringComparison.Ordinal) && !text.Contains('%', StringComparison.Ordinal)
            && !text.Contains('[', StringComparison.Ordinal))) && IPAddress.TryParse(text, out var address)
            ? isMapped ? address : Plain(address)
            : null;
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static string Ascii(string domain)
    {
        try
        {
            return domain.All(char.IsAscii) ? domain : "." + new IdnMapping().GetAscii(domain[1..]);
        }
        catch (ArgumentException)
        {
            // As Go: what is no name of the internet is compared as it is.
            return domain;
        }
    }

    private sealed record Entry(IPNetwork? Network = null, IPAddress? Address = null, string? Domain = null, bool IsDomainItself = false,
        string Port = "")
    {
        public bool Holds(string host, IPAddress? ip, string port)
        {
            if (Network is { } network)
                return ip is not null
                    && (network.BaseAddress.IsIPv4MappedToIPv6 == (ip.AddressFamily == AddressFamily.InterNetwork)
                    ? network.Contains(ip.MapToIPv6()) : network.Contains(ip));
            if (Port.Length > 0 && Port != port)
                return false;
            return Address is not null ? Address.Equals(ip) : host.EndsWith(Domain!, StringComparison.Ordinal)
                || (IsDomainItself && host == Domain![1..]);
        }
    }
}
