using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace KegImages.ReliabilityTests.Proxy;

/// <summary>Reads requests from one connection.</summary>
internal sealed class WireReader(Stream stream)
{
    private readonly byte[] buffer = new byte[16 * 1024];
    private int start;
    private int end;

    /// <summary>The next request; null when the client has no more.</summary>
    public async Task<Request?> ReadAsync(CancellationToken cancellationToken)
    {
        if (await LineAsync(cancellationToken) is not { Length: > 0 } first)
            return null;
        var words = first.Split(' ');
        if (words.Length != 3)
            throw new InvalidDataException($"no request line: {first}");
        var headers = ImmutableArray.CreateBuilder<Header>();
        while (await LineAsync(cancellationToken) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers.Add(new Header(line[..colon], line[(colon + 1)..].Trim()));
        }

        var request = new Request(words[0], words[1], headers.ToImmutable(), []);
        if (request.Header("Expect") is not null)
            await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), cancellationToken);
        return request with { Body = await BodyAsync(request, cancellationToken) };
    }

    private async Task<byte[]> BodyAsync(Request request, CancellationToken cancellationToken)
    {
        if (request.Header("Transfer-Encoding") is null)
        {
            return request.Header("Content-Length") is { } length
                ? await TakeAsync(int.Parse(length, CultureInfo.InvariantCulture), cancellationToken)
                : [];
        }

        using var body = new MemoryStream();
        while (true)
        {
            var size = int.Parse((await LineAsync(cancellationToken))!.Split(';')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            body.Write(await TakeAsync(size, cancellationToken));
            await LineAsync(cancellationToken);
            if (size == 0)
                return body.ToArray();
        }
    }

    private async Task<byte[]> TakeAsync(int count, CancellationToken cancellationToken)
    {
        var taken = new byte[count];
        for (var filled = 0; filled < count;)
        {
            if (start == end && !await FillAsync(cancellationToken))
                throw new EndOfStreamException("the client went away in the middle of its request");
            var some = Math.Min(count - filled, end - start);
            buffer.AsSpan(start, some).CopyTo(taken.AsSpan(filled));
            (start, filled) = (start + some, filled + some);
        }

        return taken;
    }

    private async Task<string?> LineAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        while (start < end || await FillAsync(cancellationToken))
        {
            var next = (char)buffer[start++];
            if (next == '\n')
                return line.ToString().TrimEnd('\r');
            line.Append(next);
        }

        return null;
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        (start, end) = (0, await stream.ReadAsync(buffer, cancellationToken));
        return end > 0;
    }
}
