using System.Net;
using System.Net.Http.Headers;
using KegImages.Logins;

namespace KegImages.Registry;

/// <summary>Sends requests to registries: pooled connections, authentication, patience and a count of what was sent.</summary>
internal sealed class RegistryTransport : IDisposable
{
    // Marks a failure of where a registry sent a request on to: the registry itself was reached.
    private const string SentOn = "sent on to";

    private readonly RegistryOptions options;
    private readonly RegistryAuthentication authentication;
    // Made with the first request: making one takes time, and not every run asks a registry.
    private readonly Lazy<HttpClient> client;
    private long requests;

    public RegistryTransport(ICredentialSource credentials, RegistryOptions options)
    {
        this.options = options;
        Open = new OpenRequests(options.Clock);
        authentication = new RegistryAuthentication(credentials, options);
        client = new(() => ClientOf(options));
    }

    public long Requests => Interlocked.Read(ref requests);

    public OpenRequests Open { get; }

    public bool HasLogin(RegistryAddress address) => authentication.HasLogin(address);

    public string? LoginProblem(RegistryAddress address) => authentication.LoginProblem(address);

    public bool WantsLogin(RegistryAddress address) => authentication.WantsLogin(address);

    public string Masked(string text) => authentication.Masked(text);

    /// <summary>Sends a request that is as small as its answer.</summary>
    public Task<RegistryResponse> SendAsync(
        RegistryAddress address, RegistryScope scope, Func<HttpRequestMessage> compose, string what, CancellationToken cancellationToken) =>
        SendAsync(address, scope, compose, what, null, cancellationToken);

    /// <summary>Sends a request until it is answered, whatever the answer; a refusal of the token service is an answer too.</summary>
    public async Task<RegistryResponse> SendAsync(RegistryAddress address, RegistryScope scope, Func<HttpRequestMessage> compose,
        string what, Transfer? transfer, CancellationToken cancellationToken)
    {
        using var open = Open.Begin(what);
        using var turn = await authentication.EnterAsync(address, cancellationToken);
        var patience = new Patience(options);
        Task<RegistryResponse> Exchange(Func<HttpRequestMessage> request, CancellationToken token) =>
            PatientlyAsync(request, what, patience, null, token);

        for (var challenges = 0; ; challenges++)
        {
            var authorization = await authentication.AuthorizeAsync(address, scope, Exchange, cancellationToken);
            if (authorization.Refusal is { } refusal)
                return refusal;
            var response = await PatientlyAsync(Authorized, what, patience, transfer, cancellationToken);
            if (response.Status != HttpStatusCode.Unauthorized || challenges == 2
                || !await authentication.LearnAsync(address, scope, response, authorization, challenges > 0, cancellationToken))
            {
                return response;
            }

            HttpRequestMessage Authorized()
            {
                var request = compose();
                // An upload may be sent elsewhere; the login is for the registry alone.
                if (request.RequestUri!.Authority == address.Base.Authority && request.RequestUri.Scheme == address.Base.Scheme)
                    request.Headers.Authorization = authorization.Header;
                return request;
            }
        }
    }

    // "The SSL connection could not be established, see inner exception." says nothing by itself.
    private static string Innermost(Exception exception) =>
        exception.InnerException is { } inner && exception.Message.Contains("inner exception", StringComparison.Ordinal) ? Innermost(inner)
            : exception.Message;

    public void Dispose()
    {
        if (client.IsValueCreated)
            client.Value.Dispose();
    }

