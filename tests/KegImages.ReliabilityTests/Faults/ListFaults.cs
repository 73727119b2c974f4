using System.Collections.Immutable;
using System.Text.Json;
using KegImages.ReliabilityTests.Proxy;

namespace KegImages.ReliabilityTests.Faults;

/// <summary>Lists of tags that are not all of it, or are more than all.</summary>
internal static class ListFaults
{
    private static int page;

    public static ImmutableArray<Fault> All { get; } =
    [
        Link("to another host", _ => "<http://127.0.0.1:9/v2/x/tags/list?last=a>; rel=\"next\""),
        Link("to a file", _ => "<file:///etc/passwd>; rel=\"next\""),
        Link("to itself", exchange => $"<{exchange.Request.Target}>; rel=\"next\""),
        Link("to another path", _ => "</v2/_catalog>; rel=\"next\""),
        Link("without its brackets", exchange => $"{exchange.Request.Path}?last=a; rel=next"),
        Link("without an end", _ => "<http://127.0.0.1/; rel=\"next\""),
        Link("to nothing", _ => "<>; rel=\"next\""),
        Link("of 50 kB", _ => $"<{new string('<', 50_000)}"),
        Link("among others", exchange => $"</first>; rel=\"first\", <{exchange.Request.Path}?n=100&last=zzz>; rel=\"next\""),
        List("an endless list", exchange => Answer.Of(
            200, $$"""{"name":"x","tags":["more-{{Interlocked.Increment(ref page)}}"]}""",
            new Header("Link", $"<{exchange.Request.Path}?n=100&last=more-{page}>; rel=\"next\""))),
        List("no tags", _ => Answer.Of(200, """{"name":"x","tags":[]}""")),
        List("null for tags", _ => Answer.Of(200, """{"name":"x","tags":null}""")),
        List("tags that are missing", _ => Answer.Of(200, """{"name":"x"}""")),
        List("a tag that is none", _ => Answer.Of(200, """{"name":"x","tags":["develop","../../etc","\u202eevil"]}""")),
        List("a null among tags", _ => Answer.Of(200, """{"name":"x","tags":["develop",null]}""")),
        List("a text for tags", _ => Answer.Of(200, """{"name":"x","tags":"develop"}""")),
        Fault.After("half of the tags", Half) with { Applies = place => place.IsList },
    ];

    private static Fault Link(string kind, Func<Exchange, string> link) => new($"a Link {kind}", async exchange =>
        Half(await exchange.ForwardAsync()).And("Link", link(exchange))) { Applies = place => place.IsList };

    private static Fault List(string name, Func<Exchange, Answer> answer) =>
        Fault.Instead(name, answer) with { Applies = place => place.IsList };

    // Whoever takes the first page for all of it misses the rest.
    private static Answer Half(Answer answer)
    {
        if (!answer.IsSuccess)
            return answer;
        using var json = JsonDocument.Parse(answer.Body);
        var tags = json.RootElement.GetProperty("tags") is { ValueKind: JsonValueKind.Array } all
            ? all.EnumerateArray().Select(tag => tag.GetString()).ToArray() : [];
        return answer.Saying(JsonSerializer.SerializeToUtf8Bytes(new { name = json.RootElement.GetProperty("name").GetString(),
            tags = tags[..(tags.Length / 2)] }));
    }
}
