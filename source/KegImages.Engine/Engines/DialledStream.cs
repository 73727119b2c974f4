using System.Diagnostics;

namespace KegImages.Engines;

/// <summary>A connection that is a program's input and output. When the program ends, what it said of it is the reason.</summary>
internal sealed class DialledStream : Stream
{
    private const int MostSaid = 4096;

    private static readonly TimeSpan EndingPatience = TimeSpan.FromSeconds(5);

    private readonly Process process;
    private readonly Task<string> said;

    public DialledStream(Process process)
    {
        this.process = process;
        said = SaidAsync();
    }

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await process.StandardOutput.BaseStream.ReadAsync(buffer, cancellationToken);
        if (count == 0 && buffer.Length > 0 && await said.WaitAsync(cancellationToken) is { Length: > 0 } reason)
            throw new IOException(reason);
        return count;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(buffer, cancellationToken);
            await process.StandardInput.BaseStream.FlushAsync(cancellationToken);
        }
        catch (IOException)
        {
            // A pipe breaks before its program has ended and said why; what it says is the cause, and the broken pipe is none.
            if (await SaidWithinAsync(cancellationToken) is { Length: > 0 } reason)
                throw new IOException(reason);
            throw;
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            try
            {
                process.Kill(entireProcessTree: true);
            }
            catch (InvalidOperationException)
            {
                // It has ended by itself.
            }

            process.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task<string?> SaidWithinAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await said.WaitAsync(EndingPatience, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private async Task<string> SaidAsync()
    {
        var text = new char[MostSaid];
        var length = 0;
        var rest = new char[MostSaid];
        while (await process.StandardError.ReadAsync(length < MostSaid ? text.AsMemory(length) : rest) is > 0 and var count)
            length = Math.Min(MostSaid, length + count);
        return new string(text, 0, length).Trim();
    }
}
