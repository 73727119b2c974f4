using KegImages.Pipeline;
using KegImages.Publishing;
using KegImages.References;
using KegImages.Reports;

namespace KegImages.Tests.Pipeline;

/// <summary>How long builds took, from the run that made them to the plan of the next one.</summary>
public sealed class LastBuildTests : IAsyncLifetime
{
    private static readonly ImageName[] All = [ImageName.Parse("evf"), ImageName.Parse("keg-base"), ImageName.Parse("two")];

    private static readonly Comparer<ImageName> ByName =
        Comparer<ImageName>.Create((one, other) => string.CompareOrdinal(one.ToString(), other.ToString()));

    private PretendedRun run = null!;

    public async ValueTask InitializeAsync() => run = await PretendedRun.CreateAsync();

    public ValueTask DisposeAsync()
    {
        run.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task What_a_run_built_is_in_its_report_its_record_and_the_next_plan()
    {
        run.Said = "built";
        await run.RunAsync();

        var record = await RecordedAsync();
        record.Images.Select(image => image.Name).ShouldBe(All);
        record.Images.ShouldAllBe(image => image.LastBuild!.Platforms.Single() == OwnPlatform.Name);
        var report = FamilyReport.Parse(await File.ReadAllTextAsync(Path.Combine(run.Repository.Root, "output/family.json")));
        report.Images.ShouldAllBe(image => image.LastBuild!.Seconds == image.Seconds);

        var plan = await (await run.Options.PipelineAsync(run.World, willBuild: false)).PlanAsync(CancellationToken.None);
        plan.LastBuilds.Keys.Order(ByName).ShouldBe(All);
    }

    [Fact]
    public async Task What_is_reused_or_comes_from_the_cache_keeps_the_time_that_it_took()
    {
        run.Said = "built";
        await run.RunAsync();
        var before = await RecordedAsync();

        await run.RunAsync();
        run.Said = "cached";
        await run.RunAsync(run.Options with { Force = true });

        (await RecordedAsync()).Images.Select(image => image.LastBuild!.Seconds)
            .ShouldBe(before.Images.Select(image => image.LastBuild!.Seconds));
    }

    [Fact]
    public async Task What_only_the_cache_made_has_no_time()
    {
        await run.RunAsync();

        (await RecordedAsync()).Images.ShouldAllBe(image => image.LastBuild == null);
    }

    private async Task<FamilyRecord> RecordedAsync() => (await new FamilyRecordStore(run.World.Registries).GetAsync(
        Provider.Parse($"{run.Registry.Host}/keg"), Tag.Parse("feature-x"), CancellationToken.None)).Record!;
}
