namespace KegImages.Consoles;

/// <summary>A run as a few lines that are drawn over and over: what is under way with step and last line, what failed, what waits, what is
/// reused, and how far it all is.</summary>
internal sealed class Board(BoardPlan plan)
{
    private const int MostNamed = 6;

    private readonly List<RunningWork> running = [];
    private readonly List<WorkEnded> failed = [];
    private readonly HashSet<string> begun = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TimeSpan?> ended = new(StringComparer.Ordinal);
    private readonly Dictionary<WorkEnd, int> counts = [];
    private int nameColumns = plan.NameColumns;

    /// <summary>How many columns of a width names may take: what is said of them needs the rest.</summary>
    public static int RoomForNames(int width) => Math.Max(16, width / 3);

    public void Add(WorkEvent happened, TimeSpan elapsed)
    {
        switch (happened)
        {
            case WorkBegun start:
                running.Add(new RunningWork(start.Work, start.Text, elapsed));
                begun.Add(start.Work);
                nameColumns = Math.Max(nameColumns, start.Work.Length);
                break;
            case WorkProgressed progressed:
                running.Find(work => work.Name == happened.Work)?.Add(progressed.Event, elapsed);
                break;
            case WorkEnded end:
                var work = running.Find(work => work.Name == happened.Work);
                ended[end.Work] = end.How == WorkEnd.Done && work is not null ? elapsed - work.Started : null;
                counts[end.How] = Count(end.How) + 1;
                if (work is not null)
                    running.Remove(work);
                if (end.How == WorkEnd.Failed)
                    failed.Add(end);
                break;
        }
    }

    /// <summary>What failed, a line each.</summary>
    public ImmutableArray<Line> Failed(int width) =>
        [.. failed.Select(end => new Line(new Inked($"{Named(end.Work, width)}  {end.Text}", Ink.Bad)).Fit(int.MaxValue))];

    /// <summary>The lines as they are now, none longer than the width and not more than the height.</summary>
    public ImmutableArray<Line> Frame(TimeSpan elapsed, int width, int height)
    {
        List<Line> lines =
        [
            .. Failed(width),
            .. running.Select(work => work.ToLine(elapsed, Named(work.Name, width), width)),
        ];
        Line[] rest =
        [
            .. Folded("waiting", Waiting.Select(work => work.Name), width, Ink.Plain),
            .. Folded("reused", plan.Reused, width, Ink.Faint),
        ];
        // What runs and what failed comes first where there is little room; how far it is always.
        var room = Math.Max(0, height - 1);
        var shown = lines.TakeLast(room).Concat(rest.Take(Math.Max(0, room - lines.Count)));
        return [.. shown.Append(Summary(elapsed)).Select(line => line.Fit(width))];
    }

    /// <summary>What is waited for, in one line; null when nothing is under way.</summary>
    public string? Pending(TimeSpan elapsed)
    {
        if (running.Count == 0)
            return null;
        var named = running.Take(MostNamed).Select(work => work.Waiting(elapsed));
        var more = running.Count > MostNamed ? $" and {running.Count - MostNamed} more" : "";
        return $"waiting for {string.Join(", ", named)}{more}; {Summary(elapsed).Text}";
    }

    // A long name is cut before it leaves no room for what is said of it.
    private string Named(string name, int width)
    {
        var columns = Math.Min(nameColumns, RoomForNames(width));
        return Columns.Fit(name, columns).PadRight(columns);
    }

    private IEnumerable<PlannedWork> Waiting => plan.Works.Where(work => !begun.Contains(work.Name) && !ended.ContainsKey(work.Name));

    private Line Summary(TimeSpan elapsed)
    {
        var pieces = ImmutableArray.CreateBuilder<Inked>();
        if (plan.All > 0)
            pieces.Add(new Inked($"{Count(WorkEnd.Done) + plan.Reused.Length}/{plan.All} done", Ink.Strong));
        Add(Count(WorkEnd.Failed), "failed", Ink.Bad);
        Add(Count(WorkEnd.Blocked), "blocked", Ink.Warm);
        Add(Count(WorkEnd.NotStarted), "not started", Ink.Warm);
        pieces.Add($"{(pieces.Count > 0 ? "  " : "")}{Human.Duration(elapsed)}");
        if (Left(elapsed) is { } left && left >= TimeSpan.FromSeconds(1))
            pieces.Add(new Inked($", about {Human.Roughly(left)} left", Ink.Faint));
        return new Line(pieces.ToImmutable());

        void Add(int count, string what, Ink ink)
        {
            if (count > 0)
                pieces.AddRange(pieces.Count > 0 ? ", " : "", new Inked($"{count} {what}", ink));
        }
    }

    private TimeSpan? Left(TimeSpan elapsed) => ended.Count + running.Count == 0 ? null
        : TimeLeft.Of(plan, ended, running.ToDictionary(work => work.Name, work => elapsed - work.Started, StringComparer.Ordinal));

    private static IEnumerable<Line> Folded(string what, IEnumerable<string> names, int width, Ink ink)
    {
        var all = names.ToList();
        if (all.Count == 0)
            yield break;
        var shown = all.Count;
        while (shown > 1 && Columns.Of(Text()) > width)
            shown--;
        yield return new Line(new Inked(Text(), ink));

        string Text() => $"{what}: {string.Join(", ", all.Take(shown))}{(shown < all.Count ? $" and {all.Count - shown} more" : "")}";
    }

    private int Count(WorkEnd how) => counts.GetValueOrDefault(how);
}
