using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using KegImages.Images;

namespace KegImages.Publishing;

/// <summary>
/// Deletes versions of container packages through GitHub's REST API, because GHCR deletes nothing through its registry protocol.
/// See <see href="https://docs.github.com/en/rest/packages/packages"/>.
/// </summary>
/// <param name="client">Sends the requests; its base address is the API's.</param>
/// <param name="token">The token; it needs the right to delete packages.</param>
public sealed class GitHubPackages(HttpClient client, string token)
{
    private const int PageSize = 100;

    /// <summary>The packages of a provider on GHCR, where the environment has a token; null elsewhere.</summary>
    public static GitHubPackages? For(Provider provider, IReadOnlyDictionary<string, string> environment) =>
        provider.Registry == "ghcr.io" && environment.GetValueOrDefault("GITHUB_TOKEN") is { Length: > 0 } token
            ? new GitHubPackages(new HttpClient { BaseAddress = new Uri(environment.GetValueOrDefault("GITHUB_API_URL") is { Length: > 0 } api ? api.TrimEnd('/') + "/" : "https://api.github.com/") }, token)
            : null;

    /// <summary>Deletes the version with the reference's digest; false when there is no such version, or the token may not.</summary>
    /// <exception cref="FailedException">GitHub does not answer.</exception>
    public async Task<bool> DeleteAsync(ImageReference pinned, CancellationToken cancellationToken)
    {
        var (owner, package) = (pinned.Repository.Split('/')[0], Uri.EscapeDataString(pinned.Repository[(pinned.Repository.IndexOf('/', StringComparison.Ordinal) + 1)..]));
        foreach (var kind in new[] { "orgs", "users" })
        {
            var versions = $"{kind}/{owner}/packages/container/{package}/versions";
            if (await FindAsync(versions, pinned.Digest!, cancellationToken) is { } id)
                return (await SendAsync(HttpMethod.Delete, $"{versions}/{id}", cancellationToken)).Status == HttpStatusCode.NoContent;
        }

        return false;
    }

    // Newest first, so a version that was made a moment ago is on the first page.
    private async Task<long?> FindAsync(string versions, Digest digest, CancellationToken cancellationToken)
    {
        for (var page = 1; ; page++)
        {
            var (status, body) = await SendAsync(HttpMethod.Get, $"{versions}?per_page={PageSize}&page={page}", cancellationToken);
            if (status != HttpStatusCode.OK)
                return null;
            using var found = JsonDocument.Parse(body);
            foreach (var version in found.RootElement.EnumerateArray())
            {
                if (version.GetProperty("name").GetString() == digest.ToString())
                    return version.GetProperty("id").GetInt64();
            }

            if (found.RootElement.GetArrayLength() < PageSize)
                return null;
        }
    }

    private async Task<(HttpStatusCode Status, byte[] Body)> SendAsync(HttpMethod method, string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Accept.ParseAdd("application/vnd.github+json");
        request.Headers.UserAgent.ParseAdd("KegImages");
        try
        {
            using var response = await client.SendAsync(request, cancellationToken);
            return (response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken));
        }
        catch (HttpRequestException exception)
        {
            throw new FailedException($"GitHub's packages cannot be reached: {exception.Message}", exception);
        }
    }
}
