using System.Net;

namespace KegImages.ReliabilityTests.Proxy;

/// <summary>The real registry behind.</summary>
internal sealed class Upstream(string address) : IDisposable
{
    private static readonly string[] OfOneConnection = ["Host", "Connection", "Transfer-Encoding", "Content-Length", "Expect",
        "Keep-Alive"];

    private readonly HttpClient client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseProxy = false,
    });

    /// <summary>What it answers.</summary>
    public async Task<Answer> AnswerAsync(Request request, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), $"http://{address}{request.Target}");
        // What it says of its own address is then the proxy's, so that what follows comes this way too.
        message.Headers.Host = request.Header("Host");
        if (request.Body.Length > 0 || request.Method is "PUT" or "POST" or "PATCH")
            message.Content = new ByteArrayContent(request.Body);
        foreach (var header in request.Headers.Where(header => !OfOneConnection.Any(header.Is)))
        {
            if (!message.Headers.TryAddWithoutValidation(header.Name, header.Value))
                message.Content?.Headers.TryAddWithoutValidation(header.Name, header.Value);
        }

        using var response = await client.SendAsync(message, cancellationToken);
        var headers = response.Headers.Concat(response.Content.Headers)
            .SelectMany(header => header.Value.Select(value => new Header(header.Key, value)))
            .Where(header => header.Is("Content-Length") ? request.Method == "HEAD" : !OfOneConnection.Any(header.Is));
        return new Answer((int)response.StatusCode, [.. headers], await response.Content.ReadAsByteArrayAsync(cancellationToken));
    }

    public void Dispose() => client.Dispose();
}
