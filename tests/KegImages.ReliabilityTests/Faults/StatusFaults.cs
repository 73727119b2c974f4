using System.Collections.Immutable;
using KegImages.ReliabilityTests.Proxy;

namespace KegImages.ReliabilityTests.Faults;

/// <summary>Answers that say no.</summary>
internal static class StatusFaults
{
    private const string Page = "<html><body><h1>Bad Gateway</h1></body></html>";

    public static ImmutableArray<Fault> All { get; } =
    [
        Fault.Instead("500", _ => Answer.Of(500, """{"errors":[{"code":"UNKNOWN","message":"unknown error"}]}""")),
        Fault.Instead("502 of a gateway", _ => Answer.Of(502, Page)),
        Fault.Instead("503 with nothing", _ => Answer.Of(503)),
        Fault.Instead("504 with null", _ => Answer.Of(504, "null")),
        // It has done it, and says that it has not.
        Fault.After("500 although it was done", _ => Answer.Of(500, """{"errors":null}""")),
        Fault.Instead("400 with null errors", _ => Answer.Of(400, """{"errors":[null]}""")),
        Fault.Instead("403", _ => Answer.Of(403, """{"errors":[{"code":"DENIED","message":"not for you"}]}""")),
        Fault.Instead("405", _ => Answer.Of(405, """{"errors":[{"code":"UNSUPPORTED","message":"unsupported"}]}""")),
        Fault.Instead("415", _ => Answer.Of(415)),
        Fault.Instead("418 without meaning", _ => Answer.Of(418)),
        Fault.Instead("204", _ => new Answer(204, [], [])),
        Fault.Instead("200 with an error body", _ =>
            Answer.Of(200, """{"errors":[{"code":"TOOMANYREQUESTS","message":"retry-after: 1s"}]}""")),
    ];
}
