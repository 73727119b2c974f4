using KegImages.EngineTests.Engine;
using KegImages.EngineTests.Explaining;
using KegImages.Loading;
using KegImages.Locking;
using KegImages.References;

namespace KegImages.EngineTests.Locking;

/// <summary>Parents from outside stay as keg.lock.json says, until UpdateBases takes newer ones over.</summary>
[Collection(EngineGroup.Name)]
public sealed class LockTests(EngineFixture engine)
{
    [EngineFact]
    public async Task A_locked_tag_that_moves_rebuilds_nothing_until_UpdateBases_takes_it_over()
    {
        using var family = await TestFamily.CreateAsync(engine);
        var first = (await family.Registries.HeadAsync(family.Outside, default))!.Digest;
        await family.Options.LockAsync(family.World);
        family.Said.ShouldContain($"{first.Abbreviated} (new)");
        await family.CommitAsync();
        await family.PushAsync();
        var second = await family.MoveOutsideAsync("second");

        (await family.PlanAsync()).Steps.ShouldBeEmpty();

        await family.Options.LockAsync(family.World);
        family.Said.ShouldContain($"{first.Abbreviated} → {second.Abbreviated}");
        (await family.ExplainAsync("evf"))[0].ShouldBe(
            $"evf is built because tap is, because keg-base is, because {family.Outside} is {second.Abbreviated}, was {first.Abbreviated}");
        (await family.PlanAsync()).Steps[0].Parents.ShouldHaveSingleItem().Pinned.ShouldBe(family.Outside.At(second));
    }

    [EngineFact]
    public async Task A_locked_parent_costs_no_request_and_one_without_a_lock_is_resolved()
    {
        using var family = await TestFamily.CreateAsync(engine);
        var path = family.Outside.Repository;
        await family.PlanAsync();
        family.Requests().Count(request => request.Contains($"HEAD /v2/{path}/manifests/1 ", StringComparison.Ordinal)).ShouldBe(1);
        await family.Options.LockAsync(family.World);
        var begun = family.Requests().Length;

        var plan = await family.PlanAsync();

        plan.Steps[0].Parents[0].Pinned!.Digest.ShouldNotBeNull();
        family.Requests()[begun..].ShouldNotContain(request => request.Contains(path, StringComparison.Ordinal));
    }

    [EngineFact]
    public async Task Plan_says_which_locked_parents_are_behind_and_a_run_that_builds_does_not_ask()
    {
        using var family = await TestFamily.CreateAsync(engine);
        await family.Options.LockAsync(family.World);
        await family.CommitAsync();
        var second = await family.MoveOutsideAsync("second");

        await (await family.Options.OpenAsync(family.World, willBuild: false)).PlanAsync(default);
        family.Said.ShouldContain($"Note: {family.Outside} is locked to sha256:");
        family.Said.ShouldContain($" and is {second.Abbreviated} by now: ./build.sh UpdateBases takes it over");

        var begun = family.Requests().Length;
        await (await family.Options.OpenAsync(family.World, willBuild: true)).PlanAsync(default);
        family.Requests()[begun..].ShouldNotContain(request => request.Contains(family.Outside.Repository, StringComparison.Ordinal));
    }

    [EngineFact]
    public async Task A_dry_run_writes_no_lock()
    {
        using var family = await TestFamily.CreateAsync(engine);

        await (family.Options with { DryRun = true }).LockAsync(family.World);

        family.Said.ShouldContain("(new)");
        family.Said.ShouldContain("was not written");
        File.Exists(Path.Combine(family.Root, KegLock.FileName)).ShouldBeFalse();
    }

    [EngineFact]
    public async Task What_no_image_uses_any_more_is_dropped_and_what_is_new_is_resolved_and_noted()
    {
        using var family = await TestFamily.CreateAsync(engine);
        await family.Options.LockAsync(family.World);
        var other = family.Outside.With(Tag.Parse("2"));
        await family.Registries.CopyTagAsync(family.Outside, other.Tag!, default);
        family.Write("images/base/container/Dockerfile", $"FROM {other}\nCOPY server.js /server.js\n");

        await (await family.Options.OpenAsync(family.World, willBuild: false)).PlanAsync(default);
        family.Said.ShouldContain($"Note: {other} is not in keg.lock.json, so it was resolved to sha256:");
        await family.Options.LockAsync(family.World);

        family.Said.ShouldContain("(dropped: no image uses it)");
        (await LockFile.ReadAsync(family.Root, default))!.Images.Keys.ShouldBe([other.Familiar]);
    }

    [EngineFact]
    public async Task A_tag_that_does_not_exist_leaves_the_lock_as_it_was()
    {
        using var family = await TestFamily.CreateAsync(engine);
        await family.Options.LockAsync(family.World);
        var before = await File.ReadAllTextAsync(Path.Combine(family.Root, KegLock.FileName));
        family.Write("images/base/container/Dockerfile", $"FROM {family.Outside.With(Tag.Parse("none"))}\nCOPY server.js /server.js\n");

        (await Should.ThrowAsync<WrongUseException>(family.Options.LockAsync(family.World))).Message.ShouldContain(
            "images/base/container/Dockerfile:1");

        (await File.ReadAllTextAsync(Path.Combine(family.Root, KegLock.FileName))).ShouldBe(before);
    }
}
