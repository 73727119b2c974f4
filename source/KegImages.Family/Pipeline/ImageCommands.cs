using System.Diagnostics;
using KegImages.Consoles;
using KegImages.Reports;

namespace KegImages.Pipeline;

/// <summary>A pipeline as a person sees it: says what is planned, shows builds while they run, and ends with what was pushed.</summary>
public sealed class ImageCommands
{
    private const string NothingDiffers = "nothing differs from the default tag's images: nothing was pushed";

    private const string NothingAsked = "nothing of this stage was asked for";

    // How often images are built again because another run published their parent meanwhile.
    private const int MostRounds = 2;

    private readonly World world;
    private readonly ImagePipeline pipeline;
    private readonly BuildOptions options;
    private readonly PipelinePage page;
    private readonly ReportOutput output;
    private readonly long begun;
    private readonly FamilyPage family;
    private RunConsole? console;
    private int notesSaid;

    private ImageCommands(Workplace workplace, ImagePipeline pipeline, PipelinePage page) =>
        (world, this.pipeline, options, this.page, output, begun, family) = (workplace.World, pipeline, pipeline.Options, page,
            workplace.Output, workplace.World.Clock.GetTimestamp(), new FamilyPage(workplace));

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
    public async Task PlanAsync(CancellationToken cancellationToken)
    {
        var behind = options.Purpose == Purpose.Build ? Task.CompletedTask : pipeline.NoteBehindAsync(cancellationToken);
        BuildPlan plan;
        try
        {
            using var sign = new LifeSign("reading files, records and parents for the plan", world.Terminal, world.Clock, world.Detail);
            plan = await page.GitHub.AnnotatingAsync(pipeline.PlanAsync(cancellationToken));
        }
        catch (UnreachedException exception) when (options.MayNotKnow)
        {
            var unknown = PlanReport.Unknown(pipeline.Request, exception.Clause);
            await ShowAsync(unknown, cancellationToken);
            await family.WriteAsync(pipeline, unknown, null, false, cancellationToken);
            SayWhy(exception);
            return;
        }

        await behind;
        await page.ShowAsync(pipeline, null, false, cancellationToken);
        var report = PlanReport.Of(plan, pipeline.Request) with { Tests = await PlannedTestsAsync(cancellationToken) };
        await ShowAsync(report, cancellationToken);
        if (options.Purpose != Purpose.Build)
            await family.WriteAsync(pipeline, report, null, false, cancellationToken);
        await WorkflowVariables.LockAsync(world, pipeline, cancellationToken);
        if (plan.Push && pipeline.Tags.MovesDefaultByHand && options is { ContentOnly: false, IsFirstImage: false })
            Say([$"Note: --tag moves the default tag by hand ({string.Join(", ", pipeline.Tags.All)}), which is CI's work on the default "
                + "branch."]);
    }

    /// <summary>Prints why each image is built or reused, and writes <c>output/explain.json</c>.</summary>
    public async Task ExplainAsync(CancellationToken cancellationToken)
    {
        try
        {
            var report = await pipeline.ExplainAsync(cancellationToken);
            await ShowAsync("explain.json", report.ToLines(), report.ToJson(), cancellationToken);
        }
        catch (UnreachedException exception)
        {
            var report = pipeline.Unexplained(exception.Clause);
            await ShowAsync("explain.json", report.ToLines(), report.ToJson(), cancellationToken);
            SayWhy(exception);
        }
    }

    /// <summary>The builds of a target's stages, or their commands.</summary>
    public Decision Build(StageTarget target) => new(token => BuildAsync(target, token), async token =>
    {
        foreach (var stage in pipeline.StagesOf(target))
            Say(await pipeline.CommandsAsync(stage, token));
    });

    /// <summary>The tests of the images, or which would run.</summary>
    public Decision Test => new(async token =>
    {
        if (!pipeline.HasTests)
            Say([$"no image that was asked for has tests: {TestFilePath.UsualName} beside its Dockerfile says them"]);
        await TestAsync(token);
        await WritePageAsync(false, token);
    }, async token => Say((await pipeline.ForecastAsync(token)).ToRun.Select(image => $"tests {image}")));

    /// <summary>The same for what was built and is published by another run.</summary>
    public Decision TestBuilt => Test with { CarryOut = TestAsync };

    /// <summary>
    /// Tests what is built or was there already, where that is not known to pass, and writes <c>output/tests.xml</c>. Throws
    /// <see cref="FailedException"/> when a test failed.
    /// </summary>
    public async Task TestAsync(CancellationToken cancellationToken)
    {
        if (!pipeline.HasTests)
            return;
        try
        {
            await using var console = new TestConsole(Say, world.Clock);
            await pipeline.TestAsync(console.Show, cancellationToken);
        }
        finally
        {
            // What was found out is written whatever ends it.
            await output.WriteAsync("tests.xml", JUnitReport.Of(pipeline.Tested), CancellationToken.None);
            await output.WriteAsync("family.json", Report.ToJson(), CancellationToken.None);
            await page.ShowAsync(pipeline, Report, false, CancellationToken.None);
            // Of what passed, the end of the run is shown.
            if (!pipeline.Tested.All(tested => tested.IsGreen))
                await WritePageAsync(false, CancellationToken.None);
        }

        SayNotes();
    }

