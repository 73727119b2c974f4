using System.Collections.Immutable;
using KegImages.Building;
using KegImages.Commands;
using KegImages.Consoles;
using KegImages.Planning;
using KegImages.References;
using KegImages.Reports;
using KegImages.Tests.Building;

namespace KegImages.Tests.Reporting;

public sealed class ReportingTests
{
    private static readonly BuildStep Core = FamilyOf.Step("keg-core");
    private static readonly BuildStep Tap = FamilyOf.Step("tap") with { Reason = "asked for by --tap evf" };
    private static readonly BuildStep Evf = FamilyOf.Step("evf", "tap");
    private static readonly BuildStep Keg = FamilyOf.Step("keg-herkin", "evf");

    [Fact]
    public void A_failing_command_is_a_block_that_begins_with_its_place() =>
        Text(FailureText.Of(Failure("failing-run"))).ShouldMatchApproved();

    [Fact]
    public void A_parse_error_is_a_block_without_a_log() => Text(FailureText.Of(Failure("parse-error"))).ShouldMatchApproved();

    [Fact]
    public void A_line_that_never_ends_is_cut_in_the_block_as_its_log_has_it_whole()
    {
        var text = FailureText.Of(Failure("failing-run") with { Log = ["short \t line", new string('x', 6000), new string('\0', 6000)] });
        text.ShouldContain("    short \t line");
        text.ShouldContain($"    {new string('x', 399)}…");
        text.ShouldAllBe(line => line.Length <= 500);
    }

    [Fact]
    public void A_run_is_one_line_a_step_where_nothing_can_be_drawn_over()
    {
        var plan = FamilyOf.Plan(Tap, Evf, Keg);
        var progress = new WorkLines(BoardPlan.Of(plan).NameColumns);
        BuildEvent[] events = [
            new ImageStarted(Tap), .. Sample.Events("cached")
                .Select(happened => new ImageProgressed(Tap.Image.Name, happened)), new ImageEnded(BuiltOf(Tap, true)),
            new ImageStarted(Evf), .. Sample.Events("failing-run")
                .Select(happened => new ImageProgressed(Evf.Image.Name, happened)), new ImageEnded(FailedOf(Evf)),
            new ImageEnded(new Blocked(Keg, Evf.Image.Name))];

        Text(events.SelectMany(happened => progress.Of(BuildWorks.Of(happened)))).ShouldMatchApproved();
    }

    [Fact]
    public void The_table_shows_what_is_built_and_what_is_not() => Text(Report().ToTable()).ShouldMatchApproved();

    [Fact]
    public void The_report_for_machines_says_the_same() => Report().ToJson().ShouldMatchApproved();

    [Fact]
    public void The_end_of_a_run_has_what_failed_and_then_what_to_do()
    {
        var end = new RunEnd(State)
        {
            Remains = "no tag was moved",
            Again = "./build.sh Push --tag x",
        };

        (Text(end.Failures) + "\n" + end.Sentence + "\n").ShouldMatchApproved();
        (end with { Remains = null, Again = null }).Sentence
            .ShouldBe("3 green, 1 failed, 1 blocked; run the same command again (3 are reused)");
        new RunEnd(new FamilyState([FailedOf(Evf), new NotStarted(Core, Evf.Image.Name)])).Sentence
            .ShouldBe("1 failed, 1 not started; run the same command again");
    }

    [Fact]
    public void What_was_not_started_is_neither_failed_nor_gone()
    {
        var waiting = new NotStarted(Core, Evf.Image.Name);
        var report = FamilyReport.Of(new FamilyState([waiting]));

        new WorkLines(8).Of(BuildWorks.Of(new ImageEnded(waiting))).ShouldBe(["keg-core  not started because of evf"]);
        report.ToTable()[^1].ShouldBe("keg-core        not started because of evf");
        report.Images.Single().State.ShouldBe("unstarted");
        report.ToJson().ShouldContain("\"stoppedBy\": \"evf\"");
        FamilyReport.Parse(report.ToJson()).ToTable().ShouldBe(report.ToTable());
    }

    [Fact]
    public void The_report_for_machines_can_be_read_back()
    {
        var json = Report().ToJson();

        FamilyReport.Parse(json).ToJson().ShouldBe(json);
        FamilyReport.Parse(json).ToTable().ShouldBe(Report().ToTable());
    }

    [Fact]
    public void A_report_that_is_not_JSON_is_refused() =>
        Should.Throw<FailedException>(() => FamilyReport.Parse("[")).Message.ShouldStartWith("the family's report cannot be read: ");

    private static FamilyReport Report() => FamilyReport.Of(State);

    private static FamilyState State => new(
    [
        Named(BuiltOf(FamilyOf.Step("keg-base"), false), 326_400_000),
        Named(new Reused(Core.Image, "the same inputs were built before", Core.Content.At(FamilyOf.DigestOf("keg-core")), Core.Content,
            Core.Tags), 326_400_000),
        Named(BuiltOf(Tap, true), null),
        FailedOf(Evf),
        new Blocked(Keg, Evf.Image.Name),
    ])
    {
        LastBuilds = new Dictionary<ImageName, LastBuild>
        {
            [ImageName.Parse("keg-base")] = new(50, ["linux/amd64"]),
            [Core.Image.Name] = new(31.5, ["linux/amd64"]),
            [Tap.Image.Name] = new(12, ["linux/amd64"]),
        }.ToImmutableDictionary(),
    };

    private static Published Named(ImageState green, long? size)
    {
        var step = FamilyOf.Step(green.Name.ToString());
        return new Published(green, [.. step.Tags, step.Content.With(Tag.Parse("master"))], size) { Moved = step.Tags };
    }

    private static Built BuiltOf(BuildStep step, bool cached)
    {
        var digest = FamilyOf.DigestOf(step.Image.Name.ToString());
        return new Built(step, step.Content.At(digest), TimeSpan.FromSeconds(cached ? 0.42 : 74), cached);
    }

    private static Failed FailedOf(BuildStep step) => new(step, Failure("failing-run"), TimeSpan.FromSeconds(3.21));

    private static BuildFailure Failure(string sample) => Sample.Log(sample).Failure(
        ImageName.Parse("evf"), "taps/evf/container/Dockerfile", new Command("docker", "buildx", "build", "--label", "title=an event",
            "/repository/taps/evf"), 1);

    private static string Text(IEnumerable<string> lines) => string.Join('\n', lines) + "\n";
}
