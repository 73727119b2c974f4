using System.Collections.Immutable;
using System.Text;

namespace KegImages.ReliabilityTests.Faults;

/// <summary>Answers that succeed, and whose content is not what it should be.</summary>
internal static class BodyFaults
{
    public static ImmutableArray<Fault> All { get; } =
    [
        Body("truncated JSON", body => body[..(body.Length / 2)]),
        Body("no body", _ => []),
        Text("null", "null"),
        Text("an empty object", "{}"),
        Text("an empty list", "[]"),
        Text("a page", "<html><body>Sign in</body></html>"),
        Text("null layers", """{"schemaVersion":2,"config":null,"layers":[null],"manifests":[null],"tags":[null]}"""),
        Text("numbers for texts",
            """{"schemaVersion":"2","config":{"digest":7},"layers":[{"digest":1,"mediaType":2,"size":"3"}],"tags":[1]}"""),
        Text("sizes without measure",
            $$$"""{"schemaVersion":2,"config":{"digest":"sha256:{{{new string('0', 64)}}}","size":99999999999999999999}}"""),
        Text("deep nesting", new string('[', 50_000)),
        Body("bytes that are no text", _ => [0xff, 0xfe, 0x00, 0xd8, 0x22]),
        Body("one byte changed", body => body.Length == 0 ? body : [.. body[..^1], (byte)(body[^1] ^ 1)]),
        Body("something after it", body => [.. body, .. "}{"u8]),
    ];

    private static Fault Text(string name, string text) => Body(name, _ => Encoding.UTF8.GetBytes(text));

    private static Fault Body(string name, Func<byte[], byte[]> change) =>
        Fault.After(name, answer => answer.IsSuccess ? answer.Saying(change(answer.Body)) : answer)
            with { Applies = place => place.Method == "GET" };
}
