namespace KegImages.Consoles;

/// <summary>A run as a few lines that are drawn over and over: one for each image that is being built, and a summary.</summary>
internal sealed class LiveProgress
{
    private readonly int all;
    private readonly int nameColumns;
    private readonly List<Row> rows = [];
    private int built;
    private int failed;
    private int blocked;
    private int notStarted;

    public LiveProgress(BuildPlan plan)
    {
        all = plan.Steps.Length;
        nameColumns = plan.Steps.Select(step => step.Image.Name.ToString().Length).DefaultIfEmpty(0).Max();
    }

    public void Add(BuildEvent happened, TimeSpan elapsed)
    {
        switch (happened)
        {
            case ImageStarted:
                rows.Add(new Row(happened.Image, elapsed));
                break;
            case ImageProgressed progressed:
                rows.Find(row => row.Image == happened.Image)?.Add(progressed.Event, elapsed);
                break;
            case ImageEnded ended:
                rows.RemoveAll(row => row.Image == happened.Image);
                _ = ended.Outcome switch
                {
                    Built => built++,
                    Failed => failed++,
                    Blocked => blocked++,
                    _ => notStarted++,
                };
                break;
        }
    }

    /// <summary>The lines as they are now, none longer than the width and not more than the height.</summary>
    public ImmutableArray<string> Frame(TimeSpan elapsed, int width, int height)
    {
        var shown = rows.Take(Math.Max(0, height - 1)).Select(row => row.Line(elapsed, nameColumns, width));
        return [.. shown, Columns.Fit(Summary(elapsed), width)];
    }

    private string Summary(TimeSpan elapsed)
    {
        List<string> parts = [$"{built} of {all} built"];
        if (failed > 0)
            parts.Add($"{failed} failed");
        if (blocked > 0)
            parts.Add($"{blocked} blocked");
        if (notStarted > 0)
            parts.Add($"{notStarted} not started");
        return $"{string.Join(", ", parts)}  {Human.Duration(elapsed)}";
    }

    private sealed class Row(ImageName image, TimeSpan started)
    {
        private readonly Dictionary<string, Vertex> active = new(StringComparer.Ordinal);
        private readonly Dictionary<string, VertexProgressed> transfers = new(StringComparer.Ordinal);
        private TimeSpan since = started;
        private Vertex? current;
        private string lastLine = "";

        public ImageName Image => image;

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
                case VertexLogged log when log.Vertex == current?.Digest:
                    lastLine = log.Line;
                    break;
            }

            // The longest-running instruction is the one that is waited for; between two, the last one stays.
            var next = active.Values.OrderByDescending(vertex => vertex.IsInstruction).ThenBy(vertex => vertex.Started).FirstOrDefault()
                ?? current;
            if (next?.Digest == current?.Digest)
                return;
            (current, since, lastLine) = (next, elapsed, "");
            transfers.Clear();
        }

        public string Line(TimeSpan elapsed, int nameColumns, int width)
        {
            var step = current is null ? "starting" : current.Number is null ? current.Work : $"{current.Number} {current.Work}";
            var end = $"  {Human.Duration(elapsed - since)}";
            var name = image.ToString().PadRight(nameColumns);
            var room = width - end.Length;
            var head = Columns.Fit($"{name}  {step}{Transferred()}", room);
            // What the command says is worth the room that is left, but not the end of the command's own text.
            var left = room - Columns.Of(head) - 3;
            var said = lastLine.Length > 0 && left > 12 ? $" | {Columns.Fit(lastLine, left)}" : "";
            return room > 8 ? head + said + end : Columns.Fit($"{name}  {step}", width);
        }

        private string Transferred()
        {
            var known = transfers.Values.Where(progress => progress.Vertex == current?.Digest && progress.Total > 0).ToArray();
            return known.Length == 0 ? ""
                : $" {Human.Size(known.Sum(progress => Math.Min(progress.Current, progress.Total)))} of "
                    + $"{Human.Size(known.Sum(progress => progress.Total))}";
        }
    }
}
