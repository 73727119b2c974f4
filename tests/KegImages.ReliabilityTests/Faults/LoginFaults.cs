using System.Collections.Immutable;
using KegImages.ReliabilityTests.Proxy;

namespace KegImages.ReliabilityTests.Faults;

/// <summary>A registry that wants another login in the middle of a run.</summary>
internal static class LoginFaults
{
    public static ImmutableArray<Fault> All { get; } =
    [
        Wants("401 without a challenge"),
        Wants("401 that wants a password", "Basic realm=\"registry\""),
        Asks("401 with a token service that is not there", exchange =>
            $"Bearer realm=\"http://{exchange.Proxy}/no-token\",service=\"s\",scope=\"repository:x:pull\""),
        Wants("401 with a token service elsewhere", "Bearer realm=\"http://127.0.0.1:9/token\",service=\"s\""),
        Wants("401 with a file for a token service", "Bearer realm=\"file:///etc/passwd\""),
        Wants("401 with a scheme that is unknown", "Negotiate abcdef"),
        Wants("401 with a challenge without an end", "Bearer realm=\"http://127.0.0.1/"),
        Wants("401 with a challenge of 39 kB", $"Bearer {string.Concat(Enumerable.Repeat("a=\"b\\\"", 6_500))}"),
        Wants("401 with a thousand challenges", [.. Enumerable.Repeat("Basic", 1_000)]),
    ];

    private static Fault Wants(string name, params string[] challenges) => Fault.Instead(name, _ => Refused(challenges));

    private static Fault Asks(string name, Func<Exchange, string> challenge) =>
        Fault.Instead(name, exchange => Refused([challenge(exchange)]));

    private static Answer Refused(string[] challenges) => Answer.Of(
        401, """{"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]}""",
            [.. challenges.Select(challenge => new Header("WWW-Authenticate", challenge))]);
}
