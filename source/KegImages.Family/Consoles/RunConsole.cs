namespace KegImages.Consoles;

/// <summary>Shows work while it goes on: as a board that is drawn over on a terminal, as lines that stay elsewhere, with a sign of life
/// where nothing else was said for a while. Pause it before anything else is written.</summary>
internal sealed class RunConsole : IAsyncDisposable
{
    // Ten times a second looks alive and costs nothing.
    private static readonly TimeSpan Redraw = TimeSpan.FromSeconds(0.1);

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    // Nobody waits for ten seconds without a sign of life, the next look included.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(8.5);

    private readonly Terminal terminal;
    private readonly TimeProvider clock;
    private readonly long begun;
    private readonly Detail detail;
    private readonly Board board;
    private readonly WorkLines lines;
    private readonly GroupedLines? grouped;
    private readonly Lock drawing = new();
    private readonly CancellationTokenSource stop = new();
    private readonly List<WorkEvent> unseen = [];
    private readonly Task looking;
    private TimeSpan spoken;
    private bool isPaused;
    private ImmutableArray<Line> drawn = [];

    public RunConsole(BoardPlan plan, Terminal terminal, TimeProvider clock, Detail detail = Detail.Normal)
    {
        (this.terminal, this.clock, this.detail, begun) = (terminal, clock, detail, clock.GetTimestamp());
        (board, lines) = (new Board(plan), new WorkLines(plan.NameColumns) { TellsAll = plan == BoardPlan.Open });
        grouped = terminal.IsFolded ? new GroupedLines(plan, $"keg-{Guid.NewGuid():n}") : null;
        looking = LookAsync();
    }

    /// <summary>Whether only the board and signs of life are shown, since whoever does the work says how it ended.</summary>
    public bool IsBrief { get; init; }

    public void Show(WorkEvent happened)
    {
        lock (drawing)
        {
            board.Add(happened, Elapsed);
            if (isPaused)
                unseen.Add(happened);
            else
                Say(happened);
        }
    }

    /// <summary>Says a line that stays.</summary>
    public void Say(string line)
    {
        lock (drawing)
        {
            if (detail == Detail.Quiet)
                return;
            if (terminal.IsLive)
                Draw([.. Staying(line, Ink.Plain)], Frame());
            else
                Write(terminal.Out, line);
        }
    }

    /// <summary>Takes the board away, and keeps what happens until it is shown again.</summary>
    public void Pause()
    {
        lock (drawing)
        {
            Draw([], []);
            isPaused = true;
        }
    }

    /// <summary>Shows it again, with what happened meanwhile.</summary>
    public void Resume()
    {
        lock (drawing)
        {
            isPaused = false;
            grouped?.Resume();
            foreach (var happened in unseen)
                Say(happened);
            unseen.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await looking;
        lock (drawing)
        {
            Draw(terminal.IsLive && detail != Detail.Quiet && !IsBrief ? board.Failed(Width) : [], []);
            foreach (var line in grouped?.Rest() ?? [])
                terminal.Controls.WriteLine(VisibleText.Of(line));
        }

        stop.Dispose();
    }

    private TimeSpan Elapsed => clock.GetElapsedTime(begun);

    // A line that fills a terminal's last column makes some of them begin a new line.
    private int Width => Math.Max(1, terminal.Size().Width - 1);

    private int Height => Math.Max(2, terminal.Size().Height - 1);

    private bool IsSaid(WorkEvent happened) => !IsBrief
        && (detail >= Detail.Normal || (detail == Detail.Minimal && happened is not WorkProgressed));

    private void Say(WorkEvent happened)
    {
        if (!IsSaid(happened))
        {
            if (terminal.IsLive)
                Draw([], Frame());
            return;
        }

        if (terminal.IsLive)
        {
            // What failed stands on the board until the end.
            if (happened is WorkEnded { How: not WorkEnd.Failed } ended)
                Draw([.. lines.Of(ended, Board.RoomForNames(Width)).SelectMany(line => Staying(line, InkOf(ended.How)))], Frame());
            return;
        }

        foreach (var line in grouped?.Of(happened) ?? [])
            Write(terminal.Controls, VisibleText.Of(line));
        foreach (var line in grouped is null ? lines.Of(happened) : [])
            Write(terminal.Out, line);
    }

    // What stays is told whole, and broken between words.
    private IEnumerable<Line> Staying(string line, Ink ink) =>
        Prose.Of(VisibleText.Of(MaskedConsole.Apply(line)), Width).Select(part => new Line(new Inked(part, ink)));

    private static Ink InkOf(WorkEnd how) => how switch
    {
        WorkEnd.Done => Ink.Good,
        WorkEnd.Failed => Ink.Bad,
        _ => Ink.Warm,
    };

    private ImmutableArray<Line> Frame() => detail == Detail.Quiet ? [] : board.Frame(Elapsed, Width, Height);

    private void Write(TextWriter writer, string line)
    {
        writer.WriteLine(line);
        spoken = Elapsed;
    }

    private async Task LookAsync()
    {
        using var timer = new PeriodicTimer(terminal.IsLive ? Redraw : Look, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stop.Token))
            {
                lock (drawing)
                    ShowLife();
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed: there is nothing more to draw.
        }
    }

    private void ShowLife()
    {
        if (isPaused || detail == Detail.Quiet)
            return;
        if (terminal.IsLive)
        {
            Draw([], Frame());
        }
        else if (Elapsed - spoken >= Silence && board.Pending(Elapsed) is { } pending)
        {
            foreach (var line in grouped?.Sign(pending) ?? [])
                Write(terminal.Controls, VisibleText.Of(line));
            if (grouped is null)
                Write(terminal.Out, pending);
        }
    }

    private void Draw(ImmutableArray<Line> staying, ImmutableArray<Line> frame)
    {
        if (staying.IsEmpty && drawn.SequenceEqual(frame))
            return;
        var text = new StringBuilder();
        // After the window was made narrower, a line drawn before may take several rows.
        var rows = drawn.Sum(line => 1 + Math.Max(0, line.Columns - 1) / (Width + 1));
        if (rows > 0)
            text.Append(CultureInfo.InvariantCulture, $"\x1b[{rows}A\r\x1b[J");
        foreach (var line in staying.Concat(frame))
            text.Append(terminal.HasColor ? line.Painted : line.Text).Append('\n');
        drawn = frame;
        terminal.Controls.Write(text.ToString());
        terminal.Controls.Flush();
    }
}
