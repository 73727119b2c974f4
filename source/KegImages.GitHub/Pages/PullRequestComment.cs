using KegImages.Publishing;
using KegImages.Reports;
using KegImages.Workflows;

namespace KegImages.Pages;

/// <summary>The one comment of a pull request on its images, as Markdown; written anew at every run.</summary>
/// <param name="Default">Their record; null when there is none to compare with.</param>
internal sealed record PullRequestComment(Tag DefaultTag, FamilyRecord? Default, Func<string, string> CommandOf)
{
    /// <summary>The line that the comment begins with, unseen in the browser: whoever updates the comment finds it by this.</summary>
    public const string Marker = ReportJob.CommentMark;

    // A comment may have 65,536 characters.
    private const int MostRows = 120;
    private const int Longest = 65_000;

    public string Of(SummaryState state)
    {
        var differing = state.Plan.Images.Where(image => !IsSame(image.Image, state)).ToList();
        var same = state.Plan.Images.Where(image => IsSame(image.Image, state)).Select(image => image.Image).ToList();
        ImmutableArray<string> head =
        [
            Marker,
            $"### Images {string.Join(", ", state.Plan.Tags.Select(Markdown.Code))}",
            "",
            state.Plan.Push || state.Plan.Images.Count == 0 ? state.Sentence : $"**Built, not pushed.** {state.Sentence}",
            "",
            .. differing.Count == 0 ? []
            : Markdown.Table(["Image", "Reason", "Tag", "Size", state.Plan.Push ? "Run it" : "Build it"],
                differing.Take(MostRows).Select(image => Cells(image, state))),
            .. differing.Count > MostRows ? new[] { "", $"… and {differing.Count - MostRows} more: the run's summary has them." } : [],
            "",
            .. same.Count == 0 ? []
            : new[] { $"The same as {Markdown.Code(DefaultTag.ToString())}: "
                + $"{string.Join(", ", same.Take(MostRows).Select(Markdown.Text))}{(same.Count > MostRows ? ", …" : "")}.", "" },
        ];
        var foot = string.Join(" · ",
            new[] { state.Commit is { } commit ? $"commit {commit}" : null, state.Log is { } log ? $"[log]({log.AbsoluteUri})"
                : null }.OfType<string>());
        string[] end = foot.Length == 0 ? [] : [$"<sub>{foot}</sub>", ""];
        var whole = string.Join('\n', [.. head, .. SummaryPage.Tests(state), .. SummaryPage.Failures(state), .. end]);
        return whole.Length <= Longest ? whole : string.Join('\n', [.. head, .. end]);
    }

    private bool IsSame(string image, SummaryState state) =>
        DigestOf(image, state) is { } digest && ImageName.TryParse(image, out var name) && Default?.Find(name)?.Digest.ToString() == digest;

    private static string? DigestOf(string image, SummaryState state) =>
        state.Find(image)?.Digest ?? state.Plan.Images.First(planned => planned.Image == image).Digest;

    private string[] Cells(PlannedImage planned, SummaryState state)
    {
        var made = state.Find(planned.Image);
        var isThere = made?.State is "built" or "cached" or "reused";
        return
        [
            Markdown.Text(planned.Image),
            made switch
            {
                { State: "failed" } => "**failed**",
                { WhyNotTried: { } why } => Markdown.Text(why),
                // Built by an earlier job of the same run, mostly: what counts is that it is not the default branch's.
                { State: "reused" } when Default is not null =>
                    Default.Find(ImageName.Parse(planned.Image)) is null ? "new" : $"differs from {Markdown.Code(DefaultTag.ToString())}",
                _ => Markdown.Text(planned.Reason),
            },
            made is { Tags: [var tag, ..] } ? Markdown.Code(ImageReference.Parse(tag).Tag!.ToString())
                : isThere && !state.Plan.Push ? "not pushed" : "",
            made?.Size is { } size ? Size(planned.Image, size) : "",
            isThere && (state.IsPublished || !state.Plan.Push) ? Markdown.Code(CommandOf(planned.Image)) : "",
        ];
    }

    private string Size(string image, long size)
    {
        if (Default is null)
            return Human.Size(size);
        if (Default.Find(ImageName.Parse(image)) is not { } before)
            return $"{Human.Size(size)} (new)";
        var grown = size - before.Size;
        return grown == 0 ? $"{Human.Size(size)} (as before)"
            : $"{Human.Size(size)} ({(grown > 0 ? "+" : "−")}{Human.Size(Math.Abs(grown))})";
    }
}
