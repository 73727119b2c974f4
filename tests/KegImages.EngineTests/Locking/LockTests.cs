using KegImages.EngineTests.Engine;
using KegImages.EngineTests.Explaining;
using KegImages.Images;
using KegImages.Locking;
using KegImages.Pipeline;

namespace KegImages.EngineTests.Locking;

[Collection(EngineGroup.Name)]
public sealed class LockTests(EngineFixture engine)
{
    [EngineFact]
    public async Task A_locked_tag_that_moves_rebuilds_nothing_until_UpdateBases_takes_it_over()
    {
        using var family = await TestFamily.CreateAsync(engine);
        var first = (await family.Registries.HeadAsync(family.Outside, default))!.Digest;
        await LockRun.UpdateAsync(family.Options, family.World, default);
        family.Said.ShouldContain($"{first.Abbreviated} (new)");
        await family.CommitAsync();
        await family.PushAsync();
        var second = await family.MoveOutsideAsync("second");

        (await family.PlanAsync()).Steps.ShouldBeEmpty();

        await LockRun.UpdateAsync(family.Options, family.World, default);
        family.Said.ShouldContain($"{first.Abbreviated} → {second.Abbreviated}");
        (await family.ExplainAsync("evf"))[0].ShouldBe($"evf is built because tap is, because keg-base is, because {family.Outside} is {second.Abbreviated}, was {first.Abbreviated}");
        (await family.PlanAsync()).Steps[0].Parents.ShouldHaveSingleItem().Pinned.ShouldBe(family.Outside.At(second));
    }

    [EngineFact]
    public async Task A_locked_parent_costs_no_request_and_one_without_a_lock_is_resolved()
    {
        using var family = await TestFamily.CreateAsync(engine);
        var path = family.Outside.Repository;
        await family.PlanAsync();
        family.Requests().Count(request => request.Contains($"HEAD /v2/{path}/manifests/1 ", StringComparison.Ordinal)).ShouldBe(1);
        await LockRun.UpdateAsync(family.Options, family.World, default);
        var begun = family.Requests().Length;

        var plan = await family.PlanAsync();

        plan.Steps[0].Parents[0].Pinned!.Digest.ShouldNotBeNull();
        family.Requests()[begun..].ShouldNotContain(request => request.Contains(path, StringComparison.Ordinal));
    }

    [EngineFact]
    public async Task Plan_says_which_locked_parents_are_behind_and_a_run_that_builds_does_not_ask()
    {
        using var family = await TestFamily.CreateAsync(engine);
        await LockRun.UpdateAsync(family.Options, family.World, default);
        await family.CommitAsync();
        var second = await family.MoveOutsideAsync("second");

        await (await ImageRun.OpenAsync(family.Options, family.World, willBuild: false, default)).PlanAsync(default);
        family.Said.ShouldContain($"Note: {family.Outside} is locked to sha256:");
        family.Said.ShouldContain($" and is {second.Abbreviated} by now: ./build.sh UpdateBases takes it over");

        var begun = family.Requests().Length;
        await (await ImageRun.OpenAsync(family.Options, family.World, willBuild: true, default)).PlanAsync(default);
        family.Requests()[begun..].ShouldNotContain(request => request.Contains(family.Outside.Repository, StringComparison.Ordinal));
    }

    [EngineFact]
    public async Task A_dry_run_writes_no_lock()
    {
        using var family = await TestFamily.CreateAsync(engine);

        await LockRun.UpdateAsync(family.Options with { DryRun = true }, family.World, default);

        family.Said.ShouldContain("(new)");
        family.Said.ShouldContain("was not written");
        File.Exists(Path.Combine(family.Root, KegLock.FileName)).ShouldBeFalse();
    }

    [EngineFact]
    public async Task What_no_image_uses_any_more_is_dropped_and_what_is_new_is_resolved_and_noted()
    {
        using var family = await TestFamily.CreateAsync(engine);
        await LockRun.UpdateAsync(family.Options, family.World, default);
        var other = family.Outside.With(Tag.Parse("2"));
        await family.Registries.CopyTagAsync(family.Outside, other.Tag!, default);
        family.Write("images/base/container/Dockerfile", $"FROM {other}\nCOPY server.js /server.js\n");

        await (await ImageRun.OpenAsync(family.Options, family.World, willBuild: false, default)).PlanAsync(default);
        family.Said.ShouldContain($"Note: {other} is not in keg.lock.json, so it was resolved to sha256:");
        await LockRun.UpdateAsync(family.Options, family.World, default);

        family.Said.ShouldContain("(dropped: no image uses it)");
        (await KegLock.ReadAsync(family.Root, default))!.Images.Keys.ShouldBe([other.Familiar]);
    }

