using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KegImages.EngineTests.Registry;

/// <summary>
/// What a registry answers instead of doing as it is told. See
/// <see href="https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#error-codes"/>.
/// </summary>
internal sealed record Refusal(int Status, string Code, string Message);

/// <summary>Stands before a real registry, hands everything on, and refuses some of it.</summary>
internal sealed class RefusingRegistry : IAsyncDisposable
{
    private readonly HttpListener listener = new();
    private readonly HttpClient client =
        new(new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None });
    private readonly string behind;
    private readonly Func<HttpListenerRequest, byte[], Refusal?> refuses;
    private readonly Task serving;
    private Func<string, string, Task>? before;
    private bool leadsListsAway;

    private RefusingRegistry(string behind, Func<HttpListenerRequest, byte[], Refusal?> refuses)
    {
        (this.behind, this.refuses) = (behind, refuses);
        Address = $"127.0.0.1:{Listen()}";
        serving = ServeAsync();
    }

    /// <summary>One that protects a tag.</summary>
    public static RefusingRegistry OfTag(string behind, string tag) => new(behind, (request, _) =>
        request.HttpMethod == "PUT" && request.Url!.AbsolutePath.EndsWith($"/manifests/{tag}", StringComparison.Ordinal)
            ? new Refusal(403, "DENIED", "this tag is protected") : null);

    /// <summary>One that stores images and nothing else.</summary>
    public static RefusingRegistry OfArtifacts(string behind) => new(behind, (_, manifest) =>
        manifest.Length > 0 && JsonNode.Parse(manifest) is { } json && json["artifactType"] is not null
            ? new Refusal(400, "MANIFEST_INVALID", "unknown media type of the config") : null);

    /// <summary>One that lets nobody put a family record any more.</summary>
    public static RefusingRegistry OfRecords(string behind) => new(behind, (request, _) =>
        request.HttpMethod == "PUT" && request.Url!.AbsolutePath.Contains("/keg-family/manifests/", StringComparison.Ordinal)
            ? new Refusal(405, "UNSUPPORTED", "the operation is unsupported") : null);

    /// <summary>One that deletes nothing, as GHCR.</summary>
    public static RefusingRegistry OfDeletions(string behind) => new(behind, (request, _) =>
        request.HttpMethod == "DELETE" ? new Refusal(405, "UNSUPPORTED", "the operation is unsupported") : null);

    /// <summary>One that refuses what its method and path say.</summary>
    public static RefusingRegistry Refusing(string behind, Func<string, string, bool> refuses) => new(behind, (request, _) =>
        refuses(request.HttpMethod, request.Url!.AbsolutePath) ? new Refusal(403, "DENIED", "not here") : null);

    /// <summary>
    /// One that refuses nothing, and lets something happen before it answers: told of each request by its method and path.
    /// </summary>
    public static RefusingRegistry Watched(string behind, Func<string, string, Task> before) =>
        new(behind, (_, _) => null) { before = before };
    /// <summary>One whose lists of tags have one entry, and go on at another host.</summary>
    public static RefusingRegistry OfLists(string behind) => new(behind, (_, _) => null) { leadsListsAway = true };

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
            var manifest = await ManifestAsync(context.Request);
            if (before is not null)
                await before(context.Request.HttpMethod, context.Request.Url!.AbsolutePath);
            if (refuses(context.Request, manifest) is { } refusal)
            {
                context.Response.StatusCode = refusal.Status;
                context.Response.Close(JsonSerializer.SerializeToUtf8Bytes(new { errors = new[] { new { code = refusal.Code,
                    message = refusal.Message } } }), willBlock: false);
                return;
            }

            if (leadsListsAway && context.Request.Url!.AbsolutePath.EndsWith("/tags/list", StringComparison.Ordinal))
                await LeadAwayAsync(context);
            else
                await HandOnAsync(context, manifest);
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or HttpRequestException)
        {
            // The client went away, or the test ended.
        }
    }

    private async Task LeadAwayAsync(HttpListenerContext context)
    {
        var list = JsonNode.Parse(await client.GetStringAsync(new Uri($"http://{behind}{context.Request.RawUrl}")))!;
        list["tags"] = new JsonArray((string?)list["tags"]?[0]);
        context.Response.ContentType = "application/json";
        context.Response.AddHeader("Link", $"<https://mirror.example.com{context.Request.Url!.AbsolutePath}?last=x>; rel=\"next\"");
        context.Response.Close(JsonSerializer.SerializeToUtf8Bytes(list), willBlock: false);
    }

    // The manifest that is put; empty where none is.
    private static async Task<byte[]> ManifestAsync(HttpListenerRequest request)
    {
        if (request.HttpMethod != "PUT" || !request.Url!.AbsolutePath.Contains("/manifests/", StringComparison.Ordinal))
            return [];
        using var bytes = new MemoryStream();
        await request.InputStream.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    private async Task HandOnAsync(HttpListenerContext context, byte[] manifest)
    {
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.HttpMethod), $"http://{behind}{context.Request.RawUrl}");
        request.Headers.Host = context.Request.UserHostName;
        if (context.Request.HasEntityBody || context.Request.HttpMethod is "PUT" or "POST" or "PATCH")
            request.Content = manifest.Length > 0 ? new ByteArrayContent(manifest) : new StreamContent(context.Request.InputStream);
        foreach (var name in context.Request.Headers.AllKeys.OfType<string>()
            .Where(name => name is not ("Host" or "Connection" or "Transfer-Encoding" or "Accept")))
        {
            if (!request.Headers.TryAddWithoutValidation(name, context.Request.Headers[name]))
                request.Content?.Headers.TryAddWithoutValidation(name, context.Request.Headers[name]);
        }

        // Docker sends a header for each type, and of those the listener keeps the last one only.
        foreach (var type in (string[])["application/vnd.docker.distribution.manifest.v2+json",
            "application/vnd.docker.distribution.manifest.list.v2+json", "application/vnd.oci.image.manifest.v1+json",
                "application/vnd.oci.image.index.v1+json", "*/*"])
            request.Headers.TryAddWithoutValidation("Accept", type);

        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers)
            .Where(header => header.Key is not ("Transfer-Encoding" or "Connection" or "Content-Length" or "Date")))
            context.Response.Headers[name] = string.Join(", ", values);
        if (response.Content.Headers.ContentLength is { } length)
            context.Response.ContentLength64 = length;
        if (context.Request.HttpMethod != "HEAD")
            await response.Content.CopyToAsync(context.Response.OutputStream);
        context.Response.Close();
    }
}
