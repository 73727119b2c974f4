namespace KegImages.Registry;

/// <summary>No registry was reached at all: its name is not known here, or nothing listens there. What is in it is not known, which is not
/// the same as nothing.</summary>
public sealed class UnreachedException : FailedException
{
    internal UnreachedException(string message, IEnumerable<string> hosts, Exception? innerException = null)
        : base(message, innerException) => Hosts = [.. hosts.Distinct(StringComparer.Ordinal)];

    /// <summary>The hosts that were asked for.</summary>
    public ImmutableArray<string> Hosts { get; }

    /// <summary>What is unknown and why, as a clause.</summary>
    public string Clause => $"{string.Join(" and ", Hosts)} {(Hosts.Length == 1 ? "was" : "were")} not reached";
}
