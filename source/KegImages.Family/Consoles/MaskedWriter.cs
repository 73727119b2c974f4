namespace KegImages.Consoles;

/// <summary>A writer that lets no secret through: text is held back until its line ends or it is flushed, so that a secret written in
/// pieces is found too.</summary>
internal sealed class MaskedWriter(TextWriter inner, Masking masking) : TextWriter
{
    private readonly StringBuilder line = new();
    private readonly Lock writing = new();

    private long passed = Environment.TickCount64;

    /// <summary>How long nothing was shown.</summary>
    public TimeSpan Silence => TimeSpan.FromMilliseconds(Environment.TickCount64 - Interlocked.Read(ref passed));

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Write([value]);

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(ReadOnlySpan<char> buffer)
    {
        lock (writing)
        {
            var end = buffer.LastIndexOf('\n') + 1;
            line.Append(buffer[..end]);
            if (end > 0)
                Pass();
            line.Append(buffer[end..]);
        }
    }

    public override void Flush()
    {
        lock (writing)
        {
            Pass();
            inner.Flush();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Flush();
        base.Dispose(disposing);
    }

    private void Pass()
    {
        if (line.Length > 0)
            Interlocked.Exchange(ref passed, Environment.TickCount64);
        inner.Write(masking.Apply(line.ToString()));
        line.Clear();
    }
}
