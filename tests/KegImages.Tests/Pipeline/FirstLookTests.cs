using KegImages.Pipeline;
using KegImages.Planning;
using KegImages.Registry;
using KegImages.Scaffolding;

namespace KegImages.Tests.Pipeline;

public sealed class FirstLookTests
{
    private static readonly BuildOptions Looking = new() { Push = true, MayNotKnow = true };

    [Fact]
    public async Task What_no_registry_is_reached_for_is_unknown_and_not_to_be_built()
    {
        using var run = await PretendedRun.CreateAsync();

        await (await OpenAsync(run, Looking, "127.0.0.1:1")).PlanAsync(CancellationToken.None);

        run.Printed.ToString().ShouldContain("├─ evf    unknown  127.0.0.1:1 was not reached");
        run.Printed.ToString().ShouldContain("3 unknown: ");
        run.Printed.ToString().ShouldContain("does anything listen at 127.0.0.1:1?");
        run.Printed.ToString().ShouldNotContain("to build");
        var json = await File.ReadAllTextAsync(Path.Combine(run.Repository.Root, "output", "plan.json"));
        json.ShouldContain("\"plan\": \"unknown\"");
        json.ShouldNotContain("\"plan\": \"build\"");
    }

    [Fact]
    public async Task Nothing_is_explained_that_is_not_known()
    {
        using var run = await PretendedRun.CreateAsync();

        await (await OpenAsync(run, Looking, "127.0.0.1:1")).ExplainAsync(CancellationToken.None);

        run.Printed.ToString().ShouldContain("evf: whether it is built or reused is unknown: 127.0.0.1:1 was not reached");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_will_act_on_a_plan_or_reaches_a_registry_that_fails_is_refused(bool mayNotKnow)
    {
        using var run = await PretendedRun.CreateAsync();
        if (mayNotKnow)
        {
            run.Registry.Instead = (_, response) =>
            {
                Registry.FakeRegistry.Answer(response, 500);
                return true;
            };
        }

        var plan = await OpenAsync(run, Looking with { MayNotKnow = mayNotKnow }, mayNotKnow ? run.Registry.Host : "127.0.0.1:1");

        var failure = await Should.ThrowAsync<FailedException>(plan.PlanAsync(CancellationToken.None));

        (failure is UnreachedException).ShouldBe(!mayNotKnow);
        run.Printed.ToString().ShouldNotContain("unknown");
    }

    [Fact]
    public async Task An_engine_that_does_not_answer_is_none_that_lacks_an_image()
    {
        using var run = await PretendedRun.CreateAsync();
        run.HasEngine = false;
        var options = run.Options with { Push = false, NoRegistry = true };

        await (await ImageCommands.OpenAsync(options.At(run.World), options.Selection, new BuildOptions { MayNotKnow = true },
            CancellationToken.None)).PlanAsync(CancellationToken.None);

        run.Printed.ToString().ShouldContain("unknown  unix:///nowhere/engine.sock was not reached");
    }

    [Fact]
    public async Task The_whole_family_is_listed_as_a_tree_with_neither_engine_nor_registry()
    {
        using var run = await PretendedRun.CreateAsync();
        run.HasEngine = false;

        await ImagesCommand.ShowAsync(run.Options.At(run.World), new Selection { Targets = Staging.Targets },
            CancellationToken.None);

        run.Printed.ToString().ReplaceLineEndings("\n").Replace(run.Registry.Host, "registry", StringComparison.Ordinal).ShouldBe("""
            image     group  folder       built on
            keg-base  base   images/base  registry/keg/node:20
            ├─ evf    taps   taps/evf     keg-base
            └─ two    taps   taps/two     keg-base

            3 images; tag feature-x

            """);
    }

    private static Task<ImageCommands> OpenAsync(PretendedRun run, BuildOptions options, string registry) => ImageCommands.OpenAsync(
        (run.Options with { Registry = registry, NodeImage = $"{registry}/keg/node:20" }).At(run.World), run.Options.Selection, options,
        CancellationToken.None);
}
