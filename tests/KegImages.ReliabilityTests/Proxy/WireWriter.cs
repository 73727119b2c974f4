using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace KegImages.ReliabilityTests.Proxy;

/// <summary>Sends answers over one connection, well or badly.</summary>
internal sealed class WireWriter(Socket socket, Stream stream)
{
    private static readonly TimeSpan Drop = TimeSpan.FromMilliseconds(4);

    /// <summary>Sends an answer; false when nothing can follow it on this connection.</summary>
    public async Task<bool> WriteAsync(Answer answer, bool isHead, CancellationToken cancellationToken)
    {
        var head = Head(answer, isHead);
        var body = isHead ? [] : answer.Body;
        switch (answer.Delivery)
        {
            case Delivery.Whole:
                await stream.WriteAsync((byte[])[.. head, .. body], cancellationToken);
                return true;
            case Delivery.ResetBefore:
                Reset();
                return false;
            case Delivery.ResetInTheMiddle:
                await HalfAsync(head, body, cancellationToken);
                Reset();
                return false;
            case Delivery.EndInTheMiddle:
                await HalfAsync(head, body, cancellationToken);
                return false;
            case Delivery.Stall:
                await Task.Delay(Timeout.Infinite, cancellationToken);
                return false;
            case Delivery.StallInTheMiddle:
                await HalfAsync(head, body, cancellationToken);
                await Task.Delay(Timeout.Infinite, cancellationToken);
                return false;
            case Delivery.Drip:
                foreach (var one in (byte[])[.. head, .. body])
                {
                    await stream.WriteAsync((byte[])[one], cancellationToken);
                    await Task.Delay(Drop, cancellationToken);
                }

                return true;
            case Delivery.Endless:
                await stream.WriteAsync(head, cancellationToken);
                var more = Encoding.ASCII.GetBytes(new string(' ', 64 * 1024));
                while (true)
                    await stream.WriteAsync(more, cancellationToken);
            default:
                throw new ArgumentOutOfRangeException(nameof(answer), answer.Delivery, "no such delivery");
        }
    }

    private async Task HalfAsync(byte[] head, byte[] body, CancellationToken cancellationToken)
    {
        // Without a body, the head is what is cut.
        var half = body.Length == 0 ? head[..(head.Length / 2)] : [.. head, .. body[..(body.Length / 2)]];
        await stream.WriteAsync(half, cancellationToken);
        await stream.FlushAsync(cancellationToken);
    }

    // No lingering: what is closed so is reset, not ended.
    private void Reset() => socket.LingerState = new LingerOption(true, 0);

    private static byte[] Head(Answer answer, bool isHead)
    {
        var head = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {answer.Status} Answered\r\n"));
        foreach (var header in answer.Headers)
            head.Append(CultureInfo.InvariantCulture, $"{header.Name}: {header.Value}\r\n");
        var mayHaveBody = answer.Status is >= 200 and not 204 and not 304;
        if (answer.Delivery != Delivery.Endless && mayHaveBody && !isHead && answer.Header("Content-Length") is null)
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {answer.Body.Length}\r\n");
        return Encoding.Latin1.GetBytes(head.Append("\r\n").ToString());
    }
}
