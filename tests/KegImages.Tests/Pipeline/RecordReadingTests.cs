using KegImages.Tests.Registry;

namespace KegImages.Tests.Pipeline;

/// <summary>When a run asks for the family's record, which it does beside reading the files.</summary>
public sealed class RecordReadingTests : IDisposable
{
    private readonly List<PretendedRun> runs = [];

    [Fact]
    public async Task A_run_in_which_nothing_changed_asks_once_for_each_image_and_for_the_record_under_its_tag_and_its_commit()
    {
        var run = await CreateAsync();
        await run.RunAsync();
        run.Registry.Asked.Clear();

        await run.RunAsync();

        run.Registry.Asked.Order().ShouldBe([
            "GET /v2/keg/keg-family/manifests/feature-x",
            "HEAD /v2/keg/evf/manifests/feature-x",
            "HEAD /v2/keg/keg-base/manifests/feature-x",
            $"HEAD /v2/keg/keg-family/manifests/feature-x.{(await run.Repository.ReadAsync()).HeadCommit!.Abbreviated}",
            "HEAD /v2/keg/node/manifests/20",
            "HEAD /v2/keg/two/manifests/feature-x",
        ]);
    }

    [Fact]
    public async Task A_plan_of_what_did_not_change_asks_once_for_the_record_and_once_for_each_image()
    {
        var run = await CreateAsync();
        await run.RunAsync();
        run.Registry.Asked.Clear();

        var opened = await run.Options.OpenAsync(run.World, willBuild: false);
        await opened.PlanAsync(CancellationToken.None);

        run.Registry.Asked.Count.ShouldBe(5);
    }

    [Fact]
    public async Task Without_a_registry_nothing_is_asked()
    {
        var run = await CreateAsync();

        await Should.ThrowAsync<WrongUseException>(() => run.RunAsync(run.Options with { Push = false, NoRegistry = true, DryRun = true }));

        run.Registry.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task Wrong_use_is_told_before_anything_is_asked()
    {
        var run = await CreateAsync();
        run.Repository.Write("taps/evf/Dockerfile", "FRM scratch\n");

        (await Should.ThrowAsync<WrongUseException>(() =>
            run.RunAsync(run.Options with { DryRun = true, Parallel = 0 }))).Problems.Length.ShouldBeGreaterThan(1);

        run.Registry.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_plan_that_is_cancelled_asks_for_nothing()
    {
        var run = await CreateAsync();
        var opened = await (run.Options with { DryRun = true }).OpenAsync(run.World, willBuild: false);

        await Should.ThrowAsync<OperationCanceledException>(() => opened.PlanAsync(new CancellationToken(canceled: true)));

        run.Registry.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_keeps_the_files_from_being_hashed_is_told_once()
    {
        var run = await CreateAsync();

        var wrong = await Should.ThrowAsync<WrongUseException>(() =>
            run.RunAsync(run.Options with { DryRun = true, NodeImage = $"{run.Registry.Host}/keg/none:1" }));

        wrong.Problems.ShouldHaveSingleItem().Message.ShouldContain("there is no image");
    }

    [Fact]
    public async Task A_record_that_cannot_be_read_is_told_once()
    {
        var run = await CreateAsync();
        run.Registry.Instead = (request, response) =>
        {
            if (!request.Url!.AbsolutePath.Contains("keg-family", StringComparison.Ordinal))
                return false;
            FakeRegistry.Answer(response, 500);
            return true;
        };

        var failed = await Should.ThrowAsync<FailedException>(() => run.RunAsync(run.Options with { DryRun = true }));

        failed.Message.Split("keg-family").Length.ShouldBe(2);
    }

    public void Dispose() => runs.ForEach(run => run.Dispose());

    private async Task<PretendedRun> CreateAsync()
    {
        runs.Add(await PretendedRun.CreateAsync());
        return runs[^1];
    }
}
