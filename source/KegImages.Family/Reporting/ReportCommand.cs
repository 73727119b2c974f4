using KegImages.Overviews;
using KegImages.Pipeline;
using KegImages.Records;
using KegImages.Reports;
using KegImages.Reports.Page;

namespace KegImages.Reporting;

/// <summary>The page of a family as it stands, with all that a run does not read: older records, ages, branches, findings.</summary>
public sealed class ReportCommand
{
    private readonly Workplace workplace;
    private readonly ImagePipeline pipeline;

    private Task<RecordNames?> names = Task.FromResult<RecordNames?>(null);

    private ReportCommand(Workplace workplace, ImagePipeline pipeline) => (this.workplace, this.pipeline) = (workplace, pipeline);

    /// <summary>Reads the family and what stands in the registry, writes <c>output/family.html</c>, <c>output/family.svg</c>,
    /// <c>output/family.mmd</c> and <c>output/report.json</c>, and says what is in them.</summary>
    /// <param name="workplace">Where.</param>
    /// <param name="selection">Which images.</param>
    /// <param name="options">How a plan of them is made.</param>
    /// <param name="open">Whether a browser is to show the page.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="WrongUseException">The family cannot be read.</exception>
    public static async Task ShowAsync(Workplace workplace, Selection selection, BuildOptions options, bool open,
        CancellationToken cancellationToken)
    {
        var pipeline = await ImagePipeline.OpenAsync(workplace, selection, options, cancellationToken);
        await new ReportCommand(workplace, pipeline).ShowAsync(open, cancellationToken);
    }

    private async Task ShowAsync(bool open, CancellationToken cancellationToken)
    {
        var page = new FamilyPage(workplace);
        var document = await DocumentAsync(page, cancellationToken);
        await page.WriteAsync(document, cancellationToken);
        await workplace.Output.ShowAsync(Lines(document), document.ToJson(), cancellationToken);
        if (open)
            await new Browser(workplace).OpenAsync(FamilyPage.FileName, cancellationToken);
    }

    private async Task<PageDocument> DocumentAsync(FamilyPage page, CancellationToken cancellationToken)
    {
        PlanReport plan;
        try
        {
            var behind = pipeline.NoteBehindAsync(cancellationToken);
            plan = PlanReport.Of(await pipeline.PlanAsync(cancellationToken), pipeline.Request);
            await behind;
        }
        catch (UnreachedException exception)
        {
            plan = PlanReport.Unknown(pipeline.Request, exception.Clause);
        }

        var document = await page.DocumentAsync(pipeline, plan, null, false, cancellationToken);
        document = document with
        {
            Run = document.Run with { Kind = "report" },
            Timeline = await page.LastTimelineAsync(pipeline, cancellationToken),
            Lint = await LintAsync(cancellationToken),
            Unread = Without(document, "lint", "timeline"),
        };
        if (workplace.Place.NoRegistry || plan.Images.Any(image => image.Plan == PlannedImage.NotKnown))
            return document;
        names = TryAsync(History.NamesAsync(cancellationToken));
        return await WithBehindAsync(await WithRecordsAsync(document, cancellationToken), cancellationToken);
    }

    private async Task<PageDocument> WithRecordsAsync(PageDocument document, CancellationToken cancellationToken)
    {
        if (await names is { } known && await TryAsync(History.ReadAsync(pipeline.Tags.Primary, known, cancellationToken)) is { } history)
            document = document with { History = history, Unread = Without(document, "history") };
        return document.Layers is { Count: > 0 } layers
            && await TryAsync(new LayerLines(pipeline).OfAsync(layers, cancellationToken)) is { } lines
            ? document with { Layers = lines, Unread = Without(document, "lines") } : document;
    }

    private async Task<PageDocument> WithBehindAsync(PageDocument document, CancellationToken cancellationToken)
    {
        var behind = document.Behind! with
        {
            Outside = await new OutsideAges(pipeline).OfAsync(document.Behind.Outside, cancellationToken),
            GoneBranches = await names is { } known ? await TryAsync(new GoneBranches(pipeline).ReadAsync(known, cancellationToken)) : null,
        };
        return document with
        {
            Behind = behind,
            Unread =
            [
                .. Without(document, "behind"),
                .. behind.GoneBranches is not null ? Array.Empty<PageUnread>()
                    : [new PageUnread("behind", "Which branches are gone is not known: the remote 'origin' does not say which there are.")],
            ],
        };
    }

    private RecordHistory History => new(workplace, pipeline.Request.Provider, pipeline.Opened.Git.Root);

    // A page without one of its parts is better than none, and says so.
    private static async Task<T?> TryAsync<T>(Task<T> reading)
        where T : class
    {
        try
        {
            return await reading;
        }
        catch (Exception exception) when (exception is FailedException or WrongUseException)
        {
            return null;
        }
    }

    private static ImmutableArray<PageUnread> Without(PageDocument document, params string[] parts) =>
        [.. document.Unread.Where(unread => !parts.Contains(unread.Part))];

    private async Task<ImmutableArray<PageFinding>> LintAsync(CancellationToken cancellationToken)
    {
        var report = await LintCommand.LintAsync(pipeline.Opened.Model, pipeline.Family.Images, cancellationToken);
        return [.. report.Findings.Select(finding => new PageFinding(finding.Rule, KegFormat.Severity(finding.Severity), finding.Image,
            finding.Location.ToString(), finding.Message, finding.Fix))];
    }

    private static IEnumerable<string> Lines(PageDocument document)
    {
        var images = Human.Counted(document.Images.Length, "image");
        yield return $"{string.Join(", ", document.Run.Tags)} at {document.Run.Provider}: {images}; {document.Run.Sentence}";
        if (document.Timeline is { Critical.Length: > 1 } run)
            yield return $"  the last run took {Human.Duration(TimeSpan.FromSeconds(run.Seconds))}: {string.Join(" → ", run.Critical)}";
        if (document.History is { } history)
            yield return $"  {Human.Counted(history.Records.Length, "record")}, "
                + $"{history.Records.Count(record => record.Restore is not null)} of them can be restored";
        if (document.Behind is { } behind)
            yield return $"  behind: {Human.Counted(behind.Outside.Count(image => image.IsBehind), "image")} from outside, "
                + $"{Human.Counted(behind.Moved.Length, "parent")} moved, "
                + $"{(behind.GoneBranches is { } gone ? Human.Counted(gone.Count, "tag") : "unknown tags")} of branches that are gone";
        yield return $"  Lint: {Human.Counted(document.Lint?.Count(finding => finding.Severity == "error") ?? 0, "error")}, "
            + Human.Counted(document.Lint?.Count(finding => finding.Severity == "warning") ?? 0, "warning");
        yield return $"output/{FamilyPage.FileName}";
    }
}
