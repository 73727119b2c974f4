using KegImages.Running;

namespace KegImages.Tests.Running;

public sealed class RunningReportTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly RunningReport Report = RunningReport.Of("ghcr.io/simpleviewinc",
        [Runs.Container("evf", "develop") with { Started = Now.AddMinutes(-12), Health = "healthy" },
            Runs.Container("evf", "feature-x", "exited") with { ExitCode = 1, Started = Now.AddDays(-9) }], Now);

    [Fact]
    public void A_table_says_what_runs_where() => (string.Join('\n', Report.ToTable()) + "\n").ShouldMatchApproved();

    [Fact]
    public void Json_says_the_same() => Report.ToJson().ShouldMatchApproved();

    [Fact]
    public void Nothing_is_said_to_be_nothing() =>
        RunningReport.Of("ghcr.io/simpleviewinc", [], Now).ToTable().ShouldBe(["no tap of this family runs"]);
}
