using System.Text.Json;
using KegImages.EngineTests.Engine;
using KegImages.LockedPlans;
using KegImages.References;
using KegImages.Workflows;

namespace KegImages.EngineTests.Workflows;

/// <summary>One run of a workflow: what its jobs hand on, what moves meanwhile, and what dies.</summary>
public sealed class WorkflowRunTests(EngineFixture engine, ITestOutputHelper output) : WorkflowFamily(engine, output)
{
    [EngineFact]
    public async Task An_outside_tag_that_moves_in_mid_run_changes_nothing_in_it()
    {
        // Another image of the engine's root under a tag that the Dockerfile names, and a second one that the tag moves to.
        var outside = ImageReference.Parse($"{Engine.Endpoint.Registry}/outside-{Guid.NewGuid():n}/node:20");
        await PushOutsideAsync(outside, "first");
        Family.Write("images/base/Dockerfile", $"FROM {outside}\nCOPY file /base\n");
        Family.Write("taps/two/Dockerfile", $"FROM ghcr.io/example/tap:develop\nCOPY --from={outside} /outside /two\n");
        await Family.CommitAsync("on an image from outside");
        using var run = await StartAsync(WorkflowKind.Images, GitHubEvent.Push("develop", await ShaAsync("HEAD")), async name =>
        {
            if (name == "Build tap")
                await PushOutsideAsync(outside, "second");
        });

        Endings(await run.RunAsync()).ShouldBe(["Plan: success", "Build keg-base: success", "Build tap: success", "Build one: success",
            "Build two: success", "Publish: success", "images: success"]);

        // Each image was built once, by its own job, and no job after the plan asked for the image from outside but BuildKit, by digest.
        foreach (var name in Names[..4])
            Tags(await TagsAsync(), name).Count(tag => tag.StartsWith("fp-", StringComparison.Ordinal)).ShouldBe(1, name);
        var base1 = (await Family.ConfigAsync("keg-base", "develop")).Labels;
        (await Family.ConfigAsync("two", "develop")).Labels["io.keg.parents"].ShouldContain(
            (await Family.DigestAsync("tap", "develop"))!.ToString());
        base1["org.opencontainers.image.base.name"].ShouldBe(outside.ToString());
        using var locked = JsonDocument.Parse(await File.ReadAllTextAsync(run.Artifacts.PathOf("keg-plan", LockedPlan.FileName)));
        var planned = locked.RootElement.GetProperty("plan").GetProperty("outside").EnumerateArray()
            .Single(parent => parent.GetProperty("reference").GetString() == outside.ToString()).GetProperty("digest").GetString();
        (await Engine.RequestsOfAsync(outside.Repository)).Count(line => line.Contains("/manifests/20", StringComparison.Ordinal)
            && !line.Contains("PUT", StringComparison.Ordinal)).ShouldBeLessThanOrEqualTo(2);
        planned.ShouldNotBe((await RegistryDigestAsync(outside)).ToString());

        // The next run takes the moved one over.
        (await RunAsync(WorkflowKind.Images, GitHubEvent.Push("develop", await ShaAsync("HEAD")))).ShouldContain("Build two: success");
    }

    [EngineFact(Explicit = true)]
    public async Task A_job_that_died_is_run_again_alone_and_with_it_what_waited_for_it()
    {
        using var run = await StartAsync(WorkflowKind.Images, GitHubEvent.Push("develop", await ShaAsync("HEAD")), _ => Task.CompletedTask);
        Runner.Jobs.Equip = name => Task.FromResult<IReadOnlyDictionary<string, string>>(name == "Build tap"
            ? new Dictionary<string, string> { ["DOCKER_HOST"] = "unix:///nowhere" } : new Dictionary<string, string>());
        Endings(await run.RunAsync()).ShouldBe(["Plan: success", "Build keg-base: success", "Build tap: failure", "images: failure"]);

        Runner.Jobs.Equip = null;
        Runner.Printed.Clear();
        var rerun = await run.RerunFailedAsync();

        Endings(rerun).ShouldBe(["Build tap: success", "Build one: success", "Build two: success", "Publish: success", "images: success"]);
        Runner.Printed.ShouldAllBe(text => !text.Contains("Compiling", StringComparison.Ordinal));
        (await Family.DigestAsync("two", "develop")).ShouldNotBeNull();
    }

