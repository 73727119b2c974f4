using KegImages.Consoles;
using KegImages.Reports;

namespace KegImages.Pipeline;

/// <summary>A pipeline as a person sees it: says what is planned, shows builds while they run, and ends with what was pushed.</summary>
public sealed class ImageCommands
{
    private readonly World world;
    private readonly ImagePipeline pipeline;
    private readonly BuildOptions options;
    private readonly PipelineTalk talk;
    private readonly StageBuilds builds;
    private readonly PipelinePublication publication;

    private ImageCommands(Workplace workplace, ImagePipeline pipeline, PipelinePage page)
    {
        (world, this.pipeline, options, talk) = (workplace.World, pipeline, pipeline.Options, new PipelineTalk(workplace, pipeline, page));
        builds = new StageBuilds(talk);
        publication = new PipelinePublication(talk, builds, TestAsync);
    }

    /// <inheritdoc cref="ImagePipeline.TagMoves"/>
    public IEnumerable<(ImageReference Content, ImageReference Tag)> TagMoves => pipeline.TagMoves;

    /// <inheritdoc cref="ImagePipeline.IsInPlace"/>
    public bool IsInPlace => pipeline.IsInPlace;

    /// <inheritdoc cref="ImagePipeline.OpenAsync"/>
    public static async Task<ImageCommands> OpenAsync(Workplace workplace, Selection selection, BuildOptions options,
        CancellationToken cancellationToken)
    {
        var page = new PipelinePage(workplace);
        var pipeline = await page.GitHub.AnnotatingAsync(ImagePipeline.OpenAsync(workplace, selection, options, cancellationToken));
        return new ImageCommands(workplace, pipeline, page);
    }

    /// <summary>Prints the plan and writes <c>output/plan.json</c>.</summary>
    public Task PlanAsync(CancellationToken cancellationToken) => talk.InterruptibleAsync(() => MakePlanAsync(cancellationToken),
        options.Purpose == Purpose.Build ? null : "the plan was not made", cancellationToken);

    private async Task MakePlanAsync(CancellationToken cancellationToken)
    {
        var behind = options.Purpose == Purpose.Build ? Task.CompletedTask : pipeline.NoteBehindAsync(cancellationToken);
        BuildPlan plan;
        try
        {
            const string What = "reading files, records and parents for the plan";
            using var sign = new LifeSign(What, world.Terminal, world.Clock, world.Detail)
            {
                Part = world.Registries.Open.ToText,
            };
            plan = await talk.Page.GitHub.AnnotatingAsync(pipeline.PlanAsync(cancellationToken));
        }
        catch (UnreachedException exception) when (options.MayNotKnow)
        {
            var unknown = PlanReport.Unknown(pipeline.Request, exception.Clause);
            await talk.ShowAsync(unknown, cancellationToken);
            await talk.WritePageAsync(unknown, cancellationToken);
            SayWhy(exception);
            return;
        }

        await behind;
        await talk.Page.ShowAsync(pipeline, null, false, cancellationToken);
        var report = PlanReport.Of(plan, pipeline.Request) with { Tests = await PlannedTestsAsync(cancellationToken) };
        await talk.ShowAsync(report, cancellationToken);
        if (options.Purpose != Purpose.Build)
            await talk.WritePageAsync(report, cancellationToken);
        await WorkflowVariables.LockAsync(world, pipeline, cancellationToken);
        if (plan.Push && pipeline.Tags.MovesDefaultByHand && options is { ContentOnly: false, IsFirstImage: false })
            talk.Tell([$"Note: --tag moves the default tag by hand ({string.Join(", ", pipeline.Tags.All)}), which is CI's work on the "
                + "default branch."]);
    }

    /// <summary>Prints why each image is built or reused, and writes <c>output/explain.json</c>.</summary>
    public async Task ExplainAsync(CancellationToken cancellationToken)
    {
        try
        {
            var report = await pipeline.ExplainAsync(cancellationToken);
            await talk.ShowAsync("explain.json", report.ToLines(), report.ToJson(), cancellationToken);
        }
        catch (UnreachedException exception)
        {
            var report = pipeline.Unexplained(exception.Clause);
            await talk.ShowAsync("explain.json", report.ToLines(), report.ToJson(), cancellationToken);
            SayWhy(exception);
        }
    }

