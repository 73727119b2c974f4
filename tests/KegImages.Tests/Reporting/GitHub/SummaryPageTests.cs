using System.Collections.Immutable;
using KegImages.Pages;
using KegImages.Reports;

namespace KegImages.Tests.Reporting.GitHub;

public sealed class SummaryPageTests
{
    [Fact]
    public void A_plan_is_a_table_and_a_graph() => SummaryPage.Of(Runs.Planned()).ShouldMatchApproved();

    [Fact]
    public void A_run_that_goes_on_says_what_is_to_come() => SummaryPage.Of(Runs.Begun()).ShouldMatchApproved();

    [Fact]
    public void A_broken_run_shows_the_last_lines_folded() => SummaryPage.Of(Runs.Broken()).ShouldMatchApproved();

    [Fact]
    public void A_published_run_shows_tags_sizes_and_times() => SummaryPage.Of(Runs.Done()).ShouldMatchApproved();

    [Fact]
    public void A_log_with_fences_cannot_end_its_block()
    {
        var state = Runs.Broken();
        var evf = state.Find("evf")! with { Failure = ["````", "</details>", "```` js"] };
        state = state with { Made = state.Made! with { Images = [evf] } };

        var page = SummaryPage.Of(state);

        page.ShouldContain("`````text\n````\n</details>\n```` js\n`````\n");
    }

    [Fact]
    public void Three_hundred_failures_fit_a_page()
    {
        var state = Runs.Broken();
        var lines = Enumerable.Repeat(new string('x', 200), 25).ToImmutableArray();
        var images = Enumerable.Range(0, 300).Select(i => $"tap-{i}").ToList();
        state = state with
        {
            Plan = state.Plan with { Images = [.. images.Select(name => state.Plan.Images[0] with { Image = name })] },
            Made = new FamilyReport(
                [.. images.Select(name => new ImageReport { Image = name, State = "failed", Reason = "asked for", Failure = lines })]),
        };

        var page = SummaryPage.Of(state);

        page.ShouldContain("… and 280 more failed");
        page.Length.ShouldBeLessThan(1_000_000);
    }
}
