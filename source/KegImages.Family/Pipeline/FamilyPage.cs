using KegImages.Contexts;
using KegImages.Explaining;
using KegImages.Reports;
using KegImages.Reports.Page;

namespace KegImages.Pipeline;

/// <summary>
/// The page of a run, <c>output/family.html</c>, with its pictures and its document: made of what the run has read anyway, but for one
/// question where images are built, what the images before were made of.
/// </summary>
/// <param name="workplace">Where.</param>
internal sealed class FamilyPage(Workplace workplace)
{
    /// <summary>The page's file, below <c>output</c>.</summary>
    public const string FileName = "family.html";

    private readonly World world = workplace.World;
    private Task<PageTimeline?>? last;
    private Task<ImmutableDictionary<ImageName, Explanation>?>? explained;

    /// <summary>Writes page, picture and document as the run stands now.</summary>
    /// <param name="pipeline">The run.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="made">How the images ended; null before anything was built.</param>
    /// <param name="isPublished">Whether the tags were moved.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task WriteAsync(ImagePipeline pipeline, PlanReport plan, FamilyReport? made, bool isPublished,
        CancellationToken cancellationToken) =>
        await WriteAsync(await DocumentAsync(pipeline, plan, made, isPublished, cancellationToken), cancellationToken);

    /// <summary>Writes page, picture and document.</summary>
    public async Task WriteAsync(PageDocument document, CancellationToken cancellationToken)
    {
        var mask = world.Masking.Apply;
        await workplace.Output.WriteAsync("family.mmd", string.Join('\n', PageMermaid.Of(document)) + "\n", cancellationToken);
        await Gathering.AllAsync(
            WriteAsync("report.json", stream => PageText.WriteRelaxed(document, mask, stream)),
            WriteAsync(FileName, stream => new PageHtml(mask).Write(document, stream)),
            WriteAsync("family.svg", stream => stream.Write(Encoding.UTF8.GetBytes(new PageSvg(mask).File(document)))));

        Task WriteAsync(string file, Action<Stream> write) =>
            Task.Run(() => workplace.Output.WriteMaskedAsync(file, write, cancellationToken), cancellationToken);
    }

    /// <summary>What the page says of a run.</summary>
    public async Task<PageDocument> DocumentAsync(ImagePipeline pipeline, PlanReport plan, FamilyReport? made, bool isPublished,
        CancellationToken cancellationToken)
    {
        var reasons = await (explained ??= ExplainedAsync(pipeline, cancellationToken));
        var manifests = pipeline.ManifestsAtHand;
        var sizes = new PageSizes(pipeline.Family.Images, manifests);
        var behind = PageOutsides.Of(pipeline);
        var images = new PageImages(pipeline.Opened.Model, plan)
        {
            Made = made,
            Explained = reasons ?? ImmutableDictionary<ImageName, Explanation>.Empty,
            Pins = pipeline.Made?.Facts.Pins ?? ImmutableDictionary<ImageReference, ImageReference>.Empty,
            Sizes = sizes.Of(name => pipeline.RecordBefore is { } record && record.Knows(name) ? record.Find(name)?.Size : null),
            Behind = behind.Where(outside => outside.IsBehind)
                .SelectMany(outside => outside.UsedBy.Select(image => new Lag(image, $"{outside.Reference} {outside.Says}")))
                .ToLookup(lag => lag.Image, lag => lag.Text),
            WithTests = pipeline.WithTests.ToImmutableHashSet(),
            LogOf = LogOf,
        }.All;
        return new PageDocument
        {
            Run = RunOf(pipeline, plan, made, isPublished),
            Images = images,
            Timeline = await TimelineAsync(pipeline, made, cancellationToken),
            Layers = [.. sizes.Largest.Select(layer => new PageLayer(layer.Image.Name.ToString(), layer.Layer.ToString(), layer.Size))],
            History = HistoryOf(pipeline),
            Behind = new PageBehind { Outside = behind, Moved = isPublished ? [] : MovesOf(pipeline) },
            Unread =
            [
                .. reasons is null ? new[] { Unread("explanations", "Why, down to the changed line, was not read here.") } : [],
                .. sizes.Largest.IsEmpty ? [] : new[] { Unread("lines", "Which line made a layer was not read here.") },
                .. made is null ? new[] { Unread("timeline", "When the last run built what was not read here.") } : [],
                Unread("history", "Older records were not read here."),
                Unread("behind", "How old outside images are, which parents moved, and which branches are gone, was not read here."),
                Unread("lint", "Lint was not run here."),
            ],
        };
    }

    /// <summary>The timeline of the last run of the tag; null where none is known.</summary>
    public Task<PageTimeline?> LastTimelineAsync(ImagePipeline pipeline, CancellationToken cancellationToken) =>
        last ??= Kept(pipeline).ReadAsync(cancellationToken);

    private KeptTimeline Kept(ImagePipeline pipeline) => new(workplace, pipeline.Tags.Primary);

    // Null where nothing was built, so on a plan's page, which shows what would run.
    private async Task<PageTimeline?> TimelineAsync(ImagePipeline pipeline, FamilyReport? made, CancellationToken cancellationToken)
    {
        if (pipeline.Timeline is not { Images.Count: > 0 } recorded)
            return null;
        var before = await LastTimelineAsync(pipeline, cancellationToken);
        var (begun, bars) = TimelineMaking.BarsOf(recorded, made);
        var run = TimelineMaking.Of(begun, bars, ParentsOf, before is null ? null : TimelineMaking.Kept(before),
            pipeline.Commit?.ToString());
        await Kept(pipeline).WriteAsync(run, cancellationToken);
        return run;

        IEnumerable<string> ParentsOf(string image) =>
            pipeline.Family.ParentsOf(pipeline.Family[ImageName.Parse(image)]).Select(parent => parent.Name.ToString());
    }

    private PageUnread Unread(string part, string why) => new(part, why, workplace.Next("Report"));

    private PageRun RunOf(ImagePipeline pipeline, PlanReport plan, FamilyReport? made, bool isPublished) => new()
    {
        Kind = made is null ? "plan" : "run",
        At = world.Clock.GetUtcNow(),
        Provider = plan.Provider,
        Tags = [.. plan.Tags],
        Branch = pipeline.Opened.Git.Branch?.ToString(),
        Commit = pipeline.Commit?.ToString(),
        CommitTime = pipeline.Opened.Git.CommitTime,
        Push = plan.Push,
        IsPublished = isPublished,
        Sentence = SentenceOf(plan, made, isPublished),
        Notes = [.. pipeline.Notes],
    };

    private static string SentenceOf(PlanReport plan, FamilyReport? made, bool isPublished)
    {
        if (plan.Held is { } held)
            return $"{held}.";
        if (made is null)
            return $"{plan.Summary}.";
        var counts = made.Images.GroupBy(image => image.State).Select(group => $"{group.Count()} {group.Key}");
        var end = isPublished ? $"published as {string.Join(", ", plan.Tags)}"
            : made.Images.Any(image => image.State is "failed" or "blocked" or "unstarted") ? "no tag was moved"
            : plan.Push ? "no tag is moved yet" : "nothing is pushed";
        return $"{string.Join(", ", counts)}; {end}.";
    }

    private static ImmutableArray<PageMoved> MovesOf(ImagePipeline pipeline) => pipeline is { RecordBefore: { } record, Made: { } made }
        ? PageMoves.Of(record, made.Request.Provider, pipeline.Family, made.Facts.Pins) : [];

    private static PageHistory? HistoryOf(ImagePipeline pipeline) => pipeline.RecordBefore is not { Only: null } record ? null
        : new PageHistory(record.Tag.ToString(), [PageRecords.Of(record) with { IsCurrent = true }], 0);

    private static async Task<ImmutableDictionary<ImageName, Explanation>?> ExplainedAsync(ImagePipeline pipeline,
        CancellationToken cancellationToken)
    {
        try
        {
            return await pipeline.ExplainAtHandAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is FailedException or WrongUseException)
        {
            // A page with shorter reasons is better than a run that fails by it.
            return null;
        }
    }

    private string? LogOf(ImageName image)
    {
        var file = LogFile.Of(image);
        return File.Exists(Path.Combine(workplace.Root, file)) ? Path.GetRelativePath(OwnFolders.Output, file).Replace('\\', '/') : null;
    }

    // What makes an image behind.
    private sealed record Lag(string Image, string Text);
}
