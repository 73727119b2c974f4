namespace KegImages.Consoles;

/// <summary>A piece of work that is under way: its step, the bytes of that, and the last line that it said.</summary>
internal sealed class RunningWork(string name, string text, TimeSpan started)
{
    private readonly Dictionary<string, Vertex> active = new(StringComparer.Ordinal);
    private readonly Dictionary<string, VertexProgressed> transfers = new(StringComparer.Ordinal);
    private TimeSpan? begun;
    private Vertex? current;
    private string lastLine = "";

    public string Name => name;

    /// <summary>When it began, as time of the run.</summary>
    public TimeSpan Started { get; } = started;

    public void Add(BuildKitEvent happened, TimeSpan elapsed)
    {
        switch (happened)
        {
            case VertexChanged { Vertex: { Completed: not null } vertex }:
                active.Remove(vertex.Digest);
                break;
            case VertexChanged { Vertex: { Started: not null } vertex }:
                active[vertex.Digest] = vertex;
                break;
            case VertexProgressed progress:
                transfers[progress.Id] = progress;
                break;
            case VertexLogged log when log.Vertex == current?.Digest && !string.IsNullOrWhiteSpace(log.Line):
                lastLine = log.Line;
                break;
        }

        // The longest-running instruction is the one that is waited for; between two, the last one stays.
        var next = active.Values.OrderByDescending(vertex => vertex.IsInstruction).ThenBy(vertex => vertex.Started).FirstOrDefault()
            ?? current;
        if (next?.Digest == current?.Digest)
            return;
        (current, begun, lastLine) = (next, elapsed, "");
        transfers.Clear();
    }

    /// <summary>It as a line: name as it is shown, step and bytes, the last line where there is room, how long the step takes.</summary>
    public Line ToLine(TimeSpan elapsed, string shown, int width)
    {
        var end = $"  {Human.Duration(elapsed - Since)}";
        var room = width - end.Length;
        if (room <= 8)
            return new Line(new Inked($"{shown}  ", Ink.Strong), Step).Fit(width);
        var head = Columns.Fit(VisibleText.Of($"{shown}  {Step}{Transferred()}"), room);
        // What the command says is worth the room that is left, but not the end of the command's own text.
        var left = room - Columns.Of(head) - 3;
        var said = lastLine.Length > 0 && left > 12 ? $" | {Columns.Fit(VisibleText.Of(lastLine), left)}" : "";
        var named = Math.Min(shown.Length, head.Length);
        return new Line(new Inked(head[..named], Ink.Strong), head[named..], new Inked(said, Ink.Faint), end);
    }

    /// <summary>What is waited for: <c>evf (3/7 RUN npm ci, 12.3s)</c>.</summary>
    public string Waiting(TimeSpan elapsed) =>
        $"{name} ({Columns.Fit(Step, 60)}{Transferred()}, {Human.Duration(elapsed - Since)})";

    private TimeSpan Since => begun ?? Started;

    private string Step => current is null ? text : current.Number is null ? current.Work : $"{current.Number} {current.Work}";

    private string Transferred()
    {
        var known = transfers.Values.Where(progress => progress.Vertex == current?.Digest && (progress.Total > 0 || progress.Current > 0))
            .ToArray();
        if (known.Length == 0)
            return "";
        var (done, all) = (known.Sum(progress => progress.Total > 0 ? Math.Min(progress.Current, progress.Total) : progress.Current),
            known.Sum(progress => progress.Total));
        return known.Any(progress => progress.Total == 0) ? $" {Human.Size(done)}" : $" {Human.Size(done)} of {Human.Size(all)}";
    }
}
