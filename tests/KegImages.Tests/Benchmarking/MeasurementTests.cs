using KegImages.Benchmarking;

namespace KegImages.Tests.Benchmarking;

public sealed class MeasurementTests
{
    [Theory]
    [InlineData(new double[] { }, 0)]
    [InlineData(new double[] { 3 }, 3)]
    [InlineData(new double[] { 9, 1, 2 }, 2)]
    [InlineData(new double[] { 4, 1, 100, 2 }, 3)]
    public void The_middle_is_that_of_the_sorted_numbers(double[] numbers, double middle) => Measurement.Middle(numbers).ShouldBe(middle);

    [Fact]
    public void A_median_takes_each_number_by_itself()
    {
        var median = Measurement.Median([new(0, 3, 1, 5, 50, 7), new(0, 1, 2, 9, 52, 9), new(0, 2, 3, 1, 51, 8)]);

        median.ShouldBe(new Measurement(0, 2, 2, 5, 51, 8));
    }

    [Theory]
    [InlineData(0.9, 10, 52, true, true)]
    [InlineData(1.1, 100, 60, false, true)]
    [InlineData(0.9, 5, 61, false, false)]
    public void Goals_are_held_against_what_was_measured(double ours, double bake, int requests, bool isFast, bool isFrugal)
    {
        var report = CaseReport.Of(BenchmarkCase.NothingChanged, false, [new(0, ours, 0, 0, requests, 0)], [new(0, bake, 0, 0, 544, 0)],
            "");

        report.IsFastEnough.ShouldBe(isFast);
        report.HasFewRequests.ShouldBe(isFrugal);
    }

    [Fact]
    public void Where_no_number_is_the_goal_fewer_requests_than_bake_is()
    {
        CaseReport.Of(BenchmarkCase.Cold, true, [new(0, 1, 0, 0, 99, 0)], [new(0, 1, 0, 0, 100, 0)], "").HasFewRequests.ShouldBe(true);
        CaseReport.Of(BenchmarkCase.Cold, true, [new(0, 1, 0, 0, 100, 0)], [new(0, 1, 0, 0, 100, 0)], "").HasFewRequests.ShouldBe(false);
        CaseReport.Of(BenchmarkCase.BrokenTap, true, [new(1, 1, 0, 0, 100, 0)], [new(1, 1, 0, 0, 21, 0)],
            "").HasFewRequests.ShouldBeNull("bake stops early");
    }

    [Fact]
    public void How_far_the_runs_are_apart_is_told()
    {
        var report = CaseReport.Of(BenchmarkCase.Cold, false, [Took(1), Took(3), Took(8)], [Took(2), Took(4), Took(4)], "");

        report.Ratio.ShouldBe(0.75);
        report.RunRatios.ShouldBe([0.5, 0.75, 2]);
        report.Cells.ShouldContain("0.50 – 2.00");

        static Measurement Took(double seconds) => new(0, seconds, 0, 0, 1, 0);
    }

    [Fact]
    public void The_report_puts_goal_and_result_side_by_side()
    {
        var report = new BenchmarkReport(50, 7,
            [CaseReport.Of(BenchmarkCase.NothingChanged, false, [new(0, 0.4, 0.3, 0.1, 52, 70 << 20)], [new(0, 10, 1, 2, 688, 90 << 20)],
                "")],
            [new PlanReportRow(1_000, 2, 2.5, 1, 150, 104)]) { IsNative = true };

        var lines = report.ToMarkdown().Split('\n').Select(line => line.TrimEnd()).ToList();
        lines.ShouldContain("| nothing changed | 0.40 s | 10.00 s | 0.04 | 0.04 – 0.04 | ≤ 0.10 and ≤ 1.00 s | reached | 52 / 688 | ≤ 60 "
            + "| reached | 0.30 s / 1.00 s | 0.10 s / 2.00 s | 70 / 90 MiB |");
        lines.ShouldContain("| 1000 | 2.5 s | 1.0 s | ≤ 2.0 s | **missed** | 104.0 MiB | ≤ 150.0 MiB | reached |");
        lines.ShouldContain(line => line.StartsWith("Ours is `./build.sh Push` after `./build.sh Native`, ", StringComparison.Ordinal));
        report.ToJson().ShouldContain("\"isFastEnough\": true");
        report.ToJson().ShouldContain("\"isNative\": true");
    }
}
