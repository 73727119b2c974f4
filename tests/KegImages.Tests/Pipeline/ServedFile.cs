using System.Net;
using System.Net.Sockets;
using System.Text;

namespace KegImages.Tests.Pipeline;

/// <summary>A file behind a real HTTP server of this process, which answers conditional requests as servers do.</summary>
internal sealed class ServedFile : IDisposable
{
    private readonly HttpListener listener;

    public ServedFile()
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Address = new Uri($"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/data.txt");
        }

        listener = new HttpListener { Prefixes = { Address.GetLeftPart(UriPartial.Authority) + "/" } };
        listener.Start();
        _ = ServeAsync();
    }

    public Uri Address { get; }

    public string Text { get; set; } = "one";

    public string? Tag { get; set; }

    public DateTimeOffset? Modified { get; set; }

    public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

    /// <summary>How often the whole file was sent.</summary>
    public int Bodies { get; private set; }

    public void Dispose() => listener.Close();

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            Answer(context);
        }
    }

    private void Answer(HttpListenerContext context)
    {
        var (request, response) = (context.Request, context.Response);
        if (Tag is not null)
            response.Headers["ETag"] = Tag;
        if (Modified is { } modified)
            response.Headers["Last-Modified"] = modified.ToString("r");
        var isSame = (Tag is not null && request.Headers["If-None-Match"] == Tag)
            || (Tag is null && Modified is not null && request.Headers["If-Modified-Since"] == Modified?.ToString("r"));
        response.StatusCode = isSame ? 304 : (int)Status;
        if (!isSame && request.HttpMethod != "HEAD")
        {
            Bodies++;
            response.OutputStream.Write(Encoding.UTF8.GetBytes(Text));
        }

        response.Close();
    }
}
