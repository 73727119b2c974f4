using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KegImages.Tests.Reporting.Page.Browser;

/// <summary>A tab of a browser, led through its DevTools protocol: orders and answers in turn, and events as they come. See
/// <see href="https://chromedevtools.github.io/devtools-protocol/"/>.</summary>
internal sealed class DevTools : IAsyncDisposable
{
    // axe looks at each of some thousand elements, on whatever machine.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly ClientWebSocket socket = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode>> open = [];
    private readonly CancellationTokenSource stop = new();
    private readonly SemaphoreSlim sending = new(1);
    private Task reading = Task.CompletedTask;
    private string? session;
    private int last;

    /// <summary>What happened, in order.</summary>
    public ConcurrentQueue<(string Method, JsonNode Says)> Events { get; } = [];

    /// <summary>A new tab of the browser at this address.</summary>
    public static async Task<DevTools> OpenAsync(Uri browser, CancellationToken cancellationToken)
    {
        var tab = new DevTools();
        await tab.socket.ConnectAsync(browser, cancellationToken);
        tab.reading = tab.ReadAsync();
        var target = (await tab.SendAsync("Target.createTarget", new { url = "about:blank" }))["targetId"]!.ToString();
        tab.session = (await tab.SendAsync("Target.attachToTarget", new { targetId = target, flatten = true }))["sessionId"]!.ToString();
        foreach (var domain in new[] { "Page", "Runtime", "Log", "Network" })
            await tab.SendAsync($"{domain}.enable", new { });
        return tab;
    }

    /// <summary>Gives an order, and waits for the answer.</summary>
    public async Task<JsonNode> SendAsync(string method, object parameters)
    {
        var id = Interlocked.Increment(ref last);
        var answer = open[id] = new TaskCompletionSource<JsonNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        var order = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = JsonSerializer.SerializeToNode(parameters) };
        if (session is not null)
            order["sessionId"] = session;
        await sending.WaitAsync(stop.Token);
        try
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(order.ToJsonString()), WebSocketMessageType.Text, true, stop.Token);
        }
        finally
        {
            sending.Release();
        }

        return await answer.Task.WaitAsync(Patience, stop.Token);
    }

    /// <summary>The value of an expression in the page; of a promise, what it comes to.</summary>
    public async Task<JsonNode?> ValueAsync(string expression)
    {
        var answer = await SendAsync("Runtime.evaluate", new { expression, awaitPromise = true, returnByValue = true });
        return answer["exceptionDetails"] is { } thrown ? throw new InvalidOperationException($"{expression}: {thrown.ToJsonString()}")
            : answer["result"]!["value"];
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        socket.Abort();
        await reading.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        socket.Dispose();
        stop.Dispose();
        sending.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[1 << 16];
        using var message = new MemoryStream();
        while (true)
        {
            message.SetLength(0);
            WebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(buffer, stop.Token);
                message.Write(buffer, 0, part.Count);
            }
            while (!part.EndOfMessage);

            var said = JsonNode.Parse(message.ToArray())!;
            if (said["id"] is not { } id)
                Events.Enqueue((said["method"]!.ToString(), said["params"]!));
            else if (open.TryRemove(id.GetValue<int>(), out var waiting))
                _ = said["error"] is { } error ? waiting.TrySetException(new InvalidOperationException(error.ToJsonString()))
                    : waiting.TrySetResult(said["result"]!);
        }
    }
}
