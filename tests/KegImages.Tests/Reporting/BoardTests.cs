using KegImages.Building;
using KegImages.Consoles;
using KegImages.Planning;
using KegImages.Tests.Building;

namespace KegImages.Tests.Reporting;

/// <summary>The board of a run, drawn from what happened, the width and the clock alone.</summary>
public sealed class BoardTests
{
    private static readonly DateTimeOffset Begin = DateTimeOffset.UnixEpoch;

    private readonly Board board = new(new BoardPlan(
        [new("tap", [], TimeSpan.FromSeconds(60)), new("evf", ["tap"], TimeSpan.FromSeconds(30)), new("keg-herkin", ["evf"], null)],
        ["keg-base", "keg-core"]));

    [Fact]
    public void It_shows_what_runs_what_waits_what_is_reused_and_how_far_it_is()
    {
        BeginTap();

        Frame(14.3, 80).ShouldBe([
            "tap         3/7 RUN npm ci | added 412 packages  12.3s",
            "waiting: evf, keg-herkin",
            "reused: keg-base, keg-core",
            "2/5 done  14.3s, about 2m 02s left"]);
    }

    [Theory]
    [InlineData(60, "tap         3/7 RUN npm ci | added 412 packages  12.3s")]
    [InlineData(40, "tap         3/7 RUN npm ci  12.3s")]
    [InlineData(30, "tap         3/7 RUN np…  12.3s")]
    [InlineData(12, "tap        …")]
    [InlineData(1, "…")]
    public void A_narrow_terminal_shows_less(int width, string expected)
    {
        BeginTap();

        Frame(14.3, width)[0].ShouldBe(expected);
    }

    [Fact]
    public void No_line_is_wider_than_the_terminal_and_no_frame_is_higher()
    {
        var many = new Board(new BoardPlan([.. Enumerable.Range(0, 300).Select(i => new PlannedWork($"tap-{i}", [], null))],
            [.. Enumerable.Range(0, 50).Select(i => $"reused-with-a-long-name-{i}")]) { Parallel = 40 });
        for (var i = 0; i < 40; i++)
            many.Add(new WorkBegun($"tap-{i}", "building: 字 asked for \e[31m by somebody"), TimeSpan.Zero);
        for (var i = 40; i < 44; i++)
            many.Add(new WorkEnded($"tap-{i}", WorkEnd.Failed, $"FAILED after 3s: {new string('x', 300)}"), TimeSpan.Zero);

        foreach (var (width, height) in new[] { (60, 24), (80, 10), (160, 50), (20, 3), (1, 2) })
        {
            var frame = many.Frame(TimeSpan.FromMinutes(3), width, height);
            frame.Length.ShouldBeLessThanOrEqualTo(height);
            frame.ShouldAllBe(line => line.Columns <= width);
            frame.ShouldAllBe(line => !line.Text.Any(char.IsControl));
        }
    }

    [Fact]
    public void A_long_name_is_cut_before_it_leaves_no_room_for_what_is_said()
    {
        const string Long = "a-very-long-name-that-goes-on-and-on-and-on-46";
        var one = new Board(new BoardPlan([new(Long, [], null), new("tap", [], null), new("evf", [], null)], []));
        one.Add(new WorkBegun(Long, "building"), TimeSpan.Zero);
        one.Add(new WorkEnded("tap", WorkEnd.Failed, "FAILED after 2.4s: taps/tap/Dockerfile:5: exit code 7"), TimeSpan.Zero);

        one.Frame(TimeSpan.FromSeconds(3), 80, 24).Take(2).Select(line => line.Text).ShouldBe([
            "tap                         FAILED after 2.4s: taps/tap/Dockerfile:5: exit code…",
            "a-very-long-name-that-goe…  building  3.0s"]);
        one.Frame(TimeSpan.FromSeconds(3), 160, 24)[1].Text.ShouldBe($"{Long}  building  3.0s");
        WorkLines lines = new(Long.Length);
        lines.Of(new WorkEnded("tap", WorkEnd.Done, "built sha256:0123 in 39.0s"), Board.RoomForNames(80))
            .ShouldBe(["tap                         built sha256:0123 in 39.0s"]);
        lines.Of(new WorkEnded(Long, WorkEnd.Done, "built"), Board.RoomForNames(80)).ShouldBe([$"{Long}  built"]);
    }

