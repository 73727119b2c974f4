using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace KegImages.ReliabilityTests.Proxy;

/// <summary>
/// Stands in front of a real registry on the loopback, and hands everything on, except what is told to go wrong. Its own HTTP, because
/// servers
/// that behave well cannot be told to behave badly.
/// </summary>
internal sealed class FaultingRegistry : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ending = new();
    private readonly ConcurrentDictionary<Task, byte> conversations = [];
    private readonly Upstream upstream;
    private readonly Task serving;
    private long requests;

    /// <summary>Starts to listen.</summary>
    /// <param name="behind">The host and port of the real registry.</param>
    public FaultingRegistry(string behind)
    {
        upstream = new Upstream(behind);
        listener.Start();
        Address = $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        serving = ServeAsync();
    }

    /// <summary>Its host and port.</summary>
    public string Address { get; }

    /// <summary>Answers in place of the registry; null, or an answer of null, lets the registry answer.</summary>
    public Func<Exchange, Task<Answer>?>? Interference { get; set; }

    /// <summary>How many requests came so far.</summary>
    public long Requests => Interlocked.Read(ref requests);

    /// <summary>What was asked, in order, since it was last cleared.</summary>
    public ConcurrentQueue<Request> Log { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        listener.Stop();
        await serving;
        await Task.WhenAll(conversations.Keys);
        upstream.Dispose();
        ending.Dispose();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await listener.AcceptSocketAsync(ending.Token);
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }

            var conversation = ConverseAsync(socket);
            conversations[conversation] = 0;
            _ = conversation.ContinueWith(ended => conversations.TryRemove(ended, out _), TaskScheduler.Default);
        }
    }

    private async Task ConverseAsync(Socket socket)
    {
        await Task.Yield();
        using var connection = socket;
        socket.NoDelay = true;
        await using var stream = new NetworkStream(socket);
        var (reader, writer) = (new WireReader(stream), new WireWriter(socket, stream));
        try
        {
            while (await reader.ReadAsync(ending.Token) is { } request)
            {
                Log.Enqueue(request);
                Interlocked.Increment(ref requests);
                var exchange = new Exchange(request, Address, () => upstream.AnswerAsync(request, ending.Token));
                var answer = await (Interference?.Invoke(exchange) ?? exchange.ForwardAsync());
                using var left = CancellationTokenSource.CreateLinkedTokenSource(ending.Token);
                var gone = answer.Delivery == Delivery.Whole ? Task.CompletedTask : GoneAsync(socket, left);
                if (!await writer.WriteAsync(answer, request.Method == "HEAD", left.Token))
                    return;
                await left.CancelAsync();
                await gone;
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or HttpRequestException
            or InvalidDataException or ObjectDisposedException)
        {
            // The client went away, or the proxy ends.
        }
    }

    // Who stalls would wait for ever for a client that has given up long ago.
    private static async Task GoneAsync(Socket socket, CancellationTokenSource left)
    {
        try
        {
            while (!left.IsCancellationRequested)
            {
                await Task.Delay(50, left.Token);
                if (socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0)
                    await left.CancelAsync();
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // It was answered.
        }
    }
}
