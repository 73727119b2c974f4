using System.Collections.Immutable;

namespace KegImages.ReliabilityTests.Proxy;

/// <summary>A request as it came. See <see href="https://www.rfc-editor.org/rfc/rfc9112"/>.</summary>
internal sealed record Request(string Method, string Target, ImmutableArray<Header> Headers, byte[] Body)
{
    /// <summary>The target without its query.</summary>
    public string Path => Target.Split('?')[0];

    /// <summary>The first header of a name; null where there is none.</summary>
    public string? Header(string name) => Headers.FirstOrDefault(header => header.Is(name))?.Value;

    public override string ToString() => $"{Method} {Target}";
}
