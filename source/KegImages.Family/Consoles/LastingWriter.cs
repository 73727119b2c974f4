using Microsoft.Win32.SafeHandles;

namespace KegImages.Consoles;

/// <summary>A writer that outlasts what it writes to: when that is closed or full, the rest is dropped and the run goes on, so that what it
/// was doing comes to an end and not just what it said of it.</summary>
internal sealed class LastingWriter(TextWriter inner, Action onLoss) : TextWriter
{
    /// <summary>The exit code of a run whose reader went away, as shells count the signal for it.</summary>
    public const int ReaderGone = 141;

    private const int BrokenPipe = 32;
    private readonly Lock gate = new();

    /// <summary>What was said when writing failed; null while it does not.</summary>
    public IOException? Loss { get; private set; }

    public override Encoding Encoding => inner.Encoding;

    [AllowNull]
    public override string NewLine => inner.NewLine;

    /// <summary>The run's exit code: its own where it failed; else what says that its output was lost.</summary>
    public int ExitCode(int code, TextWriter error)
    {
        if (Loss is null)
            return code;
        if (!IsReaderGone)
            error.WriteLine($"standard output could not be written: {Loss.Message}");
        return code != 0 && code != 130 ? code : IsReaderGone ? ReaderGone : 1;
    }

    public override void Write(char value) => Do(() => inner.Write(value));

    public override void Write(string? value) => Do(() => inner.Write(value));

    public override void Write(char[] buffer, int index, int count) => Do(() => inner.Write(buffer, index, count));

    public override void WriteLine(string? value) => Write(value + NewLine);

    public override void WriteLine() => Write(NewLine);

    public override void Flush() => Do(inner.Flush);

    public static LastingWriter OfStandardOutput(Action onLoss) => new(Console.IsOutputRedirected ? Redirected(1) : Console.Out, onLoss);

    public static LastingWriter OfStandardError() => new(Console.IsErrorRedirected ? Redirected(2) : Console.Error, () => { });

    private bool IsReaderGone => !OperatingSystem.IsWindows() && Loss?.HResult == BrokenPipe;

    // .NET's own console says nothing of a pipe whose reader is gone.
    private static TextWriter Redirected(int descriptor)
    {
        if (OperatingSystem.IsWindows())
            return descriptor == 1 ? Console.Out : Console.Error;
        try
        {
            var stream = new FileStream(new SafeFileHandle(descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            // A file is written where the last program stopped, and the next one goes on behind us: only the console keeps count for all.
            return new StreamWriter(stream.CanSeek ? Standard(descriptor) : stream, Console.OutputEncoding) { AutoFlush = true };
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or UnauthorizedAccessException)
        {
            // It is closed from the start: the console's own writer says so at the first word.
            return descriptor == 1 ? Console.Out : Console.Error;
        }
    }

    private static Stream Standard(int descriptor) => descriptor == 1 ? Console.OpenStandardOutput() : Console.OpenStandardError();

    private void Do(Action write)
    {
        lock (gate)
        {
            if (Loss is not null)
                return;
            try
            {
                write();
                return;
            }
            catch (Exception exception) when (exception is IOException or ObjectDisposedException or UnauthorizedAccessException)
            {
                Loss = exception as IOException ?? new IOException(exception.Message, exception);
            }
        }

        onLoss();
    }
}
