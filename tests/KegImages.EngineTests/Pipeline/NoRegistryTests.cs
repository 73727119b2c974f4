using KegImages.EngineTests.Engine;
using KegImages.EngineTests.Explaining;
using KegImages.Planning;
using KegImages.References;

namespace KegImages.EngineTests.Pipeline;

/// <summary>Plans and builds where no registry is asked, or none answers.</summary>
public sealed class NoRegistryTests(EngineFixture engine)
{
    [EngineFact]
    public async Task With_no_registry_a_plan_is_made_from_this_machine_alone_and_agrees_with_the_one_of_the_registry()
    {
        using var family = await TestFamily.CreateAsync(engine);
        await family.Options.LockAsync(family.World);
        await family.CommitAsync();
        var asked = await family.PlanAsync();
        var begun = (await family.RequestsAsync()).Length;
        var options = family.Options with { Push = false, NoRegistry = true };

        var plan = await family.PlanAsync(options);

        plan.Steps.Select(step => step.Content).ShouldBe(asked.Steps.Select(step => step.Content));
        (await family.RequestsAsync()).Length.ShouldBe(begun);

        var pipeline = await options.PipelineAsync(family.World, willBuild: true);
        foreach (var stage in Staging.Of(pipeline.Family))
            (await pipeline.BuildAsync(stage, default)).IsGreen.ShouldBeTrue();
        (await family.PlanAsync(options)).Steps.ShouldBeEmpty();
        var evf = await Should.ThrowAsync<WrongUseException>(family.PlanAsync(options with { Images = ["evf"] }));
        evf.Message.ShouldContain($"the engine has no {family.Provider}/tap:develop to build on");
    }

    [EngineFact]
    public async Task With_no_registry_what_is_missing_is_named()
    {
        using var family = await TestFamily.CreateAsync(engine);
        var options = family.Options with { Push = false, NoRegistry = true };

        (await Should.ThrowAsync<WrongUseException>(family.PlanAsync(options))).Message.ShouldContain(
            $"there is no image {family.Outside} in the engine, keg.lock.json does not lock it");
        (await Should.ThrowAsync<WrongUseException>(family.PlanAsync(options with { Push = true }))).Message.ShouldContain(
            "--no-registry asks no registry, and a push needs one");

        await engine.DockerAsync("pull", "--quiet", family.Outside.ToString());
        var plan = await family.PlanAsync(options);
        plan.Steps.Select(step => step.Content)
            .ShouldBe((await family.PlanAsync()).Steps.Select(step => step.Content), ignoreOrder: false,
                "what was pulled is known by the registry's digest");
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

        var run = await (family.Options with { Push = false }).OpenAsync(family.World, willBuild: false);
        await run.PlanAsync(default);
        await run.PlanAsync(default);

        var note = $"Note: the registry of {offline} does not answer, so the engine's own copy was taken, {id.Abbreviated}: another "
            + "machine may have another one";
        family.Said.Split('\n').Count(line => line == note).ShouldBe(1);

        family.Said.ShouldNotContain("--no-registry");
        var options = family.Options with { Push = false, NoRegistry = true };
        await (await options.OpenAsync(family.World, willBuild: false)).PlanAsync(default);
        family.Said.ShouldContain($"Note: {offline} is known by the engine's own id, {id.Abbreviated}");
        await engine.DockerAsync("image", "rm", offline.ToString());
    }
}
