using KegImages.Building;
using KegImages.Consoles;
using KegImages.Pages;
using KegImages.Planning;
using KegImages.Tests.Building;

namespace KegImages.Tests.Reporting.GitHub;

public sealed class GroupedLinesTests
{
    private static readonly BuildEvent[] TapAndEvf = Woven(
        [new ImageStarted(Runs.Tap), .. Sample.Events("cached").Select(happened => new ImageProgressed(Runs.Tap.Image.Name, happened)),
            new ImageEnded(Runs.BuiltOf(Runs.Tap, true))],
        [
            new ImageStarted(Runs.Evf), .. Sample.Events("failing-run")
                .Select(happened => new ImageProgressed(Runs.Evf.Image.Name, happened)),
            new ImageEnded(new Failed(Runs.Evf, Runs.Failure("failing-run"), TimeSpan.FromSeconds(3.2))),
                new ImageEnded(new Blocked(Runs.Herkin, Runs.Evf.Image.Name)),
        ]);

    [Fact]
    public void Images_that_are_built_side_by_side_are_groups_one_after_the_other() =>
        (string.Join('\n', Shown(TapAndEvf)) + "\n").ShouldMatchApproved();

    [Fact]
    public void Groups_never_nest_and_all_are_closed()
    {
        var open = true; // the target's own
        foreach (var line in Shown(TapAndEvf).Where(line => line.StartsWith("::", StringComparison.Ordinal)))
        {
            open.ShouldBe(line == WorkflowCommand.EndGroup, line);
            open = line != WorkflowCommand.EndGroup;
        }

        open.ShouldBeFalse();
    }

    [Fact]
    public void What_was_kept_of_an_interrupted_image_is_shown()
    {
        var progress = New();
        foreach (var happened in TapAndEvf.TakeWhile(happened => happened is not ImageEnded))
            progress.Of(BuildWorks.Of(happened));

        progress.Rest().ShouldContain("::group::evf  interrupted");
        progress.Rest().ShouldBeEmpty();
    }

    [Fact]
    public void The_only_image_of_a_run_is_shown_as_it_comes()
    {
        var progress = new GroupedLines(BoardPlan.Of(FamilyOf.Plan(Runs.Tap)), "keg-1");

        progress.Of(new WorkBegun("tap", "building: asked for")).ShouldBe(["::endgroup::", "::group::tap  building: asked for"]);
        progress.Of(new WorkProgressed("tap", new VertexLogged("v", "line"))).ShouldBe(["tap  | line"]);
        progress.Sign("waiting for tap").ShouldBe(["waiting for tap"]);
        progress.Of(new WorkEnded("tap", WorkEnd.Done, "built")).ShouldBe(["::endgroup::", "tap  built"]);
    }

    [Theory]
    [InlineData("a ##[add-mask]b")]
    [InlineData("a\r::add-mask::b")]
    public void A_command_in_a_build_s_output_stays_text(string said)
    {
        var progress = New();
        progress.Of(new WorkProgressed("evf", new VertexLogged("v", said)));

        var lines = progress.Of(new WorkEnded("evf", WorkEnd.Failed, "FAILED"));

        lines.IndexOf("::stop-commands::keg-1").ShouldBeInRange(0, lines.IndexOf(lines.First(line => line.Contains("add-mask"))) - 1);
        lines.IndexOf("::keg-1::").ShouldBeGreaterThan(lines.IndexOf(lines.First(line => line.Contains("add-mask"))));
    }

    private static IEnumerable<string> Shown(BuildEvent[] events)
    {
        var progress = New();
        return events.SelectMany(happened => progress.Of(BuildWorks.Of(happened)));
    }

    private static GroupedLines New() => new(BoardPlan.Of(FamilyOf.Plan(Runs.Tap, Runs.Evf, Runs.Herkin)), "keg-1");

    private static BuildEvent[] Woven(BuildEvent[] one, BuildEvent[] two) =>
        [.. one.Select((happened, at) => (happened, at: 2 * at)).Concat(two.Select((happened, at) => (happened, at: 2 * at + 1)))
            .OrderBy(pair => pair.at).Select(pair => pair.happened)];
}