    [EngineFact]
    public async Task A_tag_that_does_not_exist_leaves_the_lock_as_it_was()
    {
        using var family = await TestFamily.CreateAsync(engine);
        await LockRun.UpdateAsync(family.Options, family.World, default);
        var before = await File.ReadAllTextAsync(Path.Combine(family.Root, KegLock.FileName));
        family.Write("images/base/container/Dockerfile", $"FROM {family.Outside.With(Tag.Parse("none"))}\nCOPY server.js /server.js\n");

        (await Should.ThrowAsync<WrongUseException>(LockRun.UpdateAsync(family.Options, family.World, default))).Message.ShouldContain("images/base/container/Dockerfile:1");

        (await File.ReadAllTextAsync(Path.Combine(family.Root, KegLock.FileName))).ShouldBe(before);
    }

    [EngineFact]
    public async Task With_no_registry_a_plan_is_made_from_this_machine_alone_and_agrees_with_the_one_of_the_registry()
    {
        using var family = await TestFamily.CreateAsync(engine);
        await LockRun.UpdateAsync(family.Options, family.World, default);
        await family.CommitAsync();
        var asked = await family.PlanAsync();
        var begun = family.Requests().Length;
        var options = family.Options with { Push = false, NoRegistry = true };

        var plan = await family.PlanAsync(options);

        plan.Steps.Select(step => step.Content).ShouldBe(asked.Steps.Select(step => step.Content));
        family.Requests().Length.ShouldBe(begun);

        var pipeline = await ImagePipeline.OpenAsync(options, family.World, willBuild: true, default);
        foreach (var stage in Enum.GetValues<Stage>())
            (await pipeline.BuildAsync(stage, _ => { }, default)).IsGreen.ShouldBeTrue();
        (await family.PlanAsync(options)).Steps.ShouldBeEmpty();
        var evf = await Should.ThrowAsync<WrongUseException>(family.PlanAsync(options with { Images = ["evf"] }));
        evf.Message.ShouldContain($"the engine has no {family.Provider}/tap:develop to build on");
    }

    [EngineFact]
    public async Task With_no_registry_what_is_missing_is_named()
    {
        using var family = await TestFamily.CreateAsync(engine);
        var options = family.Options with { Push = false, NoRegistry = true };

        (await Should.ThrowAsync<WrongUseException>(family.PlanAsync(options))).Message.ShouldContain($"there is no image {family.Outside} in the engine, keg.lock.json does not lock it");
        (await Should.ThrowAsync<WrongUseException>(family.PlanAsync(options with { Push = true }))).Message.ShouldContain("--no-registry asks no registry, and a push needs one");

        await engine.DockerAsync("pull", "--quiet", family.Outside.ToString());
        (await family.PlanAsync(options)).Steps.Length.ShouldBe(3);
    }

    [EngineFact]
    public async Task Where_no_registry_answers_the_engine_s_own_image_is_taken_with_one_note()
    {
        using var family = await TestFamily.CreateAsync(engine);
        // Nobody listens on the discard port.
        var offline = ImageReference.Parse("127.0.0.1:9/offline/outside:1");
        await engine.DockerAsync("pull", "--quiet", family.Outside.ToString());
        await engine.DockerAsync("tag", family.Outside.ToString(), offline.ToString());
        var id = Digest.Parse((await engine.DockerAsync("image", "inspect", "--format", "{{.Id}}", offline.ToString())).Trim());
        family.Write("images/base/container/Dockerfile", $"FROM {offline}\nCOPY server.js /server.js\n");

        var run = await ImageRun.OpenAsync(family.Options with { Push = false }, family.World, willBuild: false, default);
        await run.PlanAsync(default);
        await run.PlanAsync(default);

        var note = $"Note: the registry of {offline} does not answer, so the engine's own copy was taken, {id.Abbreviated}: another machine may have another one";
        family.Said.Split('\n').Count(line => line == note).ShouldBe(1);
        await engine.DockerAsync("image", "rm", offline.ToString());
    }

