using System.Collections.Immutable;
using System.Globalization;
using KegImages.ReliabilityTests.Proxy;

namespace KegImages.ReliabilityTests.Faults;

/// <summary>A registry that limits requests, and says in many ways for how long.</summary>
internal static class WaitFaults
{
    public static ImmutableArray<Fault> All { get; } =
    [
        Limit("no wait", "0"),
        Limit("seconds", "1"),
        Limit("a fraction", "0.01"),
        Limit("a date that is past", Date(DateTimeOffset.UnixEpoch)),
        Limit("a date of another century", Date(new DateTimeOffset(2199, 1, 1, 0, 0, 0, TimeSpan.Zero))),
        Limit("less than nothing", "-5"),
        Limit("more than a number holds", new string('9', 400)),
        // A backtracking expression never comes to an end with it.
        Limit("digits and a mark", new string('1', 34) + " !"),
        Limit("units", "1m30s"),
        Limit("words", "soon"),
        Fault.Instead("429 with the wait in its text", _ =>
            Answer.Of(429, """{"errors":[{"code":"TOOMANYREQUESTS","message":"retry-after: 148.926µs, allowed: 44000/minute"}]}""")),
        Fault.Instead("429 with a long text", _ => Answer.Of(429, $"retry-after: {new string('1', 20_000)}!")),
        Fault.Instead("503 with a wait", _ => Answer.Of(503, "", new Header("Retry-After", "0"))),
    ];

    private static Fault Limit(string name, string wait) =>
        Fault.Instead($"429 with {name}", _ => Answer.Of(429, "", new Header("Retry-After", wait)));

    private static string Date(DateTimeOffset time) => time.ToString("R", CultureInfo.InvariantCulture);
}
