using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;
using KegImages.Registry;

namespace KegImages.Api;

/// <summary>Asks GitHub's REST API, page after page, and waits where GitHub asks to wait. See
/// <see href="https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api"/>.</summary>
/// <param name="patience">How often is tried, and how long is waited; null for the usual.</param>
internal sealed class GitHubApi(HttpClient client, string token, RegistryOptions? patience = null)
{
    private const int MostPages = 1_000;
    private const int LargestAnswer = 32 * 1024 * 1024;

    // The last second that a date of .NET can say.
    private const long LatestReset = 253_402_300_799;

    private readonly RegistryOptions options = patience ?? new RegistryOptions();

    /// <summary>The API with the token of the environment; null where there is none.</summary>
    public static GitHubApi? Of(IReadOnlyDictionary<string, string> environment)
    {
        if (environment.GetValueOrDefault("GITHUB_TOKEN") is not { Length: > 0 } token)
            return null;
        var text = environment.GetValueOrDefault("GITHUB_API_URL") is { Length: > 0 } api ? api.TrimEnd('/') + "/"
            : "https://api.github.com/";
        if (!WebAddress.TryParse(text, out var address))
            throw new WrongUseException($"GITHUB_API_URL: '{text}' is no address of the web",
                next: "expected such as https://api.github.com");
        return new GitHubApi(new HttpClient(Proxied.Handler(environment)) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) },
            token.Trim());
    }

    /// <summary>Every element of a list, from all its pages; the first answer's status where it is no success, and then no
    /// element.</summary>
    /// <exception cref="FailedException">Not all of it can be read.</exception>
    internal async IAsyncEnumerable<T> ListAsync<T>(string path, JsonTypeInfo<T[]> type, Action<GitHubAnswer> onRefusal,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var visited = new HashSet<Uri>();
        for (Uri? page = new($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}per_page=100",
            UriKind.Relative); page is not null;)
        {
            var answer = await SendAsync(HttpMethod.Get, page, cancellationToken);
            if (answer.Status != HttpStatusCode.OK)
            {
                if (visited.Count > 0)
                    throw new FailedException($"GitHub's list {path} breaks off: a page of it answers {answer.Describe()}");
                onRefusal(answer);
                yield break;
            }

            foreach (var element in new OutsideDocument($"GitHub's list {path}").Read(answer.Body, type))
                yield return element;
            page = NextOf(answer, path, visited);
        }
    }

    /// <summary>Sends a request until it is answered, whatever the answer.</summary>
    /// <exception cref="FailedException">GitHub cannot be reached, or asks to wait longer than anybody would.</exception>
    internal async Task<GitHubAnswer> SendAsync(HttpMethod method, Uri path, CancellationToken cancellationToken)
    {
        var waiting = new Patience(options);
        for (var attempt = 1; ; attempt++)
        {
            var (answer, failure) = await TryAsync(method, path, cancellationToken);
            if (answer is { MustWait: false } && (int)answer.Status < 500)
                return answer;
            var asked = answer?.Wait(options.Clock.GetUtcNow());
            if (attempt >= options.Attempts || !await waiting.WaitAsync(attempt, asked, cancellationToken))
            {
                throw new FailedException(
                    answer is null ? $"GitHub's API cannot be reached: {failure!.Message}"
                    : answer.MustWait
                        ? string.Create(CultureInfo.InvariantCulture,
                        $"GitHub limits requests, and asks to wait {(asked ?? TimeSpan.Zero).TotalSeconds:0} s: try again then")
                    : $"GitHub's API fails: {method} {path} answers {answer.Describe()}",
                    failure);
            }
        }
    }

    // A list that goes on where it cannot be followed is not read whole.
    private Uri? NextOf(GitHubAnswer answer, string path, HashSet<Uri> visited)
    {
        if (answer.Next.Problem is { } problem)
            throw new FailedException($"GitHub's list {path} cannot be read whole: {problem}");
        if (answer.Next.Page is { } next && (!client.BaseAddress!.IsBaseOf(next) || !visited.Add(next) || visited.Count > MostPages))
            throw new FailedException($"GitHub's list {path} cannot be read whole: it goes on at {next} after {visited.Count} pages");
        return answer.Next.Page;
    }

    private async Task<(GitHubAnswer? Answer, Exception? Failure)> TryAsync(HttpMethod method, Uri path,
        CancellationToken cancellationToken)
    {
        try
        {
            for (var hop = 0; hop <= Redirection.Most; hop++)
            {
                using var request = RequestOf(method, path);
                using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
                var from = new Uri(client.BaseAddress!, path);
                if (!Redirection.Is(response))
                    return (await AnswerOf(response, from, cancellationToken), null);
                // What was renamed has another path; the token is for GitHub's API alone.
                path = Redirection.Of(method, from, response);
                if (path.Authority != from.Authority)
                    throw new FailedException($"GitHub's API sends {method} {from.AbsolutePath} on to {path.Authority}");
            }

            throw Redirection.Endless(new Uri(client.BaseAddress!, path));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return (null, exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, exception);
        }
    }

    private HttpRequestMessage RequestOf(HttpMethod method, Uri path)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Accept.ParseAdd("application/vnd.github+json");
        request.Headers.UserAgent.ParseAdd("KegImages");
        request.Headers.Add("X-GitHub-Api-Version", "2022-11-28");
        return request;
    }

    private static async Task<GitHubAnswer> AnswerOf(HttpResponseMessage response, Uri from, CancellationToken cancellationToken)
    {
        var headers = new ResponseHeaders(response.Headers, response.Content.Headers);
        var isUsedUp = headers["X-RateLimit-Remaining"].FirstOrDefault() == "0";
        var isKnown =
            long.TryParse(headers["X-RateLimit-Reset"].FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var reset)
            && reset <= LatestReset;
        return new GitHubAnswer(response.StatusCode, await BoundedBody.ReadAsync(response, LargestAnswer, cancellationToken),
            NextLink.Of(headers["Link"], from))
        {
            RetryAfter = headers["Retry-After"].FirstOrDefault(),
            ResetsAt = isUsedUp && isKnown ? DateTimeOffset.FromUnixTimeSeconds(reset) : null,
        };
    }
}

internal sealed record GitHubAnswer(HttpStatusCode Status, byte[] Body, NextLink Next)
{
    public string? RetryAfter { get; init; }
    public DateTimeOffset? ResetsAt { get; init; }

    /// <summary>Whether it says that there were too many requests; GitHub says so with 403 as well.</summary>
    public bool MustWait => Status == HttpStatusCode.TooManyRequests
        || (Status == HttpStatusCode.Forbidden && (RetryAfter is not null || ResetsAt is not null));

    public TimeSpan? Wait(DateTimeOffset now) =>
        RetryDelay.Of(RetryAfter, "", now) ?? (ResetsAt is { } at ? at > now ? at - now : TimeSpan.Zero : null);

    public string Describe() =>
        new OutsideDocument("an error of GitHub's").TryRead(Body, GitHubJson.Default.GitHubMessage, out var said)
            && said.Message is { Length: > 0 } message
            ? $"{(int)Status}: {message}"
            // A proxy's page says nothing but its status.
            : $"{(int)Status} {(Body is [(byte)'{', ..] ? "" : Begin.Split('<')[0])}".TrimEnd();

    private string Begin => Encoding.UTF8.GetString(Body[..Math.Min(Body.Length, 60)]);
}
