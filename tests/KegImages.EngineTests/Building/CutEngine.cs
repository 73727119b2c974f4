using System.Collections.Concurrent;
using System.Net.Sockets;

namespace KegImages.EngineTests.Building;

/// <summary>
/// Stands before a real engine's socket, hands everything on, and can be cut off in the middle of it, as an engine that dies.
/// </summary>
internal sealed class CutEngine : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("keg-cut-");
    private readonly Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly ConcurrentBag<Socket> open = [];
    private readonly string behind;
    private readonly Task serving;
    private volatile bool isGone;

    public CutEngine(string behind)
    {
        this.behind = behind["unix://".Length..];
        listener.Bind(new UnixDomainSocketEndPoint(Address["unix://".Length..]));
        listener.Listen();
        serving = ServeAsync();
    }

    public string Address => $"unix://{Path.Combine(folder.FullName, "engine.sock")}";

    /// <summary>Breaks all connections.</summary>
    /// <param name="forGood">Whether no new ones are taken either.</param>
    public void Cut(bool forGood)
    {
        isGone = forGood;
        foreach (var socket in open)
            socket.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        listener.Dispose();
        Cut(forGood: true);
        await serving;
        folder.Delete(recursive: true);
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptAsync();
                if (isGone)
                    client.Dispose();
                else
                    _ = HandOnAsync(client);
            }
        }
        catch (SocketException)
        {
            // It is disposed.
        }
    }

    private async Task HandOnAsync(Socket client)
    {
        var engine = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        open.Add(client);
        open.Add(engine);
        try
        {
            await engine.ConnectAsync(new UnixDomainSocketEndPoint(behind));
            await using var near = new NetworkStream(client, ownsSocket: true);
            await using var far = new NetworkStream(engine, ownsSocket: true);
            await Task.WhenAny(near.CopyToAsync(far), far.CopyToAsync(near));
        }
        catch (Exception exception) when (exception is SocketException or IOException or ObjectDisposedException)
        {
            // It was cut.
        }
    }
}