    private static HttpClient ClientOf(RegistryOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            Proxy = new EnvironmentProxy(options.Proxies ?? ProxyRules.OfThisProcess()),
            MaxConnectionsPerServer = options.Connections,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectTimeout = TimeSpan.FromSeconds(15),
            // Where a request is sent on to is our own decision: the login is for the registry alone.
            AllowAutoRedirect = false,
            // Bytes must arrive as they are stored: their digest is checked.
            AutomaticDecompression = DecompressionMethods.None,
        };
        var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("KegImages", null));
        return client;
    }

    private async Task<RegistryResponse> PatientlyAsync(Func<HttpRequestMessage> compose, string what, Patience patience,
        Transfer? transfer, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (response, failure) = await TryAsync(compose, what, transfer, cancellationToken);
            var isPassing = response is null || response.Status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout
                || (int)response.Status >= 500;
            if (!isPassing)
            {
                return response!.IsRegistrys ? response
                    : throw new FailedException(
                        Masked($"{what} failed: it is sent on to {response.Address.GetLeftPart(UriPartial.Path)}, where no registry "
                            + $"answers: {response.Describe()}"));
            }

            var asked = response is null ? null
                : RetryDelay.Of(response.Header("Retry-After"), Encoding.UTF8.GetString(response.Body), options.Clock.GetUtcNow());
            if (attempt >= Attempts(failure) || !await patience.WaitAsync(attempt, asked, cancellationToken))
            {
                return response ?? throw Failure(compose,
                    $"{what} failed{(attempt == 1 ? "" : $" {attempt} times")}: {Innermost(failure!)}", failure!);
            }
        }
    }

    // A registry that broke off is there; one that nobody answered for is not reached.
    private FailedException Failure(Func<HttpRequestMessage> compose, string message, Exception failure)
    {
        if (failure is not HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError
            or HttpRequestError.ConnectionError } || failure.Data.Contains(SentOn))
            return new FailedException(Masked(message), failure);
        using var request = compose();
        var host = request.RequestUri!;
        var advice = host.IsLoopback
            ? $"  does anything listen at {host.Authority}?"
            : $"  is {host.Host} right, and does this machine reach it? --profile local brings a registry and a root image of its own";
        return new UnreachedException(Masked($"{message}{Environment.NewLine}{advice}"), [host.Authority], failure);
    }

    // A wrong name or certificate stays wrong, a closed port mostly stays closed, and who lets us wait for minutes will do so again.
    private int Attempts(Exception? failure) => failure switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError
            or HttpRequestError.ConfigurationLimitExceeded } => 1,
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => Math.Min(3, options.Attempts),
        TimeoutException => Math.Min(2, options.Attempts),
        _ => options.Attempts,
    };

    private async Task<(RegistryResponse? Response, Exception? Failure)> TryAsync(Func<HttpRequestMessage> compose, string what,
        Transfer? transfer, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var patience = options.Timeout + (transfer?.Time ?? TimeSpan.Zero);
        limit.CancelAfter(patience);
        try
        {
            var (answer, isRedirected) = await FollowAsync(compose, limit.Token);
            using var _ = answer;
            var headers = new ResponseHeaders(answer.Headers, answer.Content.Headers);
            var body = await (transfer ?? Transfer.Small).ReadAsync(answer, options.LargestAnswer, limit.Token);
            return (new RegistryResponse(answer.StatusCode, answer.RequestMessage!.RequestUri!, headers,
                body) { IsRedirected = isRedirected }, null);
        }
        catch (FailedException exception)
        {
            throw new FailedException(Masked($"{what} failed: {exception.Message}"), exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return (null, exception);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, new TimeoutException($"no answer within {patience.TotalSeconds:0.#} s"));
        }
    }

    private async Task<(HttpResponseMessage Answer, bool IsRedirected)> FollowAsync(Func<HttpRequestMessage> compose,
        CancellationToken cancellationToken)
    {
        Uri? to = null;
        for (var hop = 0; hop <= Redirection.Most; hop++)
        {
            var request = compose();
            var first = request.RequestUri!;
            if (to is not null)
            {
                request.RequestUri = to;
                if (to.Authority != first.Authority || to.Scheme != first.Scheme)
                    request.Headers.Authorization = null;
            }

            if (request.RequestUri!.Scheme == Uri.UriSchemeHttps)
                (request.Version, request.VersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionOrLower);
            Interlocked.Increment(ref requests);
            HttpResponseMessage answer;
            var begun = options.Clock.GetTimestamp();
            try
            {
                answer = await client.Value.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            }
            catch (HttpRequestException exception) when (to is not null)
            {
                exception.Data[SentOn] = to;
                throw;
            }

            // What stands behind a question mark may be somebody's signature.
            options.Told?.Invoke(string.Create(CultureInfo.InvariantCulture,
                $"{request.Method} {request.RequestUri.GetLeftPart(UriPartial.Path)}  {(int)answer.StatusCode}, ")
                + Human.Duration(options.Clock.GetElapsedTime(begun)));
            if (!Redirection.Is(answer))
                return (answer, to is not null);
            using (answer)
                to = Redirection.Of(request.Method, request.RequestUri, answer);
        }

        using var last = compose();
        throw Redirection.Endless(last.RequestUri!);
    }
}
