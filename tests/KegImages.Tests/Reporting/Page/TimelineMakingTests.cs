using System.Collections.Immutable;
using KegImages.Reports;
using KegImages.Reports.Page;

namespace KegImages.Tests.Reporting.Page;

/// <summary>What the bars of a run say together.</summary>
public sealed class TimelineMakingTests
{
    private static readonly DateTimeOffset Begun = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    private static readonly Dictionary<string, string[]> Parents = new()
    {
        ["base"] = [], ["core"] = ["base"], ["slow"] = ["base"], ["tap"] = ["core", "outside"], ["late"] = ["base"],
    };

    [Fact]
    public void The_critical_path_leads_back_from_the_last_end_by_what_each_waited_for()
    {
        var run = Of(Bar("base", 0, 0, 10), Bar("core", 0, 10, 20), Bar("slow", 1, 10, 50), Bar("tap", 0, 20, 30));

        run.Critical.ShouldBe(["base", "slow"]);
        run.Seconds.ShouldBe(50);
        run.Workers.ShouldBe(2);
    }

    [Fact]
    public void What_could_have_begun_earlier_waited_for_whoever_had_its_worker()
    {
        var run = Of(Bar("base", 0, 0, 10), Bar("slow", 0, 10, 50), Bar("late", 0, 50.1, 60));
        var late = run.Bars.Single(bar => bar.Image == "late");

        (late.WaitedFor, late.WaitedForParent, late.IdleSeconds).ShouldBe(("slow", false, 40.1));
        run.Critical.ShouldBe(["base", "slow", "late"]);
    }

    [Fact]
    public void What_begins_with_its_last_parent_s_end_waited_for_that_parent()
    {
        var tap = Of(Bar("base", 0, 0, 10), Bar("core", 0, 10, 20), Bar("tap", 1, 20.1, 30)).Bars[^1];

        (tap.WaitedFor, tap.WaitedForParent).ShouldBe(("core", true));
    }

    [Fact]
    public void The_first_one_waited_for_nothing() =>
        Of(Bar("base", 0, 0, 10)).Bars.Single().WaitedFor.ShouldBeNull();

    [Fact]
    public void The_last_run_stands_beside_each_image_that_it_built_well()
    {
        var before = Of(Bar("base", 0, 0, 12.5), Bar("core", 0, 13, 20) with { IsFailed = true });

        var run = TimelineMaking.Of(Begun, [Bar("base", 0, 0, 10), Bar("core", 0, 10, 20)], name => Parents[name],
            TimelineMaking.Kept(PageTimeline.Parse(before.ToJson())), null);

        run.Bars.Select(bar => bar.Before).ShouldBe([12.5, null]);
        run.Before!.Seconds.ShouldBe(20);
    }

    [Fact]
    public void A_builder_with_another_time_has_its_steps_where_they_were_seen()
    {
        var elsewhere = Begun.AddYears(5);
        var run = new RunTimeline([new TimelineImage("base", 0, Begun, Begun.AddSeconds(20),
        [
            new TimelineStep("2/3 RUN npm ci", elsewhere, elsewhere.AddSeconds(12), false),
            new TimelineStep("load build definition from Dockerfile", elsewhere, elsewhere, false),
            new TimelineStep("exporting to image", elsewhere.AddSeconds(12), elsewhere.AddSeconds(15), false),
        ])]);

        var bar = TimelineMaking.BarsOf(run, null).Bars.Single();

        bar.Steps.Select(step => (step.Name, step.Begin, step.End))
            .ShouldBe([("2/3 RUN npm ci", 5, 17), ("exporting to image", 17, 20)]);
    }

    [Fact]
    public void Of_an_image_that_was_built_twice_the_last_time_counts_and_what_never_ended_does_not()
    {
        var run = new RunTimeline([Round("base", 0, 5), Round("base", 10, 12), Round("core", 12, null)]);

        TimelineMaking.BarsOf(run, null).Bars.Select(bar => (bar.Image, bar.Begin, bar.End)).ShouldBe([("base", 10, 12)]);

        static TimelineImage Round(string image, int begin, int? end) =>
            new(image, 0, Begun.AddSeconds(begin), end is { } seconds ? Begun.AddSeconds(seconds) : null, []);
    }

    [Fact]
    public void A_run_that_built_nothing_has_no_bars()
    {
        var run = Of();

        (run.Bars.Length, run.Critical.Length, run.Workers).ShouldBe((0, 0, 0));
    }

    private static PageTimeline Of(params ImmutableArray<PageBar> bars) =>
        TimelineMaking.Of(Begun, bars, name => Parents[name], null, "c");

    private static PageBar Bar(string image, int worker, double begin, double end) => new(image, worker, begin, end, []);
}
