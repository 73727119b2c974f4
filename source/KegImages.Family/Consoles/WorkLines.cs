namespace KegImages.Consoles;

/// <summary>Work as lines that stay: one when it begins and ends, the same of its steps, and what it says, each behind its name; for logs
/// and for terminals that cannot move the cursor.</summary>
/// <param name="nameColumns">The columns of the longest name.</param>
internal sealed class WorkLines(int nameColumns)
{
    private const int Widest = 160;

    /// <summary>Whether each line begins with the name; in a log of one piece of work it is known.</summary>
    public bool HasNames { get; init; } = true;

    // What is no instruction (a transfer, an export, a push) is worth a line only when one waited for it.
    private static readonly TimeSpan Noticeable = TimeSpan.FromSeconds(2);

    private readonly Dictionary<(string Work, string Vertex), string> begun = [];
    private readonly HashSet<(string Work, string Vertex)> ended = [];

    /// <summary>Whether what is no instruction is told too, as it is in a log that keeps all.</summary>
    public bool TellsAll { get; init; }

    /// <summary>The lines that this event is worth; often none.</summary>
    public ImmutableArray<string> Of(WorkEvent happened) => happened switch
    {
        WorkBegun begun => [Line(begun.Work, begun.Text)],
        WorkProgressed { Event: VertexChanged { Vertex: var vertex } } => Of(happened.Work, vertex),
        WorkProgressed { Event: VertexLogged log } =>
            [Named(happened.Work, $"{begun.GetValueOrDefault((happened.Work, log.Vertex))}| {log.Line}")],
        WorkProgressed { Event: VertexWarned warning } => [Line(happened.Work, $"warning: {warning.Text}")],
        WorkProgressed { Event: PlainLine plain } when TellsAll => [Named(happened.Work, $"| {plain.Text}")],
        WorkEnded ended => [Line(ended.Work, ended.Text)],
        _ => [],
    };

    /// <summary>The line that says how work ended, with what is said of it in a column that leaves it room.</summary>
    /// <param name="ended">How it ended.</param>
    /// <param name="mostColumns">The most columns of a name that others are filled up to.</param>
    public ImmutableArray<string> Of(WorkEnded ended, int mostColumns) =>
        [Line(ended.Work, ended.Text, columns: Math.Min(nameColumns, mostColumns))];

    private ImmutableArray<string> Of(string work, Vertex vertex)
    {
        var key = (work, vertex.Digest);
        var text = vertex.Number is null ? vertex.Work : $"{vertex.Number} {vertex.Work}";
        if (End(vertex) is { } end)
            return ended.Add(key) ? [Line(work, text, $"  {end}")] : [];
        if (vertex.Started is null || vertex.Completed is not null || !begun.TryAdd(key, vertex.Number is null ? "" : $"{vertex.Number} "))
            return [];
        return vertex.IsInstruction || TellsAll ? [Line(work, text)] : [];
    }

    private string? End(Vertex vertex) => vertex switch
    {
        { IsFailed: true } => "FAILED",
        { IsInstruction: true, IsCached: true } => "CACHED",
        { Completed: not null, Error: "", Duration: { } duration } when vertex.IsInstruction || TellsAll || duration >= Noticeable =>
            Human.Duration(duration),
        _ => null,
    };

    // The end says how it went, so a long command is cut before it, not at it.
    private string Line(string work, string text, string end = "", int? columns = null) =>
        Named(work, $"{Columns.Fit(text, Widest - nameColumns - end.Length)}{end}", columns);

    private string Named(string work, string text, int? columns = null) =>
        HasNames ? $"{work.PadRight(columns ?? nameColumns)}  {text}" : text;
}
