using System.Collections.Immutable;
using System.Text;

namespace KegImages.ReliabilityTests.Proxy;

/// <summary>An answer: the registry's, or what is said in its place.</summary>
internal sealed record Answer(int Status, ImmutableArray<Header> Headers, byte[] Body)
{
    /// <summary>How it goes over the wire.</summary>
    public Delivery Delivery { get; init; } = Delivery.Whole;

    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>An answer with a text and headers.</summary>
    public static Answer Of(int status, string body = "", params IEnumerable<Header> headers) =>
        new Answer(status, [.. headers], Encoding.UTF8.GetBytes(body)).Typed(body.StartsWith('{') ? "application/json" : "text/plain");

    /// <summary>The first header of a name; null where there is none.</summary>
    public string? Header(string name) => Headers.FirstOrDefault(header => header.Is(name))?.Value;

    /// <summary>With one header of this name, whatever there was.</summary>
    public Answer With(string name, string value) =>
        Without(name) is var bare ? bare with { Headers = bare.Headers.Add(new Header(name, value)) } : this;

    /// <summary>With one header line more.</summary>
    public Answer And(string name, string value) => this with { Headers = Headers.Add(new Header(name, value)) };

    public Answer Without(string name) => this with { Headers = Headers.RemoveAll(header => header.Is(name)) };

    /// <summary>With another body, and the length that belongs to it.</summary>
    public Answer Saying(byte[] body) => Without("Content-Length") with { Body = body };

    private Answer Typed(string type) => Header("Content-Type") is null ? And("Content-Type", type) : this;
}