    /// <summary>The builds of a target's stages, or their commands.</summary>
    public Decision Build(StageTarget target) => new(token => builds.BuildAsync(target, token), async token =>
    {
        foreach (var stage in pipeline.StagesOf(target))
            talk.Say(await pipeline.CommandsAsync(stage, token));
    });

    /// <summary>The tests of the images, or which would run.</summary>
    public Decision Test => new(async token =>
    {
        if (!pipeline.HasTests)
            talk.Tell([$"no image that was asked for has tests: {TestFilePath.UsualName} beside its Dockerfile says them"]);
        await TestAsync(token);
        await talk.WritePageAsync(false, token);
    }, async token => talk.Say((await pipeline.ForecastAsync(token)).ToRun.Select(image => $"tests {image}")));

    /// <summary>The same for what was built and is published by another run.</summary>
    public Decision TestBuilt => Test with { CarryOut = TestAsync };

    /// <summary>
    /// Tests what is built or was there already, where that is not known to pass, and writes <c>output/tests.xml</c>. Throws
    /// <see cref="FailedException"/> when a test failed.
    /// </summary>
    public Task TestAsync(CancellationToken cancellationToken) => !pipeline.HasTests ? Task.CompletedTask
        : talk.InterruptibleAsync(() => RunTestsAsync(cancellationToken), "the tests of images did not end", cancellationToken);

    private async Task RunTestsAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var console = new TestConsole(talk.Say, world.Clock);
            await pipeline.TestAsync(console.Show, cancellationToken);
        }
        finally
        {
            // What was found out is written whatever ends it.
            await talk.Output.WriteAsync("tests.xml", JUnitReport.Of(pipeline.Tested), CancellationToken.None);
            await talk.Output.WriteAsync("family.json", talk.Report.ToJson(), CancellationToken.None);
            await talk.Page.ShowAsync(pipeline, talk.Report, false, CancellationToken.None);
            // Of what passed, the end of the run is shown; where an image failed before, there comes none.
            if (pipeline.State.Failed.Any() || !pipeline.Tested.All(tested => tested.IsGreen))
                await talk.WritePageAsync(false, CancellationToken.None);
        }

        talk.SayNotes();
    }

    /// <summary>What was published by this run, by digest; none before it was.</summary>
    public IReadOnlyDictionary<ImageName, Digest> Published => pipeline.State.Images.OfType<Published>()
        .ToImmutableDictionary(image => image.Name, image => image.Digest!);

    /// <summary>The publication, or which tags it would move.</summary>
    public Decision Publish => new(PublishAsync, async token => talk.Say(await publication.PlannedMovesAsync(token)));

    /// <summary>
    /// Builds a target's stages, one after the other. Throws <see cref="FailedException"/> when an image of any failed or is blocked.
    /// </summary>
    public Task BuildAsync(StageTarget target, CancellationToken cancellationToken) => builds.BuildAsync(target, cancellationToken);

    /// <summary>
    /// Moves the tags, reads them back, prints what was pushed as a table and writes <c>output/family.json</c>.
    /// </summary>
    /// <exception cref="FailedException">An image is not green, and nothing was moved; or the registry failed.</exception>
    public Task PublishAsync(CancellationToken cancellationToken) => publication.PublishAsync(cancellationToken);

    private async Task<PlannedTests?> PlannedTestsAsync(CancellationToken cancellationToken) =>
        !pipeline.HasTests ? null : await pipeline.ForecastAsync(cancellationToken) is var tests
            ? new PlannedTests([.. tests.ToRun.Select(name => name.ToString())], [.. tests.Known.Select(name => name.ToString())],
                tests.Untested.Length) : null;

    private void SayWhy(UnreachedException exception) => talk.Tell(["", .. exception.Message.Split(Environment.NewLine)]);
}
