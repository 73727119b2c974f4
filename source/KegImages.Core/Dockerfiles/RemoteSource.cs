namespace KegImages.Dockerfiles;

/// <summary>Something that an <c>ADD</c> fetches: a file over http, or a git repository. See
/// <see href="https://docs.docker.com/reference/dockerfile/#adding-files-from-a-url"/>.</summary>
/// <param name="Written">The address as the Dockerfile writes it.</param>
/// <param name="Address">The address with its variables replaced; null where one of them has no value that the Dockerfile tells.</param>
/// <param name="Checksum">What <c>--checksum</c> says it must be; null where it says nothing.</param>
public sealed record RemoteSource(string Written, string? Address, string? Checksum, SourceLocation Location)
{
    /// <summary>Whether an address is something to fetch, and not a path in the context.</summary>
    public static bool IsRemote(string address) =>
        address.StartsWith("http://", StringComparison.Ordinal) || address.StartsWith("https://", StringComparison.Ordinal)
        // Only as a context is this git: an ADD takes it for a path.
        || (!address.StartsWith("github.com/", StringComparison.Ordinal) && GitSource.TryParse(address, out _));
}
