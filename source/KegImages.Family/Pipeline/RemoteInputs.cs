using System.Collections.Concurrent;
using System.Security.Cryptography;
using KegImages.Dockerfiles;
using KegImages.Git;

namespace KegImages.Pipeline;

/// <summary>
/// Finds out what <c>ADD</c> instructions would fetch now. What cannot be found out is another thing each time, so that no image of it is
/// reused.
/// </summary>
/// <param name="runner">Runs git.</param>
/// <param name="files">Asks for files.</param>
/// <param name="isLocal">Whether only what is on this machine may be looked at.</param>
/// <param name="note">Is told what a person should know.</param>
internal sealed class RemoteInputs(ICommandRunner runner, RemoteFiles files, bool isLocal, Action<string> note)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<RemoteIdentity>>> asked = new(StringComparer.Ordinal);
    private readonly RemoteRefs refs = new(runner);

    /// <summary>What sources are, by the names that a fingerprint has for them.</summary>
    /// <param name="image">Who fetches them.</param>
    /// <param name="sources">What is fetched.</param>
    /// <param name="isAgain">Whether the servers are asked again, although this run did so before.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    public async Task<ImmutableSortedDictionary<string, RemoteIdentity>> ReadAsync(
        ImageName image, IEnumerable<RemoteSource> sources, bool isAgain, CancellationToken cancellationToken)
    {
        var found = ImmutableSortedDictionary.CreateBuilder<string, RemoteIdentity>(StringComparer.Ordinal);
        foreach (var source in sources.DistinctBy(source => (source.Address ?? source.Written, source.Checksum)))
            found[NameOf(source, found.Keys)] = await OfAsync(image, source, isAgain, cancellationToken);
        return found.ToImmutable();
    }

    private async Task<RemoteIdentity> OfAsync(ImageName image, RemoteSource source, bool isAgain, CancellationToken cancellationToken)
    {
        if (source.Checksum is { } checksum)
            return RemoteIdentity.OfChecksum(checksum);
        if (source.Address is not { } address)
            return Unknown("a variable in it has no value that the Dockerfile tells");
        if (isLocal)
            return Unknown("--no-registry asks nobody");
        try
        {
            return isAgain ? await AskAsync(address, cancellationToken)
                : await asked.GetOrAdd(address, _ => new(() => AskAsync(address, cancellationToken))).Value;
        }
        catch (Exception exception) when (exception is FailedException or WrongUseException && !cancellationToken.IsCancellationRequested)
        {
            return Unknown(exception.Message);
        }

        RemoteIdentity Unknown(string why)
        {
            note($"{source.Location}: what ADD {Shown(source)} fetches cannot be told, so '{image}' is built each time: {why}");
            return RemoteIdentity.OfNobodyKnows();
        }
    }

    private async Task<RemoteIdentity> AskAsync(string address, CancellationToken cancellationToken)
    {
        if (GitSource.TryParse(address, out var repository))
            return repository.HasQuery ? throw new WrongUseException("a ref and a folder are written behind '#', not as a query")
                : RemoteIdentity.Of(await refs.FindAsync(repository, cancellationToken));
        return Uri.TryCreate(address, UriKind.Absolute, out var uri)
            ? RemoteIdentity.Of(await files.DigestAsync(uri, cancellationToken))
            : throw new WrongUseException($"'{Shown(address)}' is not an address");
    }

    // One address may be named twice, under two checksums.
    private static string NameOf(RemoteSource source, IEnumerable<string> taken)
    {
        var name = Shown(source);
        return taken.Contains(name) ? $"{name}#{source.Checksum}" : name;
    }

    private static string Shown(RemoteSource source) => Shown(source.Address ?? source.Written);

    // Names are kept with the image and printed: a login and what a query holds are nobody's business.
    private static string Shown(string address)
    {
        var scheme = address.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
            return address;
        var rest = address[(scheme + 3)..];
        var host = rest.AsSpan().IndexOfAny("/?#") is >= 0 and var end ? rest[..end] : rest;
        rest = rest[host.Length..];
        var query = rest.IndexOf('?', StringComparison.Ordinal);
        if (query >= 0)
            rest = $"{rest[..query]}?{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(rest[query..])))[..8]}";
        return $"{address[..(scheme + 3)]}{host[(host.LastIndexOf('@') + 1)..]}{rest}";
    }
}
