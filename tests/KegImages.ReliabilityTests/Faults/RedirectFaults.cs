using System.Collections.Immutable;
using KegImages.ReliabilityTests.Proxy;

namespace KegImages.ReliabilityTests.Faults;

/// <summary>Redirects to where nothing good is.</summary>
internal static class RedirectFaults
{
    public static ImmutableArray<Fault> All { get; } =
    [
        To("307 to a host that does not answer", 307, _ => "http://127.0.0.1:9/v2/"),
        To("302 to itself", 302, exchange => $"http://{exchange.Proxy}{exchange.Request.Target}"),
        To("301 to a file", 301, _ => "file:///etc/passwd"),
        To("307 to nothing that is an address", 307, _ => "http://"),
        To("308 to another path", 308, exchange => $"http://{exchange.Proxy}/v2/"),
        To("303 to a page of the same name elsewhere", 303, exchange => $"http://localhost:{exchange.Proxy.Split(':')[1]}/elsewhere"),
        Fault.Instead("307 without an address", _ => Answer.Of(307)),
        Fault.Instead("300", _ => Answer.Of(300)),
    ];

    private static Fault To(string name, int status, Func<Exchange, string> place) =>
        Fault.Instead(name, exchange => Answer.Of(status, "", new Header("Location", place(exchange))));
}
