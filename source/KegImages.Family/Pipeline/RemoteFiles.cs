using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using KegImages.Contexts;

namespace KegImages.Pipeline;

/// <summary>
/// Finds out what is at an http address now, as BuildKit does: what was fetched before is asked for by its ETag or date, and read only when
/// it changed.
/// </summary>
/// <param name="folder">Where answers are remembered; a file an address.</param>
internal sealed class RemoteFiles(string folder)
{
    // Most families fetch nothing, and then there is none.
    private static readonly Lazy<HttpClient> Client = new(() => new HttpClient { Timeout = Timeout.InfiniteTimeSpan });

    private const long MostBytes = 4L * 1024 * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    // A date that young could be that of a second change in the same second.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    /// <summary>The digest of what is there. Throws <see cref="FailedException"/> where nothing is, or nobody answers.</summary>
    public async Task<Digest> DigestAsync(Uri address, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            return await ReadAsync(address, limit.Token);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new FailedException($"it cannot be fetched: {exception.Message}", exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new FailedException($"it did not arrive within {Patience.TotalMinutes:0} minutes", exception);
        }
    }

    private async Task<Digest> ReadAsync(Uri address, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(address.AbsoluteUri))));
        var known = await RememberedAsync(path, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (known?.Tag is { } tag)
            request.Headers.IfNoneMatch.Add(tag);
        else if (known?.Modified is { } modified)
            request.Headers.IfModifiedSince = modified;

        using var response = await Client.Value.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        // Some servers answer with the whole file, and the same tag.
        var isSame = known?.Tag is { } before && response.IsSuccessStatusCode && before.Equals(response.Headers.ETag);
        if (known is not null && (isSame || response.StatusCode == HttpStatusCode.NotModified))
            return known.Digest;
        if (!response.IsSuccessStatusCode)
            throw new FailedException($"it cannot be fetched: the answer is {(int)response.StatusCode} {response.ReasonPhrase}");
        var digest = await HashAsync(response, cancellationToken);
        await RememberAsync(path, new Remembered(digest, response.Headers.ETag, DateOf(response)), cancellationToken);
        return digest;
    }

    private static async Task<Digest> HashAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[128 * 1024];
        for (var (all, read) = (0L, -1); read != 0; all += read)
        {
            if (all > MostBytes)
                throw new FailedException($"it has more than {MostBytes} bytes");
            read = await stream.ReadAsync(buffer, cancellationToken);
            hash.AppendData(buffer, 0, read);
        }

        return Digest.Parse($"sha256:{Convert.ToHexStringLower(hash.GetHashAndReset())}");
    }

    private static DateTimeOffset? DateOf(HttpResponseMessage response) =>
        response.Content.Headers.LastModified is { } modified && response.Headers.Date is { } now && now - modified > Settled
            ? modified
            : null;

    private static async Task<Remembered?> RememberedAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return File.Exists(path) && await File.ReadAllLinesAsync(path, cancellationToken) is [var digest, var tag, var modified, ..]
                && Digest.TryParse(digest, out var known)
                ? new Remembered(
                    known,
                    EntityTagHeaderValue.TryParse(tag, out var read) ? read : null,
                    DateTimeOffset.TryParseExact(modified, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
                        ? date : null)
                : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private async Task RememberAsync(string path, Remembered found, CancellationToken cancellationToken)
    {
        if (found is { Tag: null, Modified: null })
            return;
        try
        {
            OwnFolders.Make(folder);
            var unfinished = $"{path}.{Guid.NewGuid():n}";
            string[] lines = [$"{found.Digest}", $"{found.Tag}", found.Modified?.ToString("r", CultureInfo.InvariantCulture) ?? ""];
            await File.WriteAllLinesAsync(unfinished, lines, cancellationToken);
            File.Move(unfinished, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The digest was told already; only remembering it failed.
        }
    }

    private sealed record Remembered(Digest Digest, EntityTagHeaderValue? Tag, DateTimeOffset? Modified);
}
