using System.Collections.Immutable;
using KegImages.ReliabilityTests.Proxy;

namespace KegImages.ReliabilityTests.Faults;

/// <summary>Headers that are wrong, missing, twice there or far too long.</summary>
internal static class HeaderFaults
{
    private const string Digest = "Docker-Content-Digest";
    private static readonly string Other = $"sha256:{new string('a', 64)}";

    public static ImmutableArray<Fault> All { get; } =
    [
        Fault.After("another digest", answer => answer.With(Digest, Other)) with { Applies = place => place.IsManifest },
        Fault.After("a digest that is none", answer => answer.With(Digest, "sha256:zz")) with { Applies = place => place.IsManifest },
        Fault.After("no digest", answer => answer.Without(Digest)) with { Applies = place => place.IsManifest },
        Fault.After("two digests", answer => answer.And(Digest, Other)) with { Applies = place => place.IsManifest },
        Fault.After("a digest in other letters", answer =>
            answer.Header(Digest) is { } digest ? answer.With(Digest, digest.ToUpperInvariant()) : answer)
            with { Applies = place => place.IsManifest },
        Fault.After("another media type", answer => answer.With("Content-Type", "text/html; charset=utf-8"))
            with { Applies = place => place.Method != "DELETE" },
        Fault.After("a media type that is none", answer => answer.With("Content-Type", ";;;"))
            with { Applies = place => place.Method != "DELETE" },
        Fault.After("no media type", answer => answer.Without("Content-Type")),
        Fault.After("a header of 100 kB", answer => answer.And("X-Trace", new string('x', 100_000))),
        Fault.After("ten thousand headers", answer => Enumerable.Range(0, 10_000).Aggregate(answer.Headers.ToBuilder(), (headers, _) =>
        {
            headers.Add(new Header("X-Again", "1"));
            return headers;
        }, headers => answer with { Headers = headers.ToImmutable() })),
        Fault.After("two lengths", answer => answer.And("Content-Length", "1").And("Content-Length", "2")),
        Fault.After("a length below zero", answer => answer.With("Content-Length", "-1")),
        Fault.After("a length without measure", answer => answer.With("Content-Length", new string('9', 30))),
        Fault.After("control characters in a header", answer => answer.And("X-Said", "\u001b[2J\u0007")),
    ];
}
