using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace KegImages.Registry;

/// <summary>Sends requests to registries: pooled connections, authentication, patience and a count of what was sent.</summary>
internal sealed class RegistryTransport : IDisposable
{
    private const int LargestAnswer = 64 * 1024 * 1024;

    private readonly RegistryOptions options;
    private readonly RegistryAuthentication authentication;
    // Made with the first request: making one takes time, and not every run asks a registry.
    private readonly Lazy<HttpClient> client;
    private long requests;

    public RegistryTransport(ICredentialSource credentials, RegistryOptions options)
    {
        this.options = options;
        authentication = new RegistryAuthentication(credentials, options);
        client = new(() => ClientOf(options));
    }

    public long Requests => Interlocked.Read(ref requests);

    public bool HasLogin(RegistryAddress address) => authentication.HasLogin(address);

    public bool WantsLogin(RegistryAddress address) => authentication.WantsLogin(address);

    public string Masked(string text) => authentication.Masked(text);

    /// <summary>Sends a request until it is answered, whatever the answer; a refusal of the token service is an answer too.</summary>
    /// <param name="address">The repository.</param>
    /// <param name="scope">What the request needs to be allowed.</param>
    /// <param name="compose">Makes the request; called again for each try.</param>
    /// <param name="what">What is asked for, for messages.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<RegistryResponse> SendAsync(
        RegistryAddress address, RegistryScope scope, Func<HttpRequestMessage> compose, string what, CancellationToken cancellationToken)
    {
        using var turn = await authentication.EnterAsync(address, cancellationToken);
        Task<RegistryResponse> Exchange(Func<HttpRequestMessage> request, CancellationToken token) => PatientlyAsync(request, what, token);

        for (var challenges = 0; ; challenges++)
        {
            var authorization = await authentication.AuthorizeAsync(address, scope, Exchange, cancellationToken);
            if (authorization.Refusal is { } refusal)
                return refusal;
            var response = await PatientlyAsync(Authorized, what, cancellationToken);
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
        exception.InnerException is { } inner && exception.Message.Contains("inner exception", StringComparison.Ordinal) ? Innermost(inner) : exception.Message;

    public void Dispose()
    {
        if (client.IsValueCreated)
            client.Value.Dispose();
    }

    private static HttpClient ClientOf(RegistryOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            Proxy = new RemoteProxy(HttpClient.DefaultProxy),
            MaxConnectionsPerServer = options.Connections,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectTimeout = TimeSpan.FromSeconds(15),
            // Bytes must arrive as they are stored: their digest is checked.
            AutomaticDecompression = DecompressionMethods.None,
        };
        var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = LargestAnswer };
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("KegImages", null));
        return client;
    }

    private async Task<RegistryResponse> PatientlyAsync(Func<HttpRequestMessage> compose, string what, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (response, failure) = await TryAsync(compose, cancellationToken);
            var isPassing = response is null || response.Status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout || (int)response.Status >= 500;
            if (!isPassing)
                return response!;

            var asked = response is null ? null
                : RetryDelay.Of(response.Header("Retry-After"), Encoding.UTF8.GetString(response.Body), options.Clock.GetUtcNow());
            var wait = options.FirstWait * Math.Pow(2, attempt - 1);
            if (asked > wait)
                wait = asked.Value;
            if (attempt >= Attempts(failure) || wait > options.LongestWait)
                return response ?? throw new FailedException(Masked($"{what} failed{(attempt == 1 ? "" : $" {attempt} times")}: {Innermost(failure!)}{Advice(compose, failure!)}"), failure);
            await Task.Delay(wait, cancellationToken);
        }
    }

    // Only where nobody answered at all: a registry that broke off is there.
    private static string Advice(Func<HttpRequestMessage> compose, Exception failure)
    {
        if (failure is not HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError })
            return "";
        using var request = compose();
        var host = request.RequestUri!;
        return Environment.NewLine + (host.IsLoopback
            ? $"  does anything listen at {host.Authority}?"
            : $"  is {host.Host} right, and does this machine reach it? --profile local brings a registry and a root image of its own");
    }

    // A wrong name or certificate stays wrong, and a closed port mostly stays closed.
    private int Attempts(Exception? failure) => failure is HttpRequestException { HttpRequestError: var error }
        ? error switch
        {
            HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError => 1,
            HttpRequestError.ConnectionError => Math.Min(3, options.Attempts),
            _ => options.Attempts,
        }
        : options.Attempts;

    private async Task<(RegistryResponse? Response, Exception? Failure)> TryAsync(Func<HttpRequestMessage> compose, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.Timeout);
        using var request = compose();
        if (request.RequestUri!.Scheme == Uri.UriSchemeHttps)
            (request.Version, request.VersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionOrLower);
        Interlocked.Increment(ref requests);
        try
        {
            using var answer = await client.Value.SendAsync(request, HttpCompletionOption.ResponseContentRead, limit.Token);
            var headers = new ResponseHeaders(answer.Headers, answer.Content.Headers);
            var body = await answer.Content.ReadAsByteArrayAsync(limit.Token);
            return (new RegistryResponse(answer.StatusCode, answer.RequestMessage!.RequestUri!, headers, body), null);
        }
        catch (HttpRequestException exception)
        {
            return (null, exception);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, new TimeoutException($"no answer within {options.Timeout.TotalSeconds:0.#} s"));
        }
    }

    /// <summary>The environment's proxy for all but this machine: what listens on the loopback is not reached through a proxy.</summary>
    private sealed class RemoteProxy(IWebProxy proxy) : IWebProxy
    {
        public ICredentials? Credentials
        {
            get => proxy.Credentials;
            set => proxy.Credentials = value;
        }

        public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : proxy.GetProxy(destination);

        public bool IsBypassed(Uri host) => host.IsLoopback || proxy.IsBypassed(host);
    }
}
