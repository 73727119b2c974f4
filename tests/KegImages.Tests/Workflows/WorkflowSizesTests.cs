using System.Globalization;
using System.Text;
using KegImages.Images;
using KegImages.Pages;
using KegImages.Planning;
using KegImages.Reports;
using KegImages.Tests.Building;
using KegImages.Tests.LockedPlans;
using KegImages.Workflows;

namespace KegImages.Tests.Workflows;

/// <summary>What a run costs that builds every image of a family, and whether GitHub takes it: as docs/workflows.md shows it.</summary>
public sealed class WorkflowSizesTests
{
    // https://docs.github.com/actions/reference/limits
    private const int MostOfAMatrix = 256;
    private const int MostBytesOfOutputs = 1024 * 1024;
    private const int MostBytesOfASummary = 1024 * 1024;

    private static readonly int[] Sizes = [6, 50, 300, 1000];

    [Fact]
    public async Task Families_of_any_size_are_within_what_GitHub_allows()
    {
        var table = new List<string>
        {
            "| images | levels | jobs | largest matrix (of 256) | outputs (of 1 MiB) | summary (of 1 MiB) |",
            "| ---: | ---: | ---: | ---: | ---: | ---: |",
        };
        foreach (var size in Sizes)
        {
            var family = (await FamilyOfSize.LoadAsync(size)).Family;
            family.Images.Length.ShouldBe(size);
            var plan = SampleLock.Of(family, family.Images);
            var matrix = plan.Shards.GroupBy(shard => shard.Level).Max(level => level.Count());
            var outputs = PlanOutput.Lines(plan, family, publishes: true, new string('0', 64)).Append($"program={new string('0', 64)}")
                .Sum(line => Encoding.UTF8.GetByteCount(line) + 1);
            var summary = Encoding.UTF8.GetByteCount(SummaryPage.Of(Published(family)));
            matrix.ShouldBeLessThanOrEqualTo(MostOfAMatrix);
            outputs.ShouldBeLessThan(MostBytesOfOutputs);
            summary.ShouldBeLessThan(MostBytesOfASummary);
            table.Add($"| {size} | {FamilyLevels.CountOf(family)} | {JobsOf(plan)} | {matrix} "
                + $"| {Kilobytes(outputs)} | {Kilobytes(summary)} |");
        }

        Documented("sizes").ShouldBe(string.Join('\n', table));
    }

    [Fact]
    public async Task What_a_whole_run_takes_is_what_the_page_says()
    {
        var table = new List<string>
        {
            "| images | jobs | | processor-minutes beside builds | | critical path, minutes | |",
            "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
            "| | three stages | levels | three stages | levels | three stages | levels |",
        };
        foreach (var size in Sizes[..^1])
        {
            var family = (await FamilyOfSize.LoadAsync(size)).Family;
            var before = RunCost.OfThreeStages(family);
            var now = RunCost.OfLevels(SampleLock.Of(family, family.Images));
            now.Jobs.ShouldBeLessThanOrEqualTo(before.Jobs + FamilyLevels.CountOf(family));
            now.Processor.ShouldBeLessThan(before.Processor);
            table.Add($"| {size} | {before.Jobs} | {now.Jobs} | {Minutes(before.Processor)} | {Minutes(now.Processor)} "
                + $"| {Minutes(before.CriticalPath)} | {Minutes(now.CriticalPath)} |");
        }

        Documented("costs").ShouldBe(string.Join('\n', table));
    }

    private static int JobsOf(KegImages.LockedPlans.LockedPlan plan) => plan.Shards.Length + 2;

    private static string Kilobytes(int bytes) => string.Create(CultureInfo.InvariantCulture, $"{(bytes + 999) / 1000} kB");

    private static string Minutes(TimeSpan time) => time.TotalMinutes.ToString("0.0", CultureInfo.InvariantCulture);

    private static SummaryState Published(Family family) => new(
        new PlanReport("ghcr.io/example", true, ["develop", "master"],
            [.. family.Images.Select(image => new PlannedImage(image.Name.ToString(), image.Group.Name, "build",
                "no image of these inputs exists yet", $"ghcr.io/example/{image.Name}:fp-0123456789abcdef0123", null,
                [.. image.Parents.Select(parent => parent.Member?.ToString() ?? parent.Reference.ToString())]))]), TimeSpan.FromHours(1))
    {
        Made = new FamilyReport(
            [.. family.Images.Select(image => new ImageReport
            {
                Image = image.Name.ToString(), State = "built", Reason = "no image of these inputs exists yet", Size = 123_456_789,
                    Seconds = 61,
                Digest = FamilyOf.DigestOf(image.Name.ToString()).ToString(),
                Tags = [$"ghcr.io/example/{image.Name}:develop", $"ghcr.io/example/{image.Name}:master"],
            })]),
        IsPublished = true,
    };

    private static string Documented(string name)
    {
        var page = File.ReadAllText(Path.Combine(Families.Root, "docs/workflows.md"));
        var (begin, end) = ($"<!-- {name} -->", $"<!-- end of {name} -->");
        page.Split(begin).Length.ShouldBe(2, begin);
        var rest = page.Split(begin)[1];
        rest.ShouldContain(end);
        return rest.Split(end)[0].Trim();
    }
}
