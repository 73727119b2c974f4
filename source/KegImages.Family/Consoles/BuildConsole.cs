namespace KegImages.Consoles;

/// <summary>Shows a run while it goes on: live on a terminal, as lines that stay elsewhere. Dispose it before anything else is
/// written.</summary>
internal sealed class BuildConsole : IAsyncDisposable
{
    // Ten times a second looks alive and costs nothing.
    private static readonly TimeSpan Redraw = TimeSpan.FromSeconds(0.1);

    private readonly Terminal terminal;
    private readonly TimeProvider clock;
    private readonly long begun;
    private readonly PlainProgress plain;
    private readonly GroupedProgress? grouped;
    private readonly LiveProgress live;
    private readonly Lock drawing = new();
    private readonly CancellationTokenSource stop = new();
    private readonly Task redrawing;
    private IReadOnlyList<string> drawn = [];

    public BuildConsole(BuildPlan plan, Terminal terminal, TimeProvider clock)
    {
        (this.terminal, this.clock, begun) = (terminal, clock, clock.GetTimestamp());
        (plain, live) = (new PlainProgress(plan), new LiveProgress(plan));
        grouped = terminal.IsFolded ? new GroupedProgress(plan, $"keg-{Guid.NewGuid():n}") : null;
        redrawing = terminal.IsLive ? RedrawAsync() : Task.CompletedTask;
    }

    public void Show(BuildEvent happened)
    {
        lock (drawing)
        {
            if (!terminal.IsLive)
            {
                foreach (var line in grouped?.Lines(happened) ?? [])
                    terminal.Controls.WriteLine(VisibleText.Of(line));
                foreach (var line in grouped is null ? plain.Lines(happened) : [])
                    terminal.Out.WriteLine(line);
                return;
            }

            live.Add(happened, Elapsed);
            if (happened is ImageEnded ended)
                Draw([.. plain.OutcomeLines(ended.Outcome).Select(VisibleText.Of)], Frame());
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await redrawing;
        lock (drawing)
        {
            Draw([], []);
            foreach (var line in grouped?.Rest() ?? [])
                terminal.Controls.WriteLine(VisibleText.Of(line));
        }

        stop.Dispose();
    }

    private TimeSpan Elapsed => clock.GetElapsedTime(begun);

    // A line that fills a terminal's last column makes some of them begin a new line.
    private int Width => Math.Max(1, terminal.Size().Width - 1);

    private int Height => Math.Max(2, terminal.Size().Height - 1);

    // What is shown escaped is longer than it was.
    private IReadOnlyList<string> Frame() =>
        [.. live.Frame(Elapsed, Width, Height).Select(line => Columns.Fit(VisibleText.Of(line), Width))];

    private async Task RedrawAsync()
    {
        using var timer = new PeriodicTimer(Redraw, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stop.Token))
            {
                lock (drawing)
                    Draw([], Frame());
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed: there is nothing more to draw.
        }
    }

    private void Draw(IReadOnlyList<string> staying, IReadOnlyList<string> frame)
    {
        if (staying.Count == 0 && drawn.SequenceEqual(frame))
            return;
        var text = new StringBuilder();
        // After the window was made narrower, a line drawn before may take several rows.
        var rows = drawn.Sum(line => 1 + Math.Max(0, Columns.Of(line) - 1) / (Width + 1));
        if (rows > 0)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\x1b[{rows}A\r\x1b[J");
        foreach (var line in staying.Concat(frame))
            text.Append(line).Append('\n');
        drawn = frame;
        terminal.Controls.Write(text.ToString());
        terminal.Controls.Flush();
    }
}
