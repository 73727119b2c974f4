using KegImages.Reports;

namespace KegImages.Pages;

/// <summary>How far a run has come: what its page and its comment show.</summary>
internal sealed record SummaryState(PlanReport Plan, TimeSpan Elapsed)
{
    /// <summary>How the images ended so far; null before anything was built.</summary>
    public FamilyReport? Made { get; init; }

    public bool IsPublished { get; init; }

    /// <summary>The commit; null in a repository with none.</summary>
    public string? Commit { get; init; }

    /// <summary>Where the run's log can be read; null where that is not known.</summary>
    public Uri? Log { get; init; }

    /// <summary>The images as they are drawn: how they ended, and what is planned for those that did not end yet.</summary>
    internal ImmutableArray<DrawnImage> Drawn =>
        [.. Plan.Images.Select(image => new DrawnImage(image.Image, [.. image.Parents], Find(image.Image)?.State ?? image.Plan))];

    internal IEnumerable<ImageReport> Failed => Made?.Images.Where(image => image.State == "failed") ?? [];

    internal ImageReport? Find(string image) => Made?.Images.FirstOrDefault(made => made.Image == image);

    internal string Sentence
    {
        get
        {
            if (Plan.Held is { } held)
                return Markdown.Text($"{held}.");
            if (Plan.Images.Count == 0)
                return "No image differs from those of the default branch: there is nothing to build.";
            if (Made is null)
                return $"{Markdown.Text(Plan.Summary)}.";
            string[] states = ["built", "cached", "reused", "failed", "blocked", "unstarted"];
            var counts = states.Select(state => (state, count: Made.Images.Count(image => image.State == state)))
                .Where(pair => pair.count > 0).Select(pair => $"{pair.count} {pair.state}");
            var pending = Plan.Images.Count - Made.Images.Count;
            var providers = string.Join(" and ", (Plan.Mirrors ?? []).Prepend(Plan.Provider).Select(Markdown.Code));
            var end = IsPublished ? $"pushed to {providers} as {string.Join(", ", Plan.Tags.Select(Markdown.Code))}"
                : (Failed.Any() || Made.Tests is { Failed: > 0 }) && Plan.Push ? "no tag was moved"
                : Plan.Push ? "no tag is moved yet"
                : "nothing is pushed";
            return $"{string.Join(", ", pending > 0 ? counts.Append($"{pending} to come") : counts)} in {Human.Duration(Elapsed)}; {end}.";
        }
    }
}
