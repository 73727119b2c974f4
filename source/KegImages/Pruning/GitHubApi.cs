using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using KegImages.Registry;

namespace KegImages.Pruning;

/// <summary>
/// Asks GitHub's REST API, page after page, and waits where GitHub asks to wait.
/// See <see href="https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api"/>.
/// </summary>
/// <param name="client">Sends the requests; its base address is the API's.</param>
/// <param name="token">The token.</param>
/// <param name="patience">How often is tried, and how long is waited; null for the usual.</param>
public sealed partial class GitHubApi(HttpClient client, string token, RegistryOptions? patience = null)
{
    private readonly RegistryOptions options = patience ?? new RegistryOptions();

    /// <summary>The API with the token of the environment; null where there is none.</summary>
    public static GitHubApi? Of(IReadOnlyDictionary<string, string> environment)
    {
        if (environment.GetValueOrDefault("GITHUB_TOKEN") is not { Length: > 0 } token)
            return null;
        var address = environment.GetValueOrDefault("GITHUB_API_URL") is { Length: > 0 } api ? api.TrimEnd('/') + "/" : "https://api.github.com/";
        return new GitHubApi(new HttpClient { BaseAddress = new Uri(address), Timeout = TimeSpan.FromSeconds(60) }, token);
    }

    /// <summary>Every element of a list, from all its pages; the first answer's status where it is no success, and then no element.</summary>
    /// <param name="path">Below the API's address, without <c>per_page</c>.</param>
    /// <param name="onRefusal">Told of an answer that is no success.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal async IAsyncEnumerable<JsonElement> ListAsync(string path, Action<GitHubAnswer> onRefusal, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (Uri? page = new($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}per_page=100", UriKind.Relative); page is not null;)
        {
            var answer = await SendAsync(HttpMethod.Get, page, cancellationToken);
            if (answer.Status != HttpStatusCode.OK)
            {
                onRefusal(answer);
                yield break;
            }

            using var found = Parse(answer);
            foreach (var element in found.RootElement.EnumerateArray())
                yield return element;
            page = answer.Next is { } next && client.BaseAddress!.IsBaseOf(next) ? next : null;
        }
    }

    /// <summary>Sends a request until it is answered, whatever the answer.</summary>
    /// <exception cref="FailedException">GitHub cannot be reached, or asks to wait longer than anybody would.</exception>
    internal async Task<GitHubAnswer> SendAsync(HttpMethod method, Uri path, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (answer, failure) = await TryAsync(method, path, cancellationToken);
            if (answer is { MustWait: false } && (int)answer.Status < 500)
                return answer;
            var wait = options.FirstWait * Math.Pow(2, attempt - 1);
            if (answer?.Wait(options.Clock.GetUtcNow()) is { } asked && asked > wait)
                wait = asked;
            if (attempt >= options.Attempts || wait > options.LongestWait)
            {
                throw new FailedException(
                    answer is null ? $"GitHub's API cannot be reached: {failure!.Message}"
                    : answer.MustWait ? string.Create(CultureInfo.InvariantCulture, $"GitHub limits requests, and asks to wait {wait.TotalSeconds:0} s: try again then")
                    : $"GitHub's API fails: {method} {path} answers {answer.Describe()}",
                    failure);
            }

            await Task.Delay(wait, cancellationToken);
        }
    }

    private static JsonDocument Parse(GitHubAnswer answer)
    {
        try
        {
            return JsonDocument.Parse(answer.Body);
        }
        catch (JsonException exception)
        {
            throw new FailedException($"GitHub's answer is not JSON: {exception.Message}", exception);
        }
    }

    private async Task<(GitHubAnswer? Answer, Exception? Failure)> TryAsync(HttpMethod method, Uri path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Accept.ParseAdd("application/vnd.github+json");
        request.Headers.UserAgent.ParseAdd("KegImages");
        request.Headers.Add("X-GitHub-Api-Version", "2022-11-28");
        try
        {
            using var response = await client.SendAsync(request, cancellationToken);
            string? Header(string name) => response.Headers.TryGetValues(name, out var values) ? values.First() : null;
            var next = Header("Link") is { } link && NextLink().Match(link) is { Success: true } match ? new Uri(match.Groups["uri"].Value) : null;
            return (new GitHubAnswer(response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken), next)
            {
                RetryAfter = Header("Retry-After"),
                ResetsAt = Header("X-RateLimit-Remaining") == "0" && long.TryParse(Header("X-RateLimit-Reset"), out var reset) ? DateTimeOffset.FromUnixTimeSeconds(reset) : null,
            }, null);
        }
        catch (HttpRequestException exception)
        {
            return (null, exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, exception);
        }
    }

    [GeneratedRegex("""<(?<uri>[^>]+)>\s*;[^,]*\brel="?next"?""")]
    private static partial Regex NextLink();
}

/// <summary>An answer of GitHub's API, read whole.</summary>
internal sealed record GitHubAnswer(HttpStatusCode Status, byte[] Body, Uri? Next)
{
    public string? RetryAfter { get; init; }

    public DateTimeOffset? ResetsAt { get; init; }

    /// <summary>Whether it says that there were too many requests; GitHub says so with 403 as well.</summary>
    public bool MustWait => Status == HttpStatusCode.TooManyRequests || (Status == HttpStatusCode.Forbidden && (RetryAfter is not null || ResetsAt is not null));

    public TimeSpan? Wait(DateTimeOffset now) =>
        RetryDelay.Of(RetryAfter, "", now) ?? (ResetsAt is { } at ? at > now ? at - now : TimeSpan.Zero : null);

    /// <summary>Status and GitHub's own message.</summary>
    public string Describe()
    {
        try
        {
            using var document = JsonDocument.Parse(Body);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("message", out var message)
                ? $"{(int)Status}: {message.GetString()}"
                : $"{(int)Status}";
        }
        catch (JsonException)
        {
            // A proxy's page says nothing but its status.
            return $"{(int)Status} {Encoding.UTF8.GetString(Body[..Math.Min(Body.Length, 60)]).Split('<')[0]}".TrimEnd();
        }
    }
}
