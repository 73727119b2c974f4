using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using KegImages.References;
using KegImages.Registry;

namespace KegImages.Tests.Registry;

/// <summary>
/// A registry in this process, as far as the client uses one; it records what it is asked and can be told to answer something else.
/// </summary>
internal sealed partial class FakeRegistry : IDisposable
{
    private readonly HttpListener listener;
    private readonly ConcurrentDictionary<string, byte[]> blobs = new();
    private readonly ConcurrentDictionary<string, (byte[] Bytes, string Type)> manifests = new();

    public FakeRegistry()
    {
        (listener, Host) = Start();
        _ = ServeAsync();
    }

    // A listener takes no port 0, and between finding a free one and listening somebody else may take it.
    private static (HttpListener Listener, string Host) Start()
    {
        for (var attempt = 1; ; attempt++)
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            var host = $"127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
            probe.Stop();
            var listener = new HttpListener { Prefixes = { $"http://{host}/" } };
            try
            {
                listener.Start();
                return (listener, host);
            }
            catch (HttpListenerException) when (attempt < 20)
            {
                listener.Close();
            }
        }
    }

    public string Host { get; }

    /// <summary>Each request as <c>METHOD path</c>, in the order of arrival.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>Answers instead of the registry, where it returns true.</summary>
    public Func<HttpListenerRequest, HttpListenerResponse, bool>? Instead { get; set; }

    /// <summary>Accepted artifact types; all by default.</summary>
    public bool RefusesArtifacts { get; set; }

    public ImageReference Repository(string name) => ImageReference.Parse($"{Host}/keg/{name}");

    public Digest? TagOf(string name, string tag) =>
        manifests.TryGetValue($"keg/{name}/{tag}", out var found) ? Digest.Of(found.Bytes) : null;

    /// <summary>Puts an image straight into the registry, no request counted.</summary>
    public Digest Add(string name, string? tag = null, params (string Name, string Value)[] labels)
    {
        var config = Encoding.UTF8.GetBytes(TinyImage.Config(labels));
        blobs[$"keg/{name}/{Digest.Of(config)}"] = config;
        return AddManifest(name, tag, Encoding.UTF8.GetBytes(TinyImage.Manifest(config)), MediaTypes.OciManifest);
    }

    public Digest AddManifest(string name, string? tag, byte[] bytes, string type)
    {
        foreach (var key in new[] { Digest.Of(bytes).ToString(), tag }.OfType<string>())
            manifests[$"keg/{name}/{key}"] = (bytes, type);
        return Digest.Of(bytes);
    }

    public void AddTag(string name, string tag, Digest digest) => manifests[$"keg/{name}/{tag}"] = manifests[$"keg/{name}/{digest}"];

    public void RemoveBlob(string name, Digest digest) => blobs.TryRemove($"keg/{name}/{digest}", out _).ShouldBeTrue();

    public int Count(string pattern) => Asked.Count(asked => Regex.IsMatch(asked, pattern));

    public static void Answer(HttpListenerResponse response, int status, string body = "", string type = "application/json",
        params (string Name, string Value)[] headers)
    {
        response.StatusCode = status;
        response.ContentType = type;
        foreach (var (name, value) in headers)
            response.AddHeader(name, value);
        response.Close(Encoding.UTF8.GetBytes(body), willBlock: false);
    }

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

            _ = Task.Run(() => Serve(context));
        }
    }

    private void Serve(HttpListenerContext context)
    {
        var (request, response) = (context.Request, context.Response);
        Asked.Enqueue($"{request.HttpMethod} {request.RawUrl}");
        if (Instead?.Invoke(request, response) == true)
            return;
        var path = Paths().Match(request.Url!.AbsolutePath);
        var key = $"{path.Groups["name"].Value}/{path.Groups["rest"].Value}";
        switch (path.Groups["kind"].Value, request.HttpMethod)
        {
            case ("manifests", "GET" or "HEAD"):
                AnswerBytes(request, response, manifests.TryGetValue(key, out var manifest) ? manifest : null, "MANIFEST_UNKNOWN");
                break;
            case ("manifests", "PUT"):
                PutManifest(request, response, path.Groups["name"].Value, path.Groups["rest"].Value);
                break;
            case ("manifests", "DELETE"):
                DeleteManifest(response, path.Groups["name"].Value, path.Groups["rest"].Value);
                break;
            // The layer that all of its images name is in every repository.
            case ("blobs", "HEAD") when path.Groups["rest"].Value == $"sha256:{new string('b', 64)}":
                Answer(response, 200);
                break;
            case ("blobs", "GET" or "HEAD"):
                AnswerBytes(request, response, blobs.TryGetValue(key, out var blob) ? (blob, "application/octet-stream") : null,
                    "BLOB_UNKNOWN");
                break;
            case ("blobs", "POST"):
                Answer(response, 202, headers: ("Location", $"/v2/{path.Groups["name"].Value}/blobs/uploads/{Guid.NewGuid()}?_state=s"));
                break;
            case ("blobs", "PUT"):
                var bytes = Read(request);
                var digest = request.QueryString["digest"]!;
                blobs[$"{path.Groups["name"].Value}/{digest}"] = bytes;
                Answer(response, digest == Digest.Of(bytes).ToString() ? 201 : 400);
                break;
            case ("blobs", "DELETE"):
                Answer(response, 204);
                break;
            case ("tags", _):
                var names = manifests.Keys.Where(name => name.StartsWith($"{path.Groups["name"].Value}/", StringComparison.Ordinal))
                    .Select(name => name[(name.LastIndexOf('/') + 1)..]).Where(name => !name.Contains(':', StringComparison.Ordinal))
                    .Order().ToArray();
                Answer(response, 200, JsonSerializer.Serialize(new { name = path.Groups["name"].Value, tags = names }));
                break;
            default:
                Answer(response, 404);
                break;
        }
    }

    private static void AnswerBytes(HttpListenerRequest request, HttpListenerResponse response, (byte[] Bytes, string Type)? found,
        string unknown)
    {
        if (found is not { } content)
        {
            Answer(response, 404, request.HttpMethod == "HEAD" ? "" : $$"""{"errors":[{"code":"{{unknown}}","message":"unknown"}]}""");
            return;
        }

        response.ContentType = content.Type;
        response.AddHeader("Docker-Content-Digest", Digest.Of(content.Bytes).ToString());
        response.ContentLength64 = content.Bytes.Length;
        if (request.HttpMethod == "HEAD")
            response.Close();
        else
            response.Close(content.Bytes, willBlock: false);
    }

    private void PutManifest(HttpListenerRequest request, HttpListenerResponse response, string name, string reference)
    {
        var bytes = Read(request);
        if (RefusesArtifacts && Encoding.UTF8.GetString(bytes).Contains("artifactType", StringComparison.Ordinal))
        {
            Answer(response, 400, """{"errors":[{"code":"MANIFEST_INVALID","message":"artifacts are not supported"}]}""");
            return;
        }

        if (RegistryManifest.Parse(bytes, request.ContentType!) is { ArtifactType: not null, Layers: var layers }
            && layers.Any(layer => !blobs.ContainsKey($"{name}/{layer.Digest}")))
        {
            Answer(response, 400, """{"errors":[{"code":"MANIFEST_BLOB_UNKNOWN","message":"blob unknown to registry"}]}""");
            return;
        }

        foreach (var key in new[] { Digest.Of(bytes).ToString(), reference })
            manifests[$"{name}/{key}"] = (bytes, request.ContentType!);
        Answer(response, 201, headers: ("Docker-Content-Digest", Digest.Of(bytes).ToString()));
    }

    private void DeleteManifest(HttpListenerResponse response, string name, string digest)
    {
        var doomed = manifests.Where(pair =>
            pair.Key.StartsWith($"{name}/", StringComparison.Ordinal) && Digest.Of(pair.Value.Bytes).ToString() == digest).ToList();
        foreach (var pair in doomed)
            manifests.TryRemove(pair);
        Answer(response, doomed.Count > 0 ? 202 : 404);
    }

    private static byte[] Read(HttpListenerRequest request)
    {
        using var copy = new MemoryStream();
        request.InputStream.CopyTo(copy);
        return copy.ToArray();
    }

    [GeneratedRegex(@"\A/v2/(?<name>.+?)/(?<kind>manifests|blobs|tags)/(?<rest>.*)\z")]
    private static partial Regex Paths();
}
