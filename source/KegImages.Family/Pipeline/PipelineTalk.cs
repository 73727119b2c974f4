using KegImages.Consoles;
using KegImages.Reports;

namespace KegImages.Pipeline;

/// <summary>What is said and written of a pipeline, whichever of its parts is under way.</summary>
internal sealed class PipelineTalk(Workplace workplace, ImagePipeline pipeline, PipelinePage page)
{
    private readonly World world = workplace.World;
    private readonly FamilyPage family = new(workplace);
    private int notesSaid;

    /// <summary>The pipeline.</summary>
    public ImagePipeline Pipeline => pipeline;

    /// <summary>Whose clock, terminal and engine it is.</summary>
    public World World => world;

    /// <summary>The run's page on GitHub.</summary>
    public PipelinePage Page => page;

    /// <summary>The one way out.</summary>
    public ReportOutput Output { get; } = workplace.Output;

    /// <summary>How everything stands now.</summary>
    public FamilyReport Report => FamilyReport.Of(pipeline.State).With(pipeline.Tested, pipeline.WithTests);

    /// <summary>Says what is not the result, line by line as it is.</summary>
    public void Say(IEnumerable<string> lines)
    {
        if (world.Detail != Detail.Quiet)
            Output.Say(lines);
    }

    /// <summary>Says sentences that are not the result.</summary>
    public void Tell(IEnumerable<string> sentences)
    {
        if (world.Detail != Detail.Quiet)
            Output.Tell(sentences);
    }

    /// <summary>Says the notes that were not said yet.</summary>
    public void SayNotes()
    {
        Tell(pipeline.Notes.Skip(notesSaid).Select(note => $"Note: {note}").ToList());
        notesSaid = pipeline.Notes.Count;
    }

    /// <summary>Shows a plan, and writes <c>output/plan.json</c>.</summary>
    public async Task ShowAsync(PlanReport report, CancellationToken cancellationToken)
    {
        // Of a run, the plan is not the result.
        ImmutableArray<Line> lines = world.Detail > Detail.Quiet ? report.ToTree(world.Terminal.Width, world.Detail == Detail.Verbose)
            : pipeline.Options.Purpose == Purpose.Build ? [] : [new Line(report.Summary)];
        await Output.ShowAsync("plan.json", lines, report.ToJson(), cancellationToken);
        SayNotes();
    }

    /// <summary>Shows another report, and writes it as a file.</summary>
    public async Task ShowAsync(string file, IEnumerable<string> lines, string json, CancellationToken cancellationToken)
    {
        await Output.ShowAsync(file, lines, json, cancellationToken);
        SayNotes();
    }

    /// <summary>Writes the family's page as everything stands now.</summary>
    public async Task WritePageAsync(bool isPublished, CancellationToken cancellationToken) =>
        await family.WriteAsync(pipeline, PlanReport.Of(await pipeline.PlanAsync(cancellationToken), pipeline.Request), Report, isPublished,
            cancellationToken);

    /// <summary>Writes the family's page of what is only planned.</summary>
    public Task WritePageAsync(PlanReport report, CancellationToken cancellationToken) =>
        family.WriteAsync(pipeline, report, null, false, cancellationToken);

    /// <summary>Does a part of the run, and says what stands where Ctrl+C ends it.</summary>
    /// <param name="work">The part.</param>
    /// <param name="stopped">What was stopped, as a clause that the rest follows; null where what stands says enough.</param>
    /// <param name="cancellationToken">The run's.</param>
    public Task InterruptibleAsync(Func<Task> work, string? stopped, CancellationToken cancellationToken) =>
        Interrupted.SaidAsync(work, () => [string.Join("; ", new[] { stopped, pipeline.Remains }.OfType<string>())], Output.Tell,
            cancellationToken);
}