    /// <summary>What was published by this run, by digest; none before it was.</summary>
    public IReadOnlyDictionary<ImageName, Digest> Published => pipeline.State.Images.OfType<Published>()
        .ToImmutableDictionary(image => image.Name, image => image.Digest!);

    /// <summary>The publication, or which tags it would move.</summary>
    public Decision Publish => new(PublishAsync, async token => Say(await PlannedMovesAsync(token)));

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
            Say([NothingAsked]);
        if (pipeline.IsLast(target) || results.Exists(result => !result.IsGreen))
            await WritePageAsync(false, cancellationToken);
        if (results.Count > 0 || (pipeline.IsLast(target) && pipeline.State.Failed.Any()))
            await ReportAsync(target, new FamilyState([.. results.SelectMany(result => result.Images)]), cancellationToken);
    }

    /// <summary>
    /// Moves the tags, reads them back, prints what was pushed as a table and writes <c>output/family.json</c>.
    /// </summary>
    /// <exception cref="FailedException">An image is not green, and nothing was moved; or the registry failed.</exception>
    public async Task PublishAsync(CancellationToken cancellationToken)
    {
        if (pipeline.Request.Scope.IsEmpty)
        {
            output.Say([await WhyNothingAsync(cancellationToken)]);
            await page.ShowAsync(pipeline, new FamilyReport([]), false, cancellationToken);
            return;
        }

        var watch = Stopwatch.StartNew();
        PublishedFamily? published = null;
        for (var round = 0; published is null; round++)
        {
            try
            {
                await TestAsync(cancellationToken);
                using var sign = new LifeSign("moving tags and reading them back", world.Terminal, world.Clock, world.Detail);
                published = await pipeline.PublishAsync(cancellationToken);
            }
            catch (StaleParentException exception) when (round < MostRounds)
            {
                Say(["", .. exception.Message.Split(Environment.NewLine), "that is done now, and published then", ""]);
                await BuildAgainAsync(cancellationToken);
            }
            catch (Exception exception)
            {
                if (pipeline.Kept is { } kept && !exception.Message.Contains(kept, StringComparison.Ordinal))
                    Say([kept]);
                foreach (var line in LastLines.Unseen(exception) ?? [])
                    await world.Terminal.Out.WriteLineAsync(line);
                throw;
            }
        }

        await ShowAsync(published, watch.Elapsed, cancellationToken);
    }

    private async Task ShowAsync(PublishedFamily published, TimeSpan elapsed, CancellationToken cancellationToken)
    {
        if (published.Held is { } held)
        {
            output.Say([$"{held}: it was put there while this run built"]);
            await page.ShowAsync(pipeline, Report, false, cancellationToken);
            return;
        }

        var report = Report;
        Say(report.ToTable());
        if (published.Note is { } note)
            Say(["", note]);
        var (all, moved) = (published.Images.Length, published.Images.Count(image => !image.Moved.IsEmpty));
        var images = moved < all ? $"{moved} of {all} images" : all == 1 ? "1 image" : $"{all} images";
        Say([""]);
        output.Say([moved == 0
            ? NothingMoved
            : $"pushed {images} to {Place}, read back and compared, in "
                + $"{Human.Duration(elapsed)}{(moved < all ? "; the rest was there already" : "")}"]);
        Say(pipeline.Request.Mirrors.Select(mirror => Mirrored(mirror, published)));
        // What has moved is said before a full disk can end it.
        await output.WriteAsync("family.json", report.ToJson(), cancellationToken);
        await page.ShowAsync(pipeline, report, true, cancellationToken);
        await WritePageAsync(true, cancellationToken);
    }

    private async Task WritePageAsync(bool isPublished, CancellationToken cancellationToken) =>
        await family.WriteAsync(pipeline, PlanReport.Of(await pipeline.PlanAsync(cancellationToken), pipeline.Request), Report, isPublished,
            cancellationToken);

    // What became of its steps; null where it has none.
    private async Task<FamilyState?> BuildAsync(ImageGroup stage, string about, CancellationToken cancellationToken)
    {
        var plan = await pipeline.StagePlanAsync(stage, cancellationToken);
        if (plan.Steps.IsEmpty)
        {
            Say([about + (plan.Images.IsEmpty ? NothingAsked
                : $"nothing to build: {string.Join(", ", plan.Reused.Select(image => image.Name))} reused")]);
            return null;
        }

        if (about.Length > 0)
            Say([$"{about}{string.Join(", ", plan.Steps.Select(step => step.Image.Name))}"]);
        var result = await BuildAsync(stage, cancellationToken);
        SayNotes();
        page.GitHub.Annotate(result.Failed);
        await page.ShowAsync(pipeline, Report, false, cancellationToken);
        return result;
    }

    // How everything stands now.
    private FamilyReport Report => FamilyReport.Of(pipeline.State).With(pipeline.Tested, pipeline.WithTests);

    private async Task<PlannedTests?> PlannedTestsAsync(CancellationToken cancellationToken) =>
        !pipeline.HasTests ? null : await pipeline.ForecastAsync(cancellationToken) is var tests
            ? new PlannedTests([.. tests.ToRun.Select(name => name.ToString())], [.. tests.Known.Select(name => name.ToString())],
                tests.Untested.Length) : null;

    private static string Mirrored(Provider mirror, PublishedFamily published)
    {
        var images = published.Mirrored.Where(image => mirror.Holds(image.Pinned)).ToList();
        var moved = images.Count(image => !image.Moved.IsEmpty);
        return moved == 0 ? $"all {images.Count} images are at {mirror} already: nothing moved there"
            : $"brought {moved} of {images.Count} images to {mirror}, read back and compared";
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
        catch (OperationCanceledException)
        {
            await EndBoardAsync();
            Say([$"interrupted: {pipeline.Remains}"]);
            throw;
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

    // What another run published meanwhile is a parent that nobody here has built on: it is built on now, without being asked.
    private async Task BuildAgainAsync(CancellationToken cancellationToken)
    {
        var plan = await pipeline.PlanAgainAsync(cancellationToken);
        await ShowAsync(PlanReport.Of(plan, pipeline.Request), cancellationToken);
        foreach (var target in Staging.Targets.Where(target => pipeline.StagesOf(target).Any(stage => HasSteps(plan, stage))))
            await BuildAsync(target, cancellationToken);
    }

    private static bool HasSteps(BuildPlan plan, ImageGroup stage) => plan.Steps.Any(step => step.Image.Group == stage);

    private async Task<string> WhyNothingAsync(CancellationToken cancellationToken) =>
        (await pipeline.PlanAsync(cancellationToken)).Held ?? NothingDiffers;

    private string NothingMoved => $"all {pipeline.Request.Scope.Length} images are at {Place} already: nothing moved";

    private string Place => $"{pipeline.Request.Provider} as {string.Join(", ", pipeline.Tags.All)}";

    private async Task<IEnumerable<string>> PlannedMovesAsync(CancellationToken cancellationToken)
    {
        if (pipeline.Request.Scope.IsEmpty)
            return [await WhyNothingAsync(cancellationToken)];
        var moves = await pipeline.PlannedMovesAsync(cancellationToken);
        string[] mirrors = [.. pipeline.Behind.Select(mirror => $"the same digests go to {mirror}, before any tag moves")];
        return moves.IsEmpty
            ? [NothingMoved, .. mirrors]
            : ["then, when every image is green, without moving a layer:", .. moves.Select(move => $"  {move.Content} → {move.Tag}"),
                .. mirrors];
    }

    private async Task ReportAsync(StageTarget target, FamilyState result, CancellationToken cancellationToken)
    {
        await output.WriteAsync("family.json", Report.ToJson(), cancellationToken);
        await output.WriteAsync("timeline.json", pipeline.Timeline.ToJson(), cancellationToken);
        // What failed is said once, and last: after the last of the targets.
        var end = new RunEnd(pipeline.State)
        {
            Remains = options is { Push: true, ContentOnly: false } ? "no tag was moved" : null,
            Again = world.CommandLine,
        };
        var isLast = pipeline.IsLast(target);
        if (isLast)
            output.Say(end.Failures);
        if (result.IsGreen && !(isLast && pipeline.State.Failed.Any()))
        {
            if (isLast && Kept is { } kept)
                output.Say([kept]);
            return;
        }

        if (isLast)
            output.Say([""]);
        if (result.IsGreen)
        {
            output.Say([end.Sentence]);
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

    private async Task ShowAsync(PlanReport report, CancellationToken cancellationToken)
    {
        // Of a run, the plan is not the result.
        ImmutableArray<Line> lines = world.Detail > Detail.Quiet ? report.ToTree(world.Terminal.Width, world.Detail == Detail.Verbose)
            : options.Purpose == Purpose.Build ? [] : [new Line(report.Summary)];
        await output.ShowAsync("plan.json", lines, report.ToJson(), cancellationToken);
        SayNotes();
    }

    private async Task ShowAsync(string file, IEnumerable<string> lines, string json, CancellationToken cancellationToken)
    {
        await output.ShowAsync(file, lines, json, cancellationToken);
        SayNotes();
    }

    private void SayNotes()
    {
        Say(pipeline.Notes.Skip(notesSaid).Select(note => $"Note: {note}").ToList());
        notesSaid = pipeline.Notes.Count;
    }

    private void SayWhy(UnreachedException exception) => Say(["", .. exception.Message.Split(Environment.NewLine)]);

    // What is not the result.
    private void Say(IEnumerable<string> lines)
    {
        if (world.Detail != Detail.Quiet)
            output.Say(lines);
    }
}
