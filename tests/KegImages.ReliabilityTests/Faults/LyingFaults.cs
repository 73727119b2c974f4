using System.Collections.Immutable;
using System.Security.Cryptography;
using KegImages.ReliabilityTests.Proxy;

namespace KegImages.ReliabilityTests.Faults;

/// <summary>Answers that say done, and nothing was.</summary>
internal static class LyingFaults
{
    public static ImmutableArray<Fault> All { get; } =
    [
        Fault.Instead("201 and nothing is stored", exchange => Answer.Of(201, "", Digest(exchange.Request.Body)))
            with { Applies = place => place.Method == "PUT" },
        Fault.Instead("201 without a digest and nothing is stored", _ => Answer.Of(201)) with { Applies = place => place.Method == "PUT" },
        Fault.Instead("200 to a write and nothing is stored", _ => Answer.Of(200)) with { Applies = place => !place.IsRead },
        Fault.Instead("202 and nothing is deleted", _ => Answer.Of(202)) with { Applies = place => place.Method == "DELETE" },
        Fault.Instead("404 although it is there", _ =>
            Answer.Of(404, """{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]}""")),
    ];

    private static Header Digest(byte[] body) => new("Docker-Content-Digest", $"sha256:{Convert.ToHexStringLower(SHA256.HashData(body))}");
}
