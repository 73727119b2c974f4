namespace KegImages.Processes;

/// <summary>Reads one stream of a process, keeps all of it and hands each line on soon after it came.</summary>
internal sealed class OutputDrain
{
    // buildx writes sixty crumbs a second, and waking up for each takes more processor time than reading all of them.
    // A look ten times a second seems immediate.
    private const int LooksApart = 100;

    // Whoever is told each line needs the end alone; whoever is not, all of it, of which this is many times what any command has to say.
    private const int Most = 64 * 1024 * 1024;
    private const int MostOfTold = 8 * 1024 * 1024;

    private readonly StringBuilder text = new();
    private readonly Lock gate = new();
    private volatile bool isHandingOn;

    /// <summary>Begins to read.</summary>
    /// <param name="reader">The stream.</param>
    /// <param name="onLine">Told each line.</param>
    /// <param name="onFailure">Told when <paramref name="onLine"/> failed, after which nothing more is read.</param>
    /// <param name="exited">Ends when the process does: what it wrote last is read at once.</param>
    public OutputDrain(TextReader reader, Action<string>? onLine, Action onFailure, Task exited) =>
        Completion = ReadAsync(reader, onLine, onFailure, exited);

    /// <summary>Ends when the stream does; fails as the callback failed.</summary>
    public Task Completion { get; }

    /// <summary>Whether a line is just being handed on, however long that takes.</summary>
    public bool IsHandingOn => isHandingOn;

    /// <summary>How many characters were read so far.</summary>
    public long Length { get; private set; }

    /// <summary>What was read so far, in whole lines: all of it, or its end where there is too much.</summary>
    public string Text
    {
        get
        {
            lock (gate)
                return text.ToString();
        }
    }

    private async Task ReadAsync(TextReader reader, Action<string>? onLine, Action onFailure, Task exited)
    {
        var lines = new LineCutter();
        var piece = new char[8192];
        while (await reader.ReadAsync(piece.AsMemory()) is > 0 and var count)
        {
            foreach (var line in lines.Add(piece.AsSpan(0, count)))
                HandOn(line, onLine, onFailure);
            // A piece that is full has more behind it.
            if (count < piece.Length)
                await exited.WaitAsync(UntilNextLook()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (lines.Rest is { } rest)
            HandOn(rest, onLine, onFailure);
    }

    private void Keep(string line, int most)
    {
        lock (gate)
        {
            Length += line.Length + 1;
            text.Append(line).Append('\n');
            if (text.Length <= 2 * most)
                return;
            var rest = text.ToString(text.Length - most, most);
            text.Clear().Append(rest, rest.IndexOf('\n', StringComparison.Ordinal) + 1,
                most - rest.IndexOf('\n', StringComparison.Ordinal) - 1);
        }
    }

    // All drains look at the same moments, so that one timer wakes up for all of them.
    private static TimeSpan UntilNextLook() => TimeSpan.FromMilliseconds(LooksApart - Environment.TickCount64 % LooksApart);

    private void HandOn(string line, Action<string>? onLine, Action onFailure)
    {
        Keep(line, onLine is null ? Most : MostOfTold);
        if (onLine is null)
            return;
        try
        {
            isHandingOn = true;
            onLine(line);
        }
        catch
        {
            onFailure();
            throw;
        }
        finally
        {
            isHandingOn = false;
        }
    }
}
