using KegImages.Reports;

namespace KegImages.Consoles;

/// <summary>A run as lines that stay, one a step of an image, for logs and terminals that cannot move the cursor.</summary>
internal sealed class PlainProgress
{
    private const int Widest = 160;

    // What is no instruction (a transfer, an export, a push) is worth a line only when one waited for it.
    private static readonly TimeSpan Noticeable = TimeSpan.FromSeconds(2);

    private readonly int nameColumns;
    private readonly HashSet<(ImageName Image, string Vertex)> told = [];

    public PlainProgress(BuildPlan plan) =>
        nameColumns = plan.Steps.Select(step => step.Image.Name.ToString().Length).DefaultIfEmpty(0).Max();

    /// <summary>The lines that this event is worth; often none.</summary>
    public ImmutableArray<string> Lines(BuildEvent happened) => happened switch
    {
        ImageStarted started => [Line(started.Image, $"building: {started.Step.Reason}")],
        ImageProgressed { Event: VertexChanged { Vertex: var vertex } } when Text(vertex) is { } text
            && told.Add((happened.Image, vertex.Digest)) => [Line(happened.Image, text)],
        ImageProgressed { Event: VertexWarned warning } => [Line(happened.Image, $"warning: {warning.Text}")],
        ImageEnded ended => [.. OutcomeLines(ended.Outcome)],
        _ => [],
    };

    /// <summary>The lines that an outcome is worth: one for what is built, blocked or not started, a block for what failed.</summary>
    public IEnumerable<string> OutcomeLines(BuildOutcome outcome) => outcome switch
    {
        Built built => [Line(built.Name,
            $"built {Name(built)} in {Human.Duration(built.Duration)}{(built.IsCached ? ", all cached" : "")}")],
        Failed failed => [Line(failed.Name, $"FAILED after {Human.Duration(failed.Duration)}"),
            .. FailureText.Of(failed.Failure)],
        Blocked blocked => [Line(blocked.Name, $"blocked by {blocked.By}")],
        NotStarted waiting => [Line(waiting.Name, waiting.Why)],
        _ => [],
    };

    private static string Name(Built built) => built.Digest?.Abbreviated ?? built.Pinned.ToString();

    private static string? Text(Vertex vertex)
    {
        var text = vertex.Number is null ? vertex.Work : $"{vertex.Number} {vertex.Work}";
        return vertex switch
        {
            { IsFailed: true } => $"{text}  FAILED",
            { IsInstruction: true, IsCached: true } => $"{text}  CACHED",
            { Completed: not null, Error: "", Duration: { } duration } when vertex.IsInstruction || duration >= Noticeable =>
                $"{text}  {Human.Duration(duration)}",
            _ => null,
        };
    }

    private string Line(ImageName image, string text)
    {
        // The end says how it went, so a long command is cut before it, not at it.
        var split = text.LastIndexOf("  ", StringComparison.Ordinal);
        var (head, end) = split < 0 ? (text, "") : (text[..split], text[split..]);
        return $"{image.ToString().PadRight(nameColumns)}  {Columns.Fit(head, Widest - nameColumns - end.Length)}{end}";
    }
}