    [EngineFact(Explicit = true)]
    public async Task From_the_start_of_a_job_to_its_first_build_step_it_takes_five_seconds_of_processor_time_at_most()
    {
        using var run = await StartAsync(WorkflowKind.Images, GitHubEvent.Push("develop", await ShaAsync("HEAD")), _ => Task.CompletedTask);
        await run.RunAsync();

        // All that there is before a build: what would be built is there by now.
        var again = await run.RerunAsync("level-2");

        Endings(again).ShouldBe(["Build tap: success", "Build one: success", "Build two: success", "Publish: success", "images: success"]);
        foreach (var job in again)
            Output.WriteLine($"{job.Name}: {job.Processor.TotalSeconds:0.0} s of processor time");
        Output.WriteLine($"program.tar.gz: {new FileInfo(run.Artifacts.PathOf("keg-plan", "program.tar.gz")).Length / 1_000_000} MB");
        again[..^2].ShouldAllBe(job => job.Processor < TimeSpan.FromSeconds(5));
    }

    [EngineFact(Explicit = true)]
    public async Task Each_job_on_an_engine_of_its_own_builds_on_what_those_before_it_pushed()
    {
        Family.Write("taps/three/Dockerfile", "FROM ghcr.io/example/one:develop\nRUN cat /one /parents > /three\n");
        await Family.CommitAsync("a tap on a tap");
        await using var own = await OwnEngine.StartAsync();
        Runner.Jobs.Equip = _ => own.EmptyAsync();
        using var run = await StartAsync(WorkflowKind.Images, GitHubEvent.Push("develop", await ShaAsync("HEAD")), _ => Task.CompletedTask);

        Endings(await run.RunAsync()).ShouldBe(["Plan: success", "Build keg-base: success", "Build tap: success", "Build one: success",
            "Build two: success", "Build three: success", "Publish: success", "images: success"]);

        // One build each, and each child stands on the very digest that is published beside it.
        foreach (var name in new[] { "keg-base", "tap", "one", "two", "three" })
            (await Family.TagsAsync(name)).Count(tag => tag.StartsWith("fp-", StringComparison.Ordinal)).ShouldBe(1, name);
        (await Family.ConfigAsync("three", "develop")).Labels["io.keg.parents"]
            .ShouldBe($"one@{await Family.DigestAsync("one", "develop")}");
        (await Family.ConfigAsync("one", "develop")).Labels["io.keg.parents"].ShouldBe($"tap@{await Family.DigestAsync("tap", "develop")}");
    }

    [EngineFact(Explicit = true)]
    public async Task Of_pushes_that_come_while_one_is_built_the_last_one_is_built_after_it()
    {
        var logs = new List<List<string>>();
        var shas = new List<string>();
        for (var i = 1; i <= 3; i++)
        {
            Family.Write("taps/one/file", $"push {i}");
            await Family.CommitAsync($"push {i}");
            shas.Add(await ShaAsync("HEAD"));
        }

        using var second = await StartAsync(WorkflowKind.Images, GitHubEvent.Push("develop", shas[1]), _ => Task.CompletedTask);
        using var third = await StartAsync(WorkflowKind.Images, GitHubEvent.Push("develop", shas[2]), _ => Task.CompletedTask);
        using var first = await StartAsync(WorkflowKind.Images, GitHubEvent.Push("develop", shas[0]), async name =>
        {
            if (name != "Plan")
                return;
            logs.Add(await Runner.ArriveAsync(second));
            logs.Add(await Runner.ArriveAsync(third));
        });

        var built = await Runner.ArriveAsync(first);

        built[^2..].ShouldBe(["Publish: success", "images: success"]);
        logs[0].ShouldBe(["cancelled"]);
        logs[1].ShouldBe(["Plan: success", "Build one: success", "Publish: success", "images: success"]);
        (await Family.ConfigAsync("one", "develop")).Labels["org.opencontainers.image.revision"].ShouldBe(shas[2]);
    }
}