    [EngineFact]
    public async Task An_image_from_outside_with_triggers_is_known_to_read_what_they_copy()
    {
        using var family = await TestFamily.CreateAsync(engine);
        var context = Directory.CreateTempSubdirectory("keg triggers ");
        await File.WriteAllTextAsync(Path.Combine(context.FullName, "Dockerfile"), $"FROM {family.Outside}\nONBUILD COPY extra.txt /\n");
        await engine.DockerAsync("buildx", "build", "--push", "--provenance=false", "--tag", family.Outside.ToString(), context.FullName);
        context.Delete(recursive: true);
        family.Write("images/base/extra.txt", "extra");
        var before = await family.PlanAsync();

        family.Write("images/base/README.md", "changed");
        (await family.PlanAsync()).Steps[0].Content.ShouldBe(before.Steps[0].Content);
        family.Write("images/base/extra.txt", "changed");
        (await family.PlanAsync()).Steps[0].Content.ShouldNotBe(before.Steps[0].Content);

        await LockRun.UpdateAsync(family.Options, family.World, default);
        (await KegLock.ReadAsync(family.Root, default))!.Find(family.Outside)!.OnBuild.ShouldBe(["COPY extra.txt /"]);
        var changed = await family.PlanAsync();
        Directory.Delete(Path.Combine(family.Root, ".nuke"), recursive: true);
        (await family.PlanAsync()).Steps[0].Content.ShouldBe(changed.Steps[0].Content);
    }

    [EngineFact]
    public async Task An_image_alone_has_the_fingerprint_that_it_has_among_the_family_its_parent_s_triggers_included()
    {
        using var family = await TestFamily.CreateAsync(engine);
        family.Write("images/tap/container/Dockerfile", $"ARG KEG_BASE_IMAGE={family.Provider}/keg-base:develop\nFROM $KEG_BASE_IMAGE\nONBUILD COPY server.js \\\n    package.json /app/\n");
        family.Write("taps/evf/container/Dockerfile", $"ARG KEG_BASE_IMAGE={family.Provider}/tap:develop\nFROM $KEG_BASE_IMAGE\nENV EVF=1\n");
        family.Write("taps/evf/package.json", "{}");
        await family.CommitAsync();
        await family.PushAsync();
        var alone = family.Options with { Images = ["evf"] };

        family.Write("taps/evf/README.md", "read by nobody");
        (await family.PlanAsync(alone)).Steps.ShouldBeEmpty();

        family.Write("taps/evf/package.json", "{ }");
        (await family.PlanAsync(alone)).Steps.ShouldHaveSingleItem().Content.ShouldBe((await family.PlanAsync()).Steps.ShouldHaveSingleItem().Content);
    }

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
        published.Plan.Steps.ShouldHaveSingleItem().Parents[0].Pinned.ShouldBe(family.Provider.Of(ImageName.Parse("tap")).At(tap!));
        (await family.DigestAsync("evf", "feature-x")).ShouldNotBeNull();
        (await family.DigestAsync("tap", "feature-x")).ShouldBeNull();
    }

    [EngineFact]
    public async Task Changed_with_nothing_changed_moves_nothing_and_says_so()
    {
        using var family = await TestFamily.CreateAsync(engine);
        await family.PushAsync();
        await family.GitAsync("checkout", "--quiet", "-b", "feature/x");
        var run = await ImageRun.OpenAsync(family.Options with { Changed = true }, family.World, willBuild: true, default);
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

        await (await ImageRun.OpenAsync(family.Options with { Changed = true }, family.World, willBuild: false, default)).PlanAsync(default);

        family.Said.ShouldContain("3 to build");
        family.Said.ShouldContain($"Note: {family.Provider} has no family record of develop, so every image counts as changed");
    }

    [EngineFact]
    public async Task A_file_that_no_Dockerfile_copies_rebuilds_nothing_and_one_that_is_copied_does()
    {
        using var family = await TestFamily.CreateAsync(engine);
        await family.PushAsync();

        family.Write("images/base/README.md", "changed");
        (await family.PlanAsync()).Steps.ShouldBeEmpty();

        family.Write("images/base/server.js", "changed");
        (await family.PlanAsync()).Steps.Select(step => step.Image.Name.ToString()).ShouldBe(["keg-base", "tap", "evf"]);
    }
}