    [Fact]
    public void What_failed_stays_in_red_and_what_it_blocks_is_counted()
    {
        BeginTap();
        Add(20, new WorkEnded("tap", WorkEnd.Failed, "FAILED after 19.0s: taps/tap/Dockerfile:5: exit code 7"));
        Add(20, new WorkEnded("evf", WorkEnd.Blocked, "blocked by tap"));
        Add(20, new WorkEnded("keg-herkin", WorkEnd.NotStarted, "not started because of tap"));

        Frame(75, 80).ShouldBe([
            "tap         FAILED after 19.0s: taps/tap/Dockerfile:5: exit code 7",
            "reused: keg-base, keg-core",
            "2/5 done, 1 failed, 1 blocked, 1 not started  1m 15s"]);
        board.Frame(TimeSpan.FromSeconds(75), 80, 24)[0].Painted.ShouldStartWith("\e[31mtap");
    }

    [Fact]
    public void A_transfer_shows_its_bytes_known_in_all_or_not()
    {
        BeginTap();
        Say(15, new VertexChanged(new Vertex("r", "[web 3/7] RUN npm ci") { Started = Begin, Completed = Begin }));
        Say(15, new VertexChanged(new Vertex("p", "pushing layers") { Started = Begin }));
        Say(15, new VertexProgressed("p", "a", 12_000_000, 40_000_000, false));
        Frame(16, 80)[0].ShouldBe("tap         pushing layers 12.0 MB of 40.0 MB  1.0s");

        Say(15, new VertexProgressed("p", "b", 300_000, 0, false));
        Frame(16, 80)[0].ShouldBe("tap         pushing layers 12.3 MB  1.0s");
    }

    [Fact]
    public void What_is_done_counts_whichever_stage_it_is_of()
    {
        BeginTap();
        Add(40, new WorkEnded("tap", WorkEnd.Done, "built sha256:0123 in 39.0s"));
        Frame(41, 80)[^1].ShouldBe("3/5 done  41.0s, about 1m 13s left");

        Add(41, new WorkBegun("evf", "building"));
        Frame(51, 80)[0].ShouldBe("evf         building  10.0s");
        Frame(51, 80)[^1].ShouldBe("3/5 done  51.0s, about 1m 03s left");
    }

    [Fact]
    public void A_sign_of_life_names_what_is_waited_for()
    {
        board.Pending(TimeSpan.Zero).ShouldBeNull();
        BeginTap();
        for (var i = 0; i < 7; i++)
            Add(3, new WorkBegun($"other-{i}", "pulling"));

        board.Pending(TimeSpan.FromSeconds(64)).ShouldBe(
            "waiting for tap (3/7 RUN npm ci, 1m 02s), other-0 (pulling, 1m 01s), other-1 (pulling, 1m 01s), other-2 (pulling, 1m 01s), "
            + "other-3 (pulling, 1m 01s), other-4 (pulling, 1m 01s) and 2 more; 2/5 done  1m 04s, about 1m 15s left");
    }

    [Fact]
    public void Work_that_nobody_counted_before_is_shown_without_a_count()
    {
        var open = new Board(BoardPlan.Open);
        open.Add(new WorkBegun("root image", "making it"), TimeSpan.Zero);

        open.Frame(TimeSpan.FromSeconds(3), 80, 24).Select(line => line.Text).ShouldBe(["root image  making it  3.0s", "3.0s"]);
    }

    [Fact]
    public void A_plan_is_counted_whole()
    {
        var (tap, evf) = (FamilyOf.Step("tap"), FamilyOf.Step("evf", "tap"));
        var whole = FamilyOf.Plan(tap, evf) with { Parallel = 7 };
        whole = whole with
        {
            Images = whole.Images.Add(new Reused(FamilyOf.Step("core").Image, "develop has it", tap.Content, tap.Content, [])),
            LastBuilds = whole.LastBuilds.Add(tap.Image.Name, new LastBuild(12.5, [])),
        };

        var plan = BoardPlan.Of(whole);

        plan.Works.Select(work => (work.Name, string.Join(' ', work.After), work.Took)).ShouldBe(
            [("tap", "", TimeSpan.FromSeconds(12.5)), ("evf", "tap", null)]);
        (plan.All, plan.Parallel, plan.Reused.Single()).ShouldBe((3, 7, "core"));
    }

    private void BeginTap()
    {
        Add(1, new WorkBegun("tap", "building: asked for"));
        Say(2, new VertexChanged(new Vertex("r", "[web 3/7] RUN npm ci") { Started = Begin }));
        Say(3, new VertexLogged("r", "added 412 packages"));
        Say(3, new VertexLogged("r", ""));
    }

    private void Say(double second, BuildKitEvent happened) => Add(second, new WorkProgressed("tap", happened));

    private void Add(double second, WorkEvent happened) => board.Add(happened, TimeSpan.FromSeconds(second));

    private IEnumerable<string> Lines(double second, int width) =>
        board.Frame(TimeSpan.FromSeconds(second), width, 24).Select(line => line.Text);

    private List<string> Frame(double second, int width) => [.. Lines(second, width)];
}
