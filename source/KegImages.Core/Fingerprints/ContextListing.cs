using System.Security.Cryptography;

namespace KegImages.Fingerprints;

/// <summary>All that a build can see of a context: entries ordered by their paths, whatever order they were found in.</summary>
public sealed class ContextListing
{
    private readonly Lazy<string> sha256;

    /// <summary>A listing of these entries.</summary>
    public ContextListing(IEnumerable<ContextEntry> entries)
    {
        Entries = [.. entries.OrderBy(entry => entry.Path, StringComparer.Ordinal)];
        sha256 = new Lazy<string>(Hash);
    }

    /// <summary>A context of which a build sees nothing.</summary>
    public static ContextListing Empty { get; } = new([]);

    /// <summary>The entries by their paths, in ordinal order.</summary>
    public ImmutableArray<ContextEntry> Entries { get; }

    /// <summary>The SHA-256 over the entries' lines, each as in a manifest and in the same order: what identifies the folder as a named
    /// context.</summary>
    public string Sha256 => sha256.Value;

    /// <summary>The entries' lines, sorted, each ended by a line feed.</summary>
    public override string ToString() =>
        string.Concat(Entries.Select(entry => entry.Input.ToString()).Order(StringComparer.Ordinal).Select(line => line + "\n"));

    private string Hash() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ToString())));
}
