using System.Collections.Immutable;

namespace KegImages.ReliabilityTests.Checking;

/// <summary>What every tag of a namespace names at one moment, as <c>repository:tag</c> → digest.</summary>
internal sealed record RegistryView(ImmutableSortedDictionary<string, string> Names)
{
    /// <summary>The tags that are kept of what a prune did: named after a time, and so another one each time.</summary>
    public static bool IsPrunes(string name) =>
        name.StartsWith("keg-family:removed.", StringComparison.Ordinal) || name.StartsWith("keg-family:prune.", StringComparison.Ordinal);

    public string? this[string name] => Names.GetValueOrDefault(name);

    /// <summary>The tags of one repository, with their digests.</summary>
    public IEnumerable<(string Tag, string Digest)> Of(string repository) =>
        Names.Where(name => name.Key.StartsWith(repository + ":", StringComparison.Ordinal))
            .Select(name => (name.Key[(repository.Length + 1)..], name.Value));

    /// <summary>Without some of it.</summary>
    public RegistryView Without(Func<string, bool> which) => new(Names.RemoveRange(Names.Keys.Where(which).ToList()));

    public static string Short(string? digest) => digest is null ? "nothing" : digest[..Math.Min(19, digest.Length)];
}
