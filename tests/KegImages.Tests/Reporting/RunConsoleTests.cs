using KegImages.Building;
using KegImages.Consoles;
using KegImages.Planning;
using KegImages.Tests.Building;

namespace KegImages.Tests.Reporting;

public sealed class RunConsoleTests : IDisposable
{
    private static readonly BuildStep Tap = FamilyOf.Step("tap");
    private static readonly BuildStep Evf = FamilyOf.Step("evf", "tap");
    private static readonly BoardPlan Plan = BoardPlan.Of(FamilyOf.Plan(Tap, Evf));

    private readonly HeldClock clock = new();
    private readonly StringWriter output = new();

    public void Dispose() => output.Dispose();

    [Fact]
    public async Task A_live_terminal_is_drawn_over_and_keeps_what_ended()
    {
        await using (var console = new RunConsole(Plan, Live, clock))
        {
            console.Show(BuildWorks.Of(new ImageStarted(Tap)));
            console.Show(BuildWorks.Of(new ImageEnded(new Built(Tap, Tap.Content, TimeSpan.FromSeconds(3), false))));
            console.Show(BuildWorks.Of(new ImageEnded(new Blocked(Evf, Tap.Image.Name))));
        }

        Screen.Of(output.ToString(), 80).ShouldBe([
            "tap  built registry.example/family/tap:fp-0123456789abcdef0123 in 3.0s",
            "evf  blocked by tap"]);
    }

    [Fact]
    public async Task What_failed_stands_on_the_board_and_stays_when_that_goes()
    {
        await using (var console = new RunConsole(Plan, Live, clock))
        {
            console.Show(new WorkBegun("tap", "building"));
            console.Show(new WorkEnded("tap", WorkEnd.Failed, "FAILED after 3.0s: Dockerfile:5: no"));
            console.Show(new WorkEnded("evf", WorkEnd.Blocked, "blocked by tap"));
            Screen.Of(output.ToString(), 80).ShouldBe([
                "evf  blocked by tap", "tap  FAILED after 3.0s: Dockerfile:5: no", "0/2 done, 1 failed, 1 blocked  0.0s"]);
        }

        Screen.Of(output.ToString(), 80).ShouldBe(["evf  blocked by tap", "tap  FAILED after 3.0s: Dockerfile:5: no"]);
    }

    [Fact]
    public async Task A_window_that_is_made_narrower_is_cleared_of_what_was_drawn_wider()
    {
        var width = 80;
        await using var console = new RunConsole(Plan, Live with { Size = () => (width, 24) }, clock);
        console.Show(new WorkBegun("tap", new string('x', 200)));
        console.Show(new WorkEnded("evf", WorkEnd.Blocked, "blocked by tap"));
        var before = output.ToString().Length;

        width = 20;
        console.Show(new WorkEnded("other", WorkEnd.Done, "done"));

        // A line of 79 columns takes four rows of 20, that of 30 two.
        output.ToString()[before..].ShouldStartWith("\e[6A\r\e[J");
    }

    [Fact]
    public async Task Without_colour_the_board_is_as_alive()
    {
        await using (var console = new RunConsole(Plan, Live with { HasColor = false }, clock))
        {
            console.Show(new WorkBegun("tap", "building"));
            console.Show(new WorkEnded("tap", WorkEnd.Failed, "FAILED"));
            console.Show(new WorkEnded("evf", WorkEnd.Blocked, "blocked by tap"));
        }

        var screen = new Screen(80);
        screen.Write(output.ToString());
        screen.Rows.ShouldBe(["evf  blocked by tap", "tap  FAILED"]);
        screen.Colors.ShouldBe(0);
        output.ToString().ShouldContain("A\r\e[J", Case.Sensitive, "it was drawn over");
    }

    [Fact]
    public async Task While_it_is_paused_nothing_is_written_and_afterwards_what_happened_is()
    {
        await using var console = new RunConsole(Plan, Terminal.Plain(output), clock);
        console.Pause();
        console.Show(new WorkBegun("tap", "building"));
        clock.Pass(TimeSpan.FromSeconds(30));
        output.ToString().ShouldBeEmpty();

        console.Resume();

        output.ToString().ShouldBe($"tap  building{Environment.NewLine}");
    }

    [Fact]
    public async Task No_ten_seconds_pass_without_a_sign_of_life_that_names_what_is_waited_for()
    {
        await using var console = new RunConsole(Plan, Terminal.Plain(output), clock);
        console.Show(new WorkBegun("tap", "building: asked for"));
        var silence = TimeSpan.Zero;
        for (var second = 1; second <= 60; second++)
        {
            var before = output.ToString().Length;
            clock.Pass(TimeSpan.FromSeconds(1));
            silence = output.ToString().Length == before ? silence + TimeSpan.FromSeconds(1) : TimeSpan.Zero;
            silence.ShouldBeLessThan(TimeSpan.FromSeconds(10));
        }

        output.ToString().Split(Environment.NewLine).Count(line => line.StartsWith("waiting for tap (building: asked for, ",
            StringComparison.Ordinal)).ShouldBeInRange(6, 7);
    }

    [Fact]
    public async Task Who_hears_something_anyway_gets_no_sign_beside_it()
    {
        await using var console = new RunConsole(Plan, Terminal.Plain(output), clock);
        console.Show(new WorkBegun("tap", "building"));
        for (var second = 1; second <= 30; second++)
        {
            console.Show(new WorkProgressed("tap", new VertexLogged("v", "still compiling")));
            clock.Pass(TimeSpan.FromSeconds(1));
        }

        output.ToString().ShouldNotContain("waiting for");
    }

    [Fact]
    public async Task In_a_workflow_s_log_the_sign_of_life_stands_outside_of_every_group()
    {
        await using (var console = new RunConsole(Plan, Terminal.Plain(output) with { IsFolded = true }, clock))
        {
            console.Show(new WorkBegun("tap", "building"));
            console.Show(new WorkProgressed("tap", new VertexLogged("v", "kept until it ends")));
            clock.Pass(TimeSpan.FromSeconds(10));
            console.Show(new WorkEnded("tap", WorkEnd.Done, "built"));
        }

        output.ToString().Split(Environment.NewLine)[1..].ShouldBe([
            "tap  building", "waiting for tap (building, 10.0s); 0/2 done  10.0s", "::group::tap  built", "tap  | kept until it ends",
            "::endgroup::", ""]);
    }

    private Terminal Live => new(output, true, () => (80, 24)) { HasColor = true };
}
