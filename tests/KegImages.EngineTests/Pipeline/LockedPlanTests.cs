using System.Security.Cryptography;
using KegImages.EngineTests.Engine;
using KegImages.EngineTests.Explaining;
using KegImages.Pipeline;

namespace KegImages.EngineTests.Pipeline;

/// <summary>Runs that are held to a plan which was made before them, on the same commit.</summary>
public sealed class LockedPlanTests(EngineFixture engine)
{
    [EngineFact]
    public async Task Whatever_moves_after_the_plan_a_run_held_to_it_plans_the_same_and_asks_nobody_outside()
    {
        using var family = await TestFamily.CreateAsync(engine);
        var locked = await LockAsync(family);
        var planned = await family.PlanAsync();
        await family.MoveOutsideAsync("second");
        var before = (await engine.RequestsOfAsync(family.Outside.Repository)).Length;

        var held = await family.PlanAsync(locked);

        held.Steps.Select(step => step.Content).ShouldBe(planned.Steps.Select(step => step.Content));
        held.Steps[0].Parents[0].Pinned.ShouldBe(planned.Steps[0].Parents[0].Pinned);
        (await engine.RequestsOfAsync(family.Outside.Repository)).Length.ShouldBe(before);
        (await family.PlanAsync()).Steps[0].Content.ShouldNotBe(planned.Steps[0].Content, "a run of its own finds what moved");
    }

    [EngineFact]
    public async Task A_shard_is_its_images_and_what_the_plan_has_below_them()
    {
        using var family = await TestFamily.CreateAsync(engine);
        var locked = await LockAsync(family);

        (await family.PlanAsync(locked with { Shard = "1.1" })).Steps.Select(step => step.Image.Name.ToString()).ShouldBe(["keg-base"]);
        (await family.PlanAsync(locked with { Shard = "2.1" })).Steps.Select(step => step.Image.Name.ToString())
            .ShouldBe(["keg-base", "tap"]);
        (await Should.ThrowAsync<WrongUseException>(family.PlanAsync(locked with { Shard = "2.7" }))).Message.ShouldContain(
            "the plan has no shard of that name\n  its shards: 1.1, 2.1, 3.1".ReplaceLineEndings());
        (await Should.ThrowAsync<WrongUseException>(family.PlanAsync(locked with { Shard = "2.1", Images = ["tap"] })))
            .Message.ShouldContain("leave one of them out");
        (await Should.ThrowAsync<WrongUseException>(family.PlanAsync(family.Options with { Shard = "2.1" })))
            .Message.ShouldContain("--shard is about a locked plan, and none is given");
    }

    [EngineFact]
    public async Task A_plan_for_something_else_is_refused_with_what_differs()
    {
        using var family = await TestFamily.CreateAsync(engine);
        var locked = await LockAsync(family);
        var hash = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(locked.LockedPlan!)));

        (await family.PlanAsync(locked with { LockedPlanSha256 = hash })).Steps.ShouldNotBeEmpty();
        await RefusedAsync(locked with { LockedPlanSha256 = new string('0', 64) }, "it is not the plan that is meant: its SHA-256 is");
        await RefusedAsync(locked with { LockedPlan = Path.Combine(family.Root, "nowhere.json") }, "it cannot be read");
        await RefusedAsync(locked with { Tag = "other" }, "the plan is for another set of tags: develop, and here it is other");
        await RefusedAsync(locked with { Changed = true },
            "the plan is for another choice of images: without --changed, and here it is with it");
        await RefusedAsync(locked with { Namespace = "elsewhere" }, "the plan is for another provider");

        // Other files, at the same commit and at another one.
        family.Write("taps/evf/server.js", "edited");
        await RefusedAsync(locked, "evf: the plan is for fp-");
        await family.CommitAsync();
        await RefusedAsync(locked, "the plan is for another commit");

        async Task RefusedAsync(RunOptions options, string why) =>
            (await Should.ThrowAsync<WrongUseException>(family.PlanAsync(options))).Message.ShouldContain(why);
    }

    [EngineFact]
    public async Task What_the_plan_reuses_is_built_on_at_its_digest_and_not_looked_for()
    {
        using var family = await TestFamily.CreateAsync(engine);
        await family.PushAsync();
        family.Write("taps/evf/server.js", "another");
        await family.CommitAsync();
        var locked = await LockAsync(family);

        var held = await family.PlanAsync(locked with { Shard = "3.1", ContentOnly = true });

        held.Steps.Single().Image.Name.ToString().ShouldBe("evf");
        held.Reused.Select(image => image.Name.ToString()).ShouldBe(["keg-base", "tap"]);
        held.Reused.ShouldAllBe(image => image.Reason == "the locked plan reuses it" && image.Pinned.Digest != null);
    }

    [EngineTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_all_is_built_anew_each_shard_builds_its_own_images_alone_and_what_they_made_is_published(bool noCache)
    {
        using var family = await GitFamily.CreateAsync(engine);
        // Without the cache other bytes each time.
        family.Write("images/base/Dockerfile", "ARG KEG_NODE_IMAGE\nFROM $KEG_NODE_IMAGE\nCOPY file /base\n"
            + "RUN cat /proc/sys/kernel/random/uuid > /made\n");
        await family.CommitAsync("each time another");
        await family.PushAsync();
        var old = await family.DigestAsync("tap", "develop");
        var options = family.Options with { NodeImage = engine.Endpoint.RootImage.ToString(), NoCache = noCache, Force = !noCache };
        options = options with { LockedPlan = await LockAsync(options, family.World) };
        foreach (var (shard, folder) in new[] { ("1.1", "base"), ("2.1", "tap"), ("3.1", "one"), ("3.2", "two") })
        {
            var part = options with { Shard = shard, ContentOnly = true };
            await family.BuildAsync(await family.OpenAsync(part), part);
            family.Builds.ShouldBe([folder]);
        }

        (await family.DigestAsync("tap", "develop")).ShouldBe(old, "no shard moves a tag");

        await family.PushAsync(options with { Built = "nothing-was-told" });

        family.Builds.ShouldBeEmpty();
        var now = await family.DigestAsync("tap", "develop");
        (now == old).ShouldBe(!noCache, "what the shards made is what the tag names");
        (await family.ConfigAsync("one", "develop")).Labels["io.keg.parents"].ShouldBe($"tap@{now}");
    }

    // Plans as the job does that comes before the others, and takes its file elsewhere.
    private static async Task<RunOptions> LockAsync(TestFamily family) =>
        family.Options with { LockedPlan = await LockAsync(family.Options, family.World) };

    private static async Task<string> LockAsync(RunOptions options, World world)
    {
        var opened = await options.OpenAsync(world, willBuild: false);
        await opened.PlanAsync(CancellationToken.None);
        var file = Path.Combine(options.Root, ".nuke", "temp", "locked-plan.json");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.Move(Path.Combine(options.Root, "output", "locked-plan.json"), file);
        return file;
    }
}
