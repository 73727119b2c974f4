using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using KegImages.Engines;

namespace KegImages.Tests.Engines;

/// <summary>A Unix socket that answers as an engine does, by a function, and keeps what it was asked.</summary>
internal sealed class FakeEngine : IAsyncDisposable, IDisposable
{
    private static readonly Regex VersionPath = new("^(?<method>[A-Z]+) /v[0-9.]+/", RegexOptions.NonBacktracking);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("keg-engine-");
    private readonly Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Func<string, (int Status, string Body)> answer;
    private readonly Task serving;

    /// <summary>An engine that answers all but what it is by a function of the request, <c>GET /images/json</c>.</summary>
    public FakeEngine(Func<string, (int Status, string Body)> answer)
    {
        this.answer = answer;
        Address = EngineAddress.Parse($"unix://{Path.Combine(folder.FullName, "engine.sock")}");
        Engine = new Engine(Address);
        listener.Bind(new UnixDomainSocketEndPoint(Address.Socket!));
        listener.Listen();
        serving = ServeAsync();
    }

    /// <summary>An engine that answers all the same, line by line.</summary>
    public FakeEngine(int status, params string[] lines)
        : this(_ => (status, string.Concat(lines.Select(line => line + "\r\n"))))
    {
    }

    /// <summary>An engine that nobody is.</summary>
    public static Engine Nowhere => new(EngineAddress.Parse("unix:///nowhere/engine.sock"));

    public EngineAddress Address { get; }

    /// <summary>The engine as the product reaches it.</summary>
    public Engine Engine { get; }

    /// <summary>What it answers when it is asked whether it is there.</summary>
    public (int Status, string Body) Ping { get; set; } = (200, "OK");

    /// <summary>What it answers when it is asked for its version.</summary>
    public (int Status, string Body) Version { get; set; } = (200, """{"Version":"26.1.5+dfsg1"}""");

    /// <summary>The version of its API that it speaks.</summary>
    public string ApiVersion { get; set; } = "1.45";

    /// <summary>The requests with their heads and bodies.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>The requests alone, without the version of the API, and without the question whether it is there.</summary>
    public IEnumerable<string> Asked => Requests.Select(Question).Where(question => question != "GET /_ping");

    /// <summary>The login that came with the last request, as JSON.</summary>
    public string Login
    {
        get
        {
            var header = Requests.Last().Split("\r\n")
                .Single(line => line.StartsWith("X-Registry-Auth: ", StringComparison.Ordinal))["X-Registry-Auth: ".Length..];
            return Encoding.UTF8.GetString(Convert.FromBase64String(header.Replace('-', '+').Replace('_', '/')));
        }
    }

    public void Dispose()
    {
        Engine.Dispose();
        listener.Dispose();
        folder.Delete(recursive: true);
    }

    public async ValueTask DisposeAsync()
    {
        Engine.Dispose();
        listener.Dispose();
        await serving;
        folder.Delete(recursive: true);
    }

    private static string Question(string request) =>
        VersionPath.Replace(Uri.UnescapeDataString(request.Split(" HTTP/")[0]), "${method} /");

    private async Task ServeAsync()
    {
        var answering = new List<Task>();
        try
        {
            while (true)
                answering.Add(AnswerAsync(await listener.AcceptAsync()));
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(answering);
        }
    }

    private async Task AnswerAsync(Socket connection)
    {
        await using var stream = new NetworkStream(connection, ownsSocket: true);
        var request = new StringBuilder();
        var bytes = new byte[4096];
        try
        {
            while (await stream.ReadAsync(bytes) is > 0 and var count)
            {
                request.Append(Encoding.UTF8.GetString(bytes, 0, count));
                if (!IsWhole(request.ToString()))
                    continue;
                Requests.Enqueue(request.ToString());
                var (status, body) = Question(request.ToString()) switch
                {
                    "GET /_ping" => Ping,
                    "GET /version" => Version,
                    var question => answer(question),
                };
                request.Clear();
                var head = string.Create(CultureInfo.InvariantCulture,
                    $"HTTP/1.1 {status} X\r\nApi-Version: {ApiVersion}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n");
                await stream.WriteAsync(Encoding.UTF8.GetBytes(head + body));
            }
        }
        catch (IOException)
        {
            // Who asked has gone.
        }
    }

    private static bool IsWhole(string request)
    {
        var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
            return false;
        var head = request[..end].Split("\r\n");
        if (head.Contains("Transfer-Encoding: chunked"))
            return request.EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal);
        const string Name = "Content-Length: ";
        var length = head.FirstOrDefault(line => line.StartsWith(Name, StringComparison.Ordinal)) is { } line
            ? int.Parse(line[Name.Length..], CultureInfo.InvariantCulture) : 0;
        return Encoding.UTF8.GetByteCount(request[(end + 4)..]) >= length;
    }
}
