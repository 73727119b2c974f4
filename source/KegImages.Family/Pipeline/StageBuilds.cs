using KegImages.Consoles;
using KegImages.Reports;

namespace KegImages.Pipeline;

/// <summary>The builds of a pipeline as a person sees them: one board for all stages, and how each of them ended.</summary>
internal sealed class StageBuilds(PipelineTalk talk)
{
    private const string NothingAsked = "nothing of this stage was asked for";

    private readonly ImagePipeline pipeline = talk.Pipeline;
    private readonly BuildOptions options = talk.Pipeline.Options;
    private readonly World world = talk.World;
    private readonly long begun = talk.World.Clock.GetTimestamp();
    private RunConsole? console;

    /// <summary>
    /// Builds a target's stages, one after the other. Throws <see cref="FailedException"/> when an image of any failed or is blocked.
    /// </summary>
    public async Task BuildAsync(StageTarget target, CancellationToken cancellationToken)
    {
        var stages = pipeline.StagesOf(target);
        var results = new List<FamilyState>();
        foreach (var stage in stages)
        {
            // Of several, it is said which one the lines below are about.
            if (await BuildAsync(stage, stages.Length > 1 ? $"{stage.Name}: " : "", cancellationToken) is { } built)
                results.Add(built);
        }

        if (stages.IsEmpty)
            talk.Say([NothingAsked]);
        if (pipeline.IsLast(target))
            await pipeline.TellPartsAsync(cancellationToken);
        if (pipeline.IsLast(target) || results.Exists(result => !result.IsGreen))
            await talk.WritePageAsync(false, cancellationToken);
        if (results.Count > 0 || (pipeline.IsLast(target) && pipeline.State.Failed.Any()))
            await ReportAsync(target, new FamilyState([.. results.SelectMany(result => result.Images)]), cancellationToken);
    }

    /// <summary>Builds again what stands on a parent that another run published meanwhile, without being asked.</summary>
    public async Task BuildAgainAsync(CancellationToken cancellationToken)
    {
        var plan = await pipeline.PlanAgainAsync(cancellationToken);
        await talk.ShowAsync(PlanReport.Of(plan, pipeline.Request), cancellationToken);
        foreach (var target in Staging.Targets.Where(target => pipeline.StagesOf(target).Any(stage => HasSteps(plan, stage))))
            await BuildAsync(target, cancellationToken);
    }

    private static bool HasSteps(BuildPlan plan, ImageGroup stage) => plan.Steps.Any(step => step.Image.Group == stage);

    // What became of its steps; null where it has none.
    private async Task<FamilyState?> BuildAsync(ImageGroup stage, string about, CancellationToken cancellationToken)
    {
        var plan = await pipeline.StagePlanAsync(stage, cancellationToken);
        if (plan.Steps.IsEmpty)
        {
            talk.Say([about + (plan.Images.IsEmpty ? NothingAsked
                : $"nothing to build: {string.Join(", ", plan.Reused.Select(image => image.Name))} reused")]);
            return null;
        }

        if (about.Length > 0)
            talk.Say([$"{about}{string.Join(", ", plan.Steps.Select(step => step.Image.Name))}"]);
        FamilyState? built = null;
        await talk.InterruptibleAsync(async () => built = await BuildAsync(stage, cancellationToken), null, cancellationToken);
        var result = built!;
        talk.SayNotes();
        talk.Page.GitHub.Annotate(result.Failed);
        await talk.Page.ShowAsync(pipeline, talk.Report, false, cancellationToken);
        return result;
    }

    private async Task<FamilyState> BuildAsync(ImageGroup stage, CancellationToken cancellationToken)
    {
        var whole = await pipeline.PlanAsync(cancellationToken);
        // One board for all stages: what is done is counted once, and what a later stage does meanwhile is seen.
        var board = console ??= new RunConsole(BoardPlan.Of(whole), world.Terminal, world.Clock, world.Detail);
        pipeline.Seen = happened => board.Show(BuildWorks.Of(happened));
        board.Resume();
        try
        {
            var result = await pipeline.BuildAsync(stage, cancellationToken);
            board.Pause();
            if (pipeline.State.Images.All(image => image is not Planned))
                await EndBoardAsync();
            return result;
        }
        catch
        {
            await EndBoardAsync();
            throw;
        }
    }

    private async Task EndBoardAsync()
    {
        if (console is null)
            return;
        await console.DisposeAsync();
        console = null;
    }

    private async Task ReportAsync(StageTarget target, FamilyState result, CancellationToken cancellationToken)
    {
        await talk.Output.WriteAsync("family.json", talk.Report.ToJson(), cancellationToken);
        await talk.Output.WriteAsync("timeline.json", pipeline.Timeline.ToJson(), cancellationToken);
        // What failed is said once, and last: after the last of the targets.
        var end = new RunEnd(pipeline.State)
        {
            Remains = options is { Push: true, ContentOnly: false } ? "no tag was moved" : null,
            Again = world.CommandLine,
        };
        var isLast = pipeline.IsLast(target);
        if (isLast)
            talk.Output.Tell(end.Failures);
        if (result.IsGreen && !(isLast && pipeline.State.Failed.Any()))
        {
            if (isLast && Kept is { } kept)
                talk.Output.Tell([kept]);
            return;
        }

        if (isLast)
            talk.Output.Tell([""]);
        if (result.IsGreen)
        {
            talk.Output.Tell([end.Sentence]);
            return;
        }

        throw new FailedException(FailedStage.Of(result, pipeline.Remains) + (isLast ? $"{Environment.NewLine}{end.Sentence}" : ""));
    }

    // The result of a run that publishes nothing afterwards.
    private string? Kept
    {
        get
        {
            var (built, all) = (pipeline.State.Built.Count(), pipeline.State.Images.Length);
            var how = $"{built} built, {all - built} reused in {Human.Duration(world.Clock.GetElapsedTime(begun))}";
            return built == 0 ? null : !options.Push ? $"{how}; they stay in the engine"
                : options.ContentOnly ? $"{how}; pushed under their content tags, and no other tag moved" : null;
        }
    }
}
