using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace KegImages.Tests.Building;

/// <summary>A Unix socket that answers pushes as an engine does, with the lines that a test says, and keeps what it was asked.</summary>
internal sealed class FakeEngine : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("keg-engine-");
    private readonly Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly string[] lines;
    private readonly int status;
    private readonly Task serving;

    public FakeEngine(int status, params string[] lines)
    {
        (this.status, this.lines) = (status, lines);
        listener.Bind(new UnixDomainSocketEndPoint(Address["unix://".Length..]));
        listener.Listen();
        serving = ServeAsync();
    }

    public string Address => $"unix://{Path.Combine(folder.FullName, "engine.sock")}";

    /// <summary>The heads of the requests.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>The login that came with the push, as JSON.</summary>
    public string Login
    {
        get
        {
            var header = Requests.Last().Split("\r\n")
                .Single(line => line.StartsWith("X-Registry-Auth: ", StringComparison.Ordinal))["X-Registry-Auth: ".Length..];
            return Encoding.UTF8.GetString(Convert.FromBase64String(header.Replace('-', '+').Replace('_', '/')));
        }
    }

    public async ValueTask DisposeAsync()
    {
        listener.Dispose();
        await serving;
        folder.Delete(recursive: true);
    }

    private async Task ServeAsync()
    {
        var answering = new List<Task>();
        try
        {
            while (true)
                answering.Add(AnswerAsync(await listener.AcceptAsync()));
        }
        catch (SocketException)
        {
            await Task.WhenAll(answering);
        }
    }

    private async Task AnswerAsync(Socket connection)
    {
        await using var stream = new NetworkStream(connection, ownsSocket: true);
        var head = new StringBuilder();
        var bytes = new byte[4096];
        while (await stream.ReadAsync(bytes) is > 0 and var count)
        {
            head.Append(Encoding.ASCII.GetString(bytes, 0, count));
            if (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
                continue;
            Requests.Enqueue(head.ToString());
            var isPing = head.ToString().StartsWith("GET /_ping ", StringComparison.Ordinal);
            head.Clear();
            var body = isPing ? "OK" : string.Concat(lines.Select(line => line + "\r\n"));
            var answer = string.Create(CultureInfo.InvariantCulture,
                $"HTTP/1.1 {(isPing ? 200 : status)} X\r\nApi-Version: 1.45\r\nContent-Length: {body.Length}\r\n\r\n{body}");
            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer));
        }
    }
}
