using KegImages.EngineTests.Engine;
using KegImages.EngineTests.Explaining;
using KegImages.References;

namespace KegImages.EngineTests.Pipeline;

/// <summary><c>--changed</c>: only what differs from the default branch is built and moved.</summary>
[Collection(EngineGroup.Name)]
public sealed class ChangedTests(EngineFixture engine)
{
    [EngineFact]
    public async Task Changed_builds_and_moves_only_what_differs_from_the_default_branch_on_its_very_parents()
    {
        using var family = await TestFamily.CreateAsync(engine);
        await family.PushAsync();
        var tap = await family.DigestAsync("tap", "develop");
        await family.GitAsync("checkout", "--quiet", "-b", "feature/x");
        family.Write("taps/evf/server.js", "changed");
        await family.CommitAsync();

        var (published, built) = await family.PushAsync(family.Options with { Changed = true });

        built.ShouldBe(["evf"]);
        published.Images.Select(image => image.Name.ToString()).ShouldBe(["evf"]);
        published.Built.ShouldHaveSingleItem().Step.Parents[0].Pinned.ShouldBe(family.Provider.Of(ImageName.Parse("tap")).At(tap!));
        (await family.DigestAsync("evf", "feature-x")).ShouldNotBeNull();
        (await family.DigestAsync("tap", "feature-x")).ShouldBeNull();
    }

    [EngineFact]
    public async Task Changed_with_nothing_changed_moves_nothing_and_says_so()
    {
        using var family = await TestFamily.CreateAsync(engine);
        await family.PushAsync();
        await family.GitAsync("checkout", "--quiet", "-b", "feature/x");
        var run = await (family.Options with { Changed = true }).OpenAsync(family.World, willBuild: true);
        await run.PlanAsync(default);

        await run.PublishAsync(default);

        family.Said.ShouldContain("0 to build, 0 to reuse, 3 skipped");
        family.Said.ShouldContain("it is as develop has it");
        family.Said.ShouldContain("nothing differs from the default tag's images: nothing was pushed");
        (await family.DigestAsync("tap", "feature-x")).ShouldBeNull();
    }

    [EngineFact]
    public async Task Without_a_record_every_image_counts_as_changed()
    {
        using var family = await TestFamily.CreateAsync(engine);

        await (await (family.Options with { Changed = true }).OpenAsync(family.World, willBuild: false)).PlanAsync(default);

        family.Said.ShouldContain("3 to build");
        family.Said.ShouldContain($"Note: {family.Provider} has no family record of develop, so every image counts as changed");
    }
}
