using KegImages.Preflight;

namespace KegImages.Tests.Preflight;

public sealed class DoctorReportTests
{
    private static readonly DoctorReport Report = new(
    [
        Finding.Ok("engine", "Docker 26.1.5 answers"),
        Finding.Warning("disk", "3.1 GB are free where the engine keeps its images: large images may not fit", "docker system prune"),
        Finding.Of("family", new Problem("no image 'tpa' in this family (did you mean 'tap'?)",
            new SourceLocation("taps/evf/container/Dockerfile", 3))),
        Finding.Error("registry", "the answer has\ntwo lines", "do this\nthen that"),
    ]);

    [Fact]
    public void Each_finding_says_what_it_is_and_what_to_do() => (string.Join('\n', Report.ToTable()) + "\n").ShouldMatchApproved();

    [Fact]
    public void The_report_for_machines_says_the_same() => Report.ToJson().ShouldMatchApproved();

    [Fact]
    public void A_workflow_s_page_shows_first_what_needs_attention() => DoctorPage.Of(Report).ShouldMatchApproved();

    [Theory]
    [InlineData(0, 0, "all 1 checks are fine")]
    [InlineData(0, 1, "nothing stands in a run's way; 1 warning")]
    [InlineData(1, 0, "1 error to mend first")]
    [InlineData(2, 2, "2 errors to mend first, 2 warnings")]
    public void The_last_line_counts(int errors, int warnings, string summary)
    {
        var report = new DoctorReport(
        [
            Finding.Ok("a", "fine"), .. Enumerable.Repeat(Finding.Error("b", "bad"), errors),
                .. Enumerable.Repeat(Finding.Warning("c", "so so"), warnings),
        ]);

        report.Summary.ShouldBe(summary);
        report.IsGreen.ShouldBe(errors == 0);
    }
}
