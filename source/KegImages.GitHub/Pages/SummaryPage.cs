using KegImages.Reports;

namespace KegImages.Pages;

/// <summary>A run as the Markdown of a workflow's summary page: the plan, the family's graph, what became of each image, and the last lines
/// of what failed.</summary>
internal static class SummaryPage
{
    // The page of a step may have 1 MiB.
    private const int MostFailures = 20;

    public static string Of(SummaryState state) => string.Join('\n',
    [
        $"## Images {string.Join(", ", state.Plan.Tags.Select(Markdown.Code))}",
        "",
        state.Sentence,
        "",
        .. Tests(state),
        .. state.Plan.Images.Count == 0 ? [] : Drawing(state),
        .. Failures(state),
    ]);

    /// <summary>How the tests stand, and what failed folded below; nothing where no image has any.</summary>
    internal static IEnumerable<string> Tests(SummaryState state)
    {
        if (state.Made is not { Tests: { } totals } made)
            return state.Plan.Tests is { } planned ? [planned.Summary, ""] : [];
        var red = made.Images.Where(image => image.Tests is { State: ImageTestReport.DidFail }).ToList();
        return
        [
            totals.Summary,
            "",
            .. red.Take(MostFailures).SelectMany(image => Markdown.Details($"{image.Image}: tests that failed",
                Markdown.Block([.. image.Tests!.Cases.Where(test => test.Failures.Count > 0)
                    .SelectMany(test => test.Failures.SelectMany(failure => failure.Split('\n')).Prepend($"{test.Kind} '{test.Name}'"))]))),
        ];
    }

    /// <summary>The failed images, each with its last lines folded below its place.</summary>
    internal static IEnumerable<string> Failures(SummaryState state)
    {
        var failed = state.Failed.ToList();
        var shown = failed.Take(MostFailures)
            .SelectMany(image => Markdown.Details($"{image.Image} failed: its last lines", Markdown.Block(image.Failure ?? [])));
        return failed.Count > MostFailures ? shown.Append($"… and {failed.Count - MostFailures} more failed: the log has them.").Append("")
            : shown;
    }

    private static IEnumerable<string> Drawing(SummaryState state) =>
        [.. Table(state), "", .. Markdown.Block(FamilyGraph.Of(state.Drawn), "mermaid"), ""];

    private static IEnumerable<string> Table(SummaryState state) => state.Made is null
        ? Markdown.Table(["Image", "Group", "Plan", "Content", "Why"], state.Plan.Images.Select(image => new[]
        {
            Markdown.Text(image.Image), Markdown.Text(image.Group), image.Plan, Markdown.Code(image.Shown), Markdown.Text(image.Reason),
        }))
        : Markdown.Table(["Image", "Group", "Result", "Why", "Tags", "Digest", "Size", "Time"],
            state.Plan.Images.Select(image => Cells(image, state.Find(image.Image))));

    private static string[] Cells(PlannedImage planned, ImageReport? made) =>
    [
        Markdown.Text(planned.Image),
        Markdown.Text(planned.Group),
        made switch
        {
            null => "to come",
            { State: "failed" } => "**failed**",
            { WhyNotTried: { } why } => Markdown.Text(why),
            _ => made.State,
        },
        Markdown.Text(planned.Reason),
        string.Join(", ", (made?.Tags ?? []).Select(tag => Markdown.Code(TagOf(tag)))),
        made?.Digest is { } digest ? Markdown.Code(Digest.Parse(digest).Abbreviated) : "",
        made?.Size is { } size ? Human.Size(size) : "",
        made?.Seconds is { } seconds ? Human.Duration(TimeSpan.FromSeconds(seconds)) : "",
    ];

    private static string TagOf(string reference) => ImageReference.Parse(reference).Tag?.ToString() ?? reference;
}
