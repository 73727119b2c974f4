using System.Net;

namespace KegImages.Registry;

/// <summary>Says of a request that many bytes go with it, in one direction or the other: it may take longer, and none are held in
/// memory.</summary>
/// <param name="Size">How many.</param>
internal sealed record Transfer(long Size)
{
    // What is slower than this is as good as none.
    private const double SlowestPerSecond = 64 * 1024;

    /// <summary>That of a request as most are.</summary>
    public static Transfer Small { get; } = new(0);

    /// <summary>Where the body of an answer that is a success goes, from its beginning; null where it is small.</summary>
    public FileStream? To { get; init; }

    /// <summary>How long it may take, beyond what any answer may.</summary>
    public TimeSpan Time => TimeSpan.FromSeconds(Size / SlowestPerSecond);

    /// <summary>Takes the body of an answer.</summary>
    /// <returns>The body, where it is no file.</returns>
    /// <exception cref="FailedException">It is larger than it should be.</exception>
    public async Task<byte[]> ReadAsync(HttpResponseMessage answer, int largest, CancellationToken cancellationToken)
    {
        if (To is null || !answer.IsSuccessStatusCode)
            return await BoundedBody.ReadAsync(answer, largest, cancellationToken);
        // What an attempt before this one left there does not count.
        To.SetLength(0);
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[80 * 1024];
        while (await body.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            if (To.Length + read > Size)
                throw new FailedException($"it answers more than the {Size} bytes that it should have");
            await To.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        await To.FlushAsync(cancellationToken);
        return [];
    }
}

/// <summary>A file's bytes as the body of a request. The file stays open: a request may be sent more than once.</summary>
internal sealed class FileContent : HttpContent
{
    private readonly FileStream file;

    public FileContent(FileStream file) => this.file = file;

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        file.Position = 0;
        await file.CopyToAsync(stream);
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        file.Position = 0;
        await file.CopyToAsync(stream, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = file.Length;
        return true;
    }
}
