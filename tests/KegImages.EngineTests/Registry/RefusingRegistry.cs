using System.Net;

namespace KegImages.EngineTests.Scaffolding;

/// <summary>Stands before a real registry, hands everything on, and refuses to put some tags.</summary>
internal sealed class RefusingRegistry : IAsyncDisposable
{
    private readonly HttpListener listener = new();
    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None });
    private readonly string behind;
    private readonly string refused;
    private readonly Task serving;

    public RefusingRegistry(string behind, string refusedTag)
    {
        (this.behind, refused) = (behind, $"/manifests/{refusedTag}");
        Address = $"127.0.0.1:{Listen()}";
        serving = ServeAsync();
    }

    /// <summary>Its host and port.</summary>
    public string Address { get; }

    public async ValueTask DisposeAsync()
    {
        listener.Close();
        await serving;
        client.Dispose();
    }

    private int Listen()
    {
        // A port that is free now may be taken a moment later: the next one is tried.
        for (var port = Random.Shared.Next(20_000, 30_000); ; port++)
        {
            listener.Prefixes.Clear();
            listener.Prefixes.Add($"http://127.0.0.1:{port}/");
            try
            {
                listener.Start();
                return port;
            }
            catch (HttpListenerException) when (port < 60_000)
            {
            }
        }
    }

    private async Task ServeAsync()
    {
        var answers = new List<Task>();
        while (true)
        {
            try
            {
                answers.Add(AnswerAsync(await listener.GetContextAsync()));
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                await Task.WhenAll(answers);
                return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            if (context.Request.HttpMethod == "PUT" && context.Request.Url!.AbsolutePath.EndsWith(refused, StringComparison.Ordinal))
            {
                context.Response.StatusCode = 403;
                context.Response.Close("""{"errors":[{"code":"DENIED","message":"this tag is protected"}]}"""u8.ToArray(), willBlock: false);
                return;
            }

            await HandOnAsync(context);
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or HttpRequestException)
        {
            // The client went away, or the test ended.
        }
    }

    private async Task HandOnAsync(HttpListenerContext context)
    {
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.HttpMethod), $"http://{behind}{context.Request.RawUrl}");
        request.Headers.Host = context.Request.UserHostName;
        if (context.Request.HasEntityBody || context.Request.HttpMethod is "PUT" or "POST" or "PATCH")
            request.Content = new StreamContent(context.Request.InputStream);
        foreach (var name in context.Request.Headers.AllKeys.OfType<string>().Where(name => name is not ("Host" or "Connection" or "Transfer-Encoding" or "Accept")))
        {
            if (!request.Headers.TryAddWithoutValidation(name, context.Request.Headers[name]))
                request.Content?.Headers.TryAddWithoutValidation(name, context.Request.Headers[name]);
        }

        // Docker sends a header for each type, and of those the listener keeps the last one only.
        foreach (var type in (string[])["application/vnd.docker.distribution.manifest.v2+json", "application/vnd.docker.distribution.manifest.list.v2+json", "application/vnd.oci.image.manifest.v1+json", "application/vnd.oci.image.index.v1+json", "*/*"])
            request.Headers.TryAddWithoutValidation("Accept", type);

        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers).Where(header => header.Key is not ("Transfer-Encoding" or "Connection" or "Content-Length" or "Date")))
            context.Response.Headers[name] = string.Join(", ", values);
        if (response.Content.Headers.ContentLength is { } length)
            context.Response.ContentLength64 = length;
        if (context.Request.HttpMethod != "HEAD")
            await response.Content.CopyToAsync(context.Response.OutputStream);
        context.Response.Close();
    }
}
