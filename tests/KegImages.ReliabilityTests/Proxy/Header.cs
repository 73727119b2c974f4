namespace KegImages.ReliabilityTests.Proxy;

/// <summary>One header line, as it is on the wire.</summary>
internal sealed record Header(string Name, string Value)
{
    public bool Is(string name) => Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}
