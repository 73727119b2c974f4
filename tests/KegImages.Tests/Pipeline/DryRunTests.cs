using KegImages.Pipeline;

namespace KegImages.Tests.Pipeline;

/// <summary>A dry run is a plan that is not carried out: it says what the run would do, and refuses what the run would refuse.</summary>
public sealed class DryRunTests : IAsyncLifetime
{
    private PretendedRun run = null!;

    private RunOptions Dry => run.Options with { DryRun = true };

    public async ValueTask InitializeAsync() => run = await PretendedRun.CreateAsync("gone/soon");

    public ValueTask DisposeAsync()
    {
        run.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task A_tag_that_another_branch_owns_is_refused_by_a_dry_run_too(bool onlyLabelsSaySo, bool isBuiltAnew)
    {
        run.Registry.RefusesArtifacts = onlyLabelsSaySo;
        await run.RunAsync();
        await run.Repository.GitAsync("switch", "--quiet", "--create", "other");
        if (isBuiltAnew)
            run.Repository.Write("images/base/Dockerfile", "ARG KEG_NODE_IMAGE\nFROM $KEG_NODE_IMAGE\nLABEL changed=yes\n");
        else
            run.Registry.Add("keg-base", "gone-soon", ("io.keg.branch", "gone/soon"));
        run.Printed.GetStringBuilder().Clear();

        var refused = await Should.ThrowAsync<WrongUseException>(run.RunAsync(Dry with { Tag = "gone-soon" }));

        if (onlyLabelsSaySo && isBuiltAnew)
            refused.Problems.Select(problem => problem.Message.Split(' ')[0].Split('/')[^1])
                .ShouldBe(["keg-base:gone-soon", "evf:gone-soon", "two:gone-soon"]);
        refused.Message.ShouldContain("belongs to the branch 'gone/soon', and this is 'other': it is not moved");
        run.Printed.ToString().ShouldNotContain("→");
        (await Should.ThrowAsync<WrongUseException>(run.RunAsync(run.Options with { Tag = "gone-soon" }))).Message.ShouldContain(
            "belongs to the branch 'gone/soon'");
    }

    [Fact]
    public async Task What_would_move_is_what_moves()
    {
        await run.RunAsync();
        run.Repository.Write("taps/evf/Dockerfile",
            "ARG KEG_BASE_IMAGE=ghcr.io/example/keg-base:develop\nFROM $KEG_BASE_IMAGE\nLABEL changed=yes\n");
        run.Printed.GetStringBuilder().Clear();
        run.Registry.Asked.Clear();

        await run.RunAsync(Dry);

        run.Printed.ToString().Split('\n').Where(line => line.Contains('→', StringComparison.Ordinal)).ShouldHaveSingleItem()
            .ShouldEndWith($" → {run.Registry.Host}/keg/evf:gone-soon");
        run.Registry.Count("^(PUT|POST|PATCH|DELETE) ").ShouldBe(0);
        await run.RunAsync();
        run.Registry.Asked.Where(asked =>
            asked.StartsWith("PUT ", StringComparison.Ordinal)
                && asked.EndsWith("/manifests/gone-soon", StringComparison.Ordinal))
                .ShouldBe(["PUT /v2/keg/evf/manifests/gone-soon", "PUT /v2/keg/keg-family/manifests/gone-soon"]);
    }

    [Fact]
    public async Task Where_all_is_in_place_nothing_would_move()
    {
        await run.RunAsync();
        run.Printed.GetStringBuilder().Clear();

        await run.RunAsync(Dry);

        run.Printed.ToString().ShouldContain($"all 3 images are at {run.Registry.Host}/keg as gone-soon already: nothing moved");
        run.Printed.ToString().ShouldNotContain("→");
    }
}
