using System.Text;
using KegImages.Building;
using KegImages.Consoles;
using KegImages.Planning;
using KegImages.Tests.Building;

namespace KegImages.Tests.Reporting;

public sealed class LiveProgressTests
{
    private static readonly BuildStep Tap = FamilyOf.Step("tap");
    private static readonly BuildStep Evf = FamilyOf.Step("evf", "tap");
    private static readonly BuildPlan Plan = FamilyOf.Plan(Tap, Evf, FamilyOf.Step("keg-herkin", "evf"));
    private static readonly DateTimeOffset Begin = DateTimeOffset.UnixEpoch;

    [Fact]
    public void An_image_is_shown_with_its_step_its_last_line_and_its_time()
    {
        var progress = Running();

        progress.Frame(TimeSpan.FromSeconds(14.3), 80, 24).ShouldBe([
            "tap         3/7 RUN npm ci | added 412 packages  12.3s",
            "0 of 3 built  14.3s"]);
    }

    [Theory]
    [InlineData(40, "tap         3/7 RUN npm ci  12.3s")]
    [InlineData(30, "tap         3/7 RUN np…  12.3s")]
    [InlineData(12, "tap        …")]
    [InlineData(1, "…")]
    public void A_narrow_terminal_shows_less(int width, string expected) =>
        Running().Frame(TimeSpan.FromSeconds(14.3), width, 24)[0].ShouldBe(expected);

    [Fact]
    public void A_transfer_shows_its_bytes()
    {
        var progress = Running();
        progress.Add(Say(new VertexChanged(new Vertex("r", "[web 3/7] RUN npm ci") { Started = Begin, Completed = Begin })),
            TimeSpan.FromSeconds(15));
        progress.Add(Say(new VertexChanged(new Vertex("p", "pushing layers") { Started = Begin })), TimeSpan.FromSeconds(15));
        progress.Add(Say(new VertexProgressed("p", "a", 12_000_000, 40_000_000, false)), TimeSpan.FromSeconds(15));
        progress.Add(Say(new VertexProgressed("p", "b", 300, 0, false)), TimeSpan.FromSeconds(15));

        progress.Frame(TimeSpan.FromSeconds(16), 80, 24)[0].ShouldBe("tap         pushing layers 12.0 MB of 40.0 MB  1.0s");
    }

    [Fact]
    public void An_image_that_ended_is_shown_no_more_but_counted()
    {
        var progress = Running();

        progress.Add(new ImageEnded(new Built(Tap, Tap.Content, TimeSpan.Zero, false)), TimeSpan.FromSeconds(20));
        progress.Add(new ImageEnded(new Blocked(Evf, Tap.Image.Name)), TimeSpan.FromSeconds(20));

        progress.Frame(TimeSpan.FromSeconds(75), 80, 24).ShouldBe(["1 of 3 built, 1 blocked  1m 15s"]);
    }

    [Fact]
    public void What_will_not_be_started_is_counted_by_itself()
    {
        var progress = Running();

        progress.Add(new ImageEnded(new NotStarted(Evf, Tap.Image.Name)), TimeSpan.FromSeconds(20));

        progress.Frame(TimeSpan.FromSeconds(75), 80, 24)[^1].ShouldBe("0 of 3 built, 1 not started  1m 15s");
    }

    [Fact]
    public void A_low_terminal_shows_fewer_images()
    {
        var progress = Running();
        progress.Add(new ImageStarted(Evf), TimeSpan.Zero);

        progress.Frame(TimeSpan.Zero, 80, 2).Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_live_terminal_is_drawn_over_and_keeps_what_ended()
    {
        var output = new StringWriter();
        await using (var console = new BuildConsole(Plan, new Terminal(output, true, () => (80, 24)), TimeProvider.System))
        {
            console.Show(new ImageStarted(Tap));
            console.Show(new ImageEnded(new Built(Tap, Tap.Content, TimeSpan.FromSeconds(3), false)));
            console.Show(new ImageEnded(new Blocked(Evf, Tap.Image.Name)));
        }

        Screen(output.ToString()).ShouldBe([
            "tap         built registry.example/family/tap:fp-0123456789abcdef0123 in 3.0s",
            "evf         blocked by tap"]);
        output.ToString().ShouldContain("\x1b[");
    }

    [Fact]
    public async Task Elsewhere_no_escape_sequence_is_written()
    {
        var output = new StringWriter();
        await using (var console = new BuildConsole(Plan, Terminal.Plain(output), TimeProvider.System))
        {
            console.Show(new ImageStarted(Tap));
            console.Show(new ImageEnded(new Blocked(Evf, Tap.Image.Name)));
        }

        output.ToString().ShouldBe($"tap         building: asked for{Environment.NewLine}evf         blocked by tap{Environment.NewLine}");
    }

    private static LiveProgress Running()
    {
        var progress = new LiveProgress(Plan);
        progress.Add(new ImageStarted(Tap), TimeSpan.FromSeconds(1));
        progress.Add(Say(new VertexChanged(new Vertex("r", "[web 3/7] RUN npm ci") { Started = Begin })), TimeSpan.FromSeconds(2));
        progress.Add(Say(new VertexLogged("r", "added 412 packages")), TimeSpan.FromSeconds(3));
        return progress;
    }

    private static ImageProgressed Say(BuildKitEvent happened) => new(Tap.Image.Name, happened);

    // The little of a terminal that is used: lines, rows up, and clearing to the end.
    private static List<string> Screen(string written)
    {
        List<string> screen = [];
        var line = new StringBuilder();
        for (var i = 0; i < written.Length; i++)
        {
            switch (written[i])
            {
                case '\n':
                    screen.Add(line.ToString());
                    line.Clear();
                    break;
                case '\r':
                    line.Clear();
                    break;
                case '\x1b':
                    var end = i + 1;
                    while (!char.IsAsciiLetter(written[end]))
                        end++;
                    if (written[end] == 'A')
                        screen.RemoveRange(screen.Count - int.Parse(written[(i + 2)..end],
                            System.Globalization.CultureInfo.InvariantCulture), int.Parse(written[(i + 2)..end],
                                System.Globalization.CultureInfo.InvariantCulture));
                    i = end;
                    break;
                default:
                    line.Append(written[i]);
                    break;
            }
        }

        return screen;
    }
}
