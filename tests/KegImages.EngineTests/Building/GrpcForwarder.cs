using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace KegImages.EngineTests.Building;

/// <summary>
/// A port of this machine at which the BuildKit inside an engine with containerd's image store is a BuildKit alone: the engine serves its
/// gRPC after an upgrade. It can be cut off, as a builder that dies, and come back.
/// </summary>
public sealed class GrpcForwarder : IAsyncDisposable
{
    private static readonly byte[] Upgrade =
        Encoding.ASCII.GetBytes("POST /grpc HTTP/1.1\r\nHost: engine\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n");

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<Socket> open = [];
    private readonly string socket;
    private readonly Task serving;
    private volatile bool isGone;

    /// <summary>Stands before an engine's socket.</summary>
    public GrpcForwarder(string socket)
    {
        this.socket = socket;
        listener.Start();
        serving = ServeAsync();
    }

    /// <summary>The port.</summary>
    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Breaks all connections, and takes none until it is back.</summary>
    public void Cut()
    {
        isGone = true;
        foreach (var one in open)
            one.Dispose();
    }

    /// <summary>Takes connections again.</summary>
    public void ComeBack() => isGone = false;

    /// <summary>Whether the engine behind it serves BuildKit.</summary>
    public async Task<bool> AnswersAsync()
    {
        try
        {
            using var engine = await ConnectAsync();
            return true;
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        Cut();
        await serving;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptSocketAsync();
                if (isGone)
                    client.Dispose();
                else
                    _ = HandOnAsync(client);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // It is disposed.
        }
    }

    private async Task HandOnAsync(Socket client)
    {
        open.Add(client);
        try
        {
            using var engine = await ConnectAsync();
            open.Add(engine);
            await using var near = new NetworkStream(client, ownsSocket: true);
            await using var far = new NetworkStream(engine, ownsSocket: false);
            await Task.WhenAny(near.CopyToAsync(far), far.CopyToAsync(near));
        }
        catch (Exception exception) when (exception is SocketException or IOException or ObjectDisposedException)
        {
            client.Dispose();
        }
    }

    private async Task<Socket> ConnectAsync()
    {
        var engine = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await engine.ConnectAsync(new UnixDomainSocketEndPoint(socket));
            await engine.SendAsync(Upgrade);
            var (head, one) = (new StringBuilder(), new byte[1]);
            while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            {
                if (await engine.ReceiveAsync(one) == 0)
                    throw new IOException("the engine ended the connection");
                head.Append((char)one[0]);
            }

            return head.ToString().StartsWith("HTTP/1.1 101 ", StringComparison.Ordinal) ? engine
                : throw new IOException($"the engine serves no BuildKit: {head}");
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }
}
