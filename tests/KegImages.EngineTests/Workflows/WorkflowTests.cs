using KegImages.EngineTests.Engine;
using KegImages.Workflows;

namespace KegImages.EngineTests.Workflows;

/// <summary>What becomes of the images of a branch by pushes, pull requests and deletions.</summary>
public sealed class WorkflowTests(EngineFixture engine, ITestOutputHelper output) : WorkflowFamily(engine, output)
{
    [EngineFact]
    public async Task A_branch_lives_from_push_to_deletion_and_touches_only_its_own_tags()
    {
        var first = await ShaAsync("HEAD");
        (await RunAsync(WorkflowKind.Images, GitHubEvent.Push("develop", first)))
            .ShouldBe(["Plan: success", "Build keg-base: success", "Build tap: success", "Build one: success", "Build two: success",
                "Publish: success", "images: success"]);
        var develop = await TagsAsync();
        foreach (var name in Names[..4])
            Tags(develop, name).Where(tag => !tag.StartsWith("fp-", StringComparison.Ordinal)).ShouldBe(["develop", "master"]);

        // Nothing changed: the plan says so, and nothing else runs.
        (await RunAsync(WorkflowKind.Images, GitHubEvent.Push("develop", first))).ShouldBe(["Plan: success", "images: success"]);
        (await TagsAsync()).ShouldBe(develop);

        await Family.GitAsync("switch", "--quiet", "--create", "Feature/Login");
        Family.Write("taps/one/file", "one of the branch");
        await Family.CommitAsync("on the branch");
        (await RunAsync(WorkflowKind.PullRequest,
            GitHubEvent.PullRequest("Feature/Login", await ShaAsync("HEAD"),
                first))).ShouldBe(["Plan: success", "Build one: success", "Publish: success", "Report: success", "images: success"]);
        var branch = await TagsAsync();
        branch.Except(develop).Select(tag => tag.Split('@')[0]).Where(tag => tag.EndsWith(":feature-login", StringComparison.Ordinal))
            .ShouldBe(["one:feature-login", "keg-family:feature-login"]);
        branch.Except(develop).ShouldAllBe(tag =>
            tag.StartsWith("one:fp-", StringComparison.Ordinal) || tag.Contains(":feature-login", StringComparison.Ordinal));
        develop.ShouldBeSubsetOf(branch);
        (await Family.DigestAsync("one", "feature-login")).ShouldNotBe(await Family.DigestAsync("one", "develop"));

        // What is taken back does not stay under the tag.
        Family.Write("taps/one/file", "one 1");
        await Family.CommitAsync("taken back");
        (await RunAsync(WorkflowKind.PullRequest,
            GitHubEvent.PullRequest("Feature/Login", await ShaAsync("HEAD"), first))).ShouldBe(["Plan: success", "Publish: success",
                "Report: success", "images: success"]);
        (await Family.DigestAsync("one", "feature-login")).ShouldBe(await Family.DigestAsync("one", "develop"));
        branch = await TagsAsync();

        // Two taps stand on it, so three images are built, and none of them leaves the machine.
        await Family.GitAsync("switch", "--quiet", "--create", "develop-of-a-fork", "develop");
        Family.Write("images/tap/file", "tap of a fork");
        await Family.CommitAsync("from a fork");
        (await RunAsync(WorkflowKind.PullRequest,
            GitHubEvent.PullRequest("develop", await ShaAsync("HEAD"), first,
                from: "someone/family"))).ShouldBe(["Build for a fork: success", "images: success"]);
        Runner.Printed.ShouldHaveSingleItem().ShouldContain("3 to build");
        (await TagsAsync()).ShouldBe(branch);

        // A pull request is closed, and its branch goes on: so does its tag.
        (await RunAsync(WorkflowKind.CleanUp,
            GitHubEvent.PullRequest("Feature/Login", first, first, action: "closed"))).ShouldBe(["Remove the branch's tag: success"]);
        Runner.Printed.ShouldHaveSingleItem().ShouldContain("its branch 'Feature/Login' lives");
        (await TagsAsync()).ShouldBe(branch);

        await Family.GitAsync("branch", "--quiet", "--delete", "--force", "Feature/Login");
        (await RunAsync(WorkflowKind.CleanUp, GitHubEvent.Delete("Feature/Login", first))).ShouldBe(["Remove the branch's tag: success"]);
        (await TagsAsync()).Where(tag => !tag.StartsWith("keg-family:removed.", StringComparison.Ordinal))
            .ShouldBe(branch.Where(tag => !tag.Contains(":feature-login@", StringComparison.Ordinal)));

        // It is gone already, and the default branch's tags never go.
        (await RunAsync(WorkflowKind.CleanUp, GitHubEvent.Delete("Feature/Login", first))).ShouldBe(["Remove the branch's tag: success"]);
        (await RunAsync(WorkflowKind.CleanUp, GitHubEvent.Delete("develop", first))).ShouldBe(["Remove the branch's tag: failure"]);
        develop.ShouldBeSubsetOf(await TagsAsync());
    }

    [EngineFact]
    public async Task What_waits_in_a_merge_queue_or_is_the_default_branch_itself_is_pushed_by_content_and_moves_no_tag()
    {
        var first = await ShaAsync("HEAD");
        await Family.GitAsync("switch", "--quiet", "--create", "feature");
        Family.Write("taps/two/Dockerfile", "FROM ghcr.io/example/tap:develop\nRUN exit 3\n");
        await Family.CommitAsync("broken");
        (await RunAsync(WorkflowKind.PullRequest, GitHubEvent.PullRequest("feature", await ShaAsync("HEAD"), first))).ShouldBe(
            ["Plan: success", "Build keg-base: success", "Build tap: success", "Build one: success", "Build two: failure",
                "Report: success", "images: failure"], "the comment is kept up to date also where something failed");
        Family.Write("taps/two/Dockerfile", "FROM ghcr.io/example/tap:develop\n");
        await Family.CommitAsync("mended");
        var head = await ShaAsync("HEAD");

        (await RunAsync(WorkflowKind.PullRequest, GitHubEvent.MergeGroup("develop", head)))
            .ShouldBe(["Plan: success", "Build two: success", "images: success"]);
        (await RunAsync(WorkflowKind.PullRequest, GitHubEvent.PullRequest("develop", head, first)))
            .ShouldBe(["Plan: success", "Report: success", "images: success"]);
        (await RunAsync(WorkflowKind.PullRequest, GitHubEvent.PullRequest("feature", head, first) with { Actor = "dependabot[bot]" }))
            .ShouldBe(["Build for a fork: success", "images: success"]);
        (await TagsAsync()).ShouldAllBe(tag => tag.Contains(":fp-", StringComparison.Ordinal));

        // What the queue built is what the default branch publishes.
        await Family.GitAsync("branch", "--quiet", "--force", "develop", "feature");
        await Family.GitAsync("switch", "--quiet", "develop");
        (await RunAsync(WorkflowKind.Images, GitHubEvent.Push("develop", head))).ShouldBe(["Plan: success", "Publish: success",
            "images: success"]);
    }

    [EngineFact]
    public async Task A_failing_tap_moves_no_tag_and_the_rerun_builds_only_what_is_missing()
    {
        Family.Write("taps/two/Dockerfile", "FROM ghcr.io/example/tap:develop\nRUN exit 3\n");
        await Family.CommitAsync("broken");
        (await RunAsync(WorkflowKind.Images, GitHubEvent.Push("develop", await ShaAsync("HEAD"))))
            .ShouldBe(["Plan: success", "Build keg-base: success", "Build tap: success", "Build one: success", "Build two: failure",
                "images: failure"]);
        (await TagsAsync()).ShouldAllBe(tag => tag.Contains(":fp-", StringComparison.Ordinal));

        Family.Write("taps/two/Dockerfile", "FROM ghcr.io/example/tap:develop\n");
        await Family.CommitAsync("mended");
        (await RunAsync(WorkflowKind.Images, GitHubEvent.Push("develop", await ShaAsync("HEAD")))).ShouldBe(["Plan: success",
            "Build two: success", "Publish: success", "images: success"]);
        (await Family.DigestAsync("one", "develop")).ShouldNotBeNull();
    }

    [EngineFact]
    public async Task Five_groups_are_four_levels_and_what_stands_on_a_tap_is_built_after_it()
    {
        Family.Write("keg.yml", """
            provider: ghcr.io/example
            default: { branch: develop, tag: develop, aliases: [master] }
            groups:
              base: { folders: [images/base] }
              hub: { folders: [images/tap] }
              plan: { folders: [taps/one] }
              3d: { folders: [taps/two] }
              leaves: { folders: ['leaves/*'] }
            images:
              keg-base: { folder: images/base }
            """);
        Family.Write("leaves/last/Dockerfile", "FROM ghcr.io/example/one:develop\nCOPY --from=ghcr.io/example/two:develop /two /last\n");
        await Family.CommitAsync("five groups");
        var first = await ShaAsync("HEAD");

        (await RunAsync(WorkflowKind.Images, GitHubEvent.Push("develop", first))).ShouldBe(["Plan: success", "Build keg-base: success",
            "Build tap: success", "Build one: success", "Build two: success", "Build last: success", "Publish: success", "images: success"]);
        (await RunAsync(WorkflowKind.Images, GitHubEvent.Push("develop", first))).ShouldBe(["Plan: success", "images: success"]);
        (await Family.DigestAsync("last", "develop")).ShouldNotBeNull().ShouldBe(await Family.DigestAsync("last", "master"));

        Family.Write("taps/one/file", "one of the branch");
        await Family.CommitAsync("one alone");
        (await RunAsync(WorkflowKind.Images, GitHubEvent.Push("develop", await ShaAsync("HEAD")))).ShouldBe(["Plan: success",
            "Build one: success", "Build last: success", "Publish: success", "images: success"]);
    }

    [EngineFact]
    public async Task A_fork_of_a_family_of_several_platforms_is_built_for_the_engine_s_own()
    {
        var keg = await File.ReadAllTextAsync(Path.Combine(Family.Root, "keg.yml"));
        Family.Write("keg.yml", $"{keg.TrimEnd()}\nplatforms: [linux/arm64, linux/amd64]\n");
        await Family.CommitAsync("two platforms");

        (await RunAsync(WorkflowKind.PullRequest,
            GitHubEvent.PullRequest("feature/fork", await ShaAsync("HEAD"), await ShaAsync("HEAD"),
                from: "someone/family"))).ShouldBe(["Build for a fork: success", "images: success"]);

        Runner.Printed.ShouldHaveSingleItem().ShouldContain("4 to build");
        (await TagsAsync()).ShouldBeEmpty();
    }
<<<<<<< HEAD

    [EngineFact]
    public async Task An_outside_tag_that_moves_in_mid_run_changes_nothing_in_it()
    {
        // Another image of the engine's root under a tag that the Dockerfile names, and a second one that the tag moves to.
        var outside = ImageReference.Parse($"{engine.Endpoint.Registry}/outside-{Guid.NewGuid():n}/node:20");
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
        (await Family.ConfigAsync("two", "develop")).Labels["io.keg.parents"].ShouldContain((await Family.DigestAsync("tap", "develop"))!.ToString());
        base1["org.opencontainers.image.base.name"].ShouldBe(outside.ToString());
        using var locked = JsonDocument.Parse(await File.ReadAllTextAsync(run.Artifacts.PathOf("keg-plan", LockedPlan.FileName)));
        var planned = locked.RootElement.GetProperty("plan").GetProperty("outside").EnumerateArray()
            .Single(parent => parent.GetProperty("reference").GetString() == outside.ToString()).GetProperty("digest").GetString();
        (await engine.RequestsOfAsync(outside.Repository)).Count(line => line.Contains("/manifests/20", StringComparison.Ordinal)
            && !line.Contains("PUT", StringComparison.Ordinal)).ShouldBeLessThanOrEqualTo(2);
        planned.ShouldNotBe((await RegistryDigestAsync(outside)).ToString());

        // The next run takes the moved one over.
        Endings(await RunAsync(WorkflowKind.Images, GitHubEvent.Push("develop", await ShaAsync("HEAD")))).ShouldContain("Build two: success");
    }

    [EngineFact]
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

    [EngineFact]
    public async Task From_the_start_of_a_job_to_its_first_build_step_it_takes_five_seconds_of_processor_time_at_most()
    {
        using var run = await StartAsync(WorkflowKind.Images, GitHubEvent.Push("develop", await ShaAsync("HEAD")), _ => Task.CompletedTask);
        await run.RunAsync();

        // All that there is before a build: what would be built is there by now.
        var again = await run.RerunAsync("level-2");

        Endings(again).ShouldBe(["Build tap: success", "Build one: success", "Build two: success", "Publish: success", "images: success"]);
        foreach (var job in again)
            output.WriteLine($"{job.Name}: {job.Processor.TotalSeconds:0.0} s of processor time");
        output.WriteLine($"program.tar.gz: {new FileInfo(run.Artifacts.PathOf("keg-plan", "program.tar.gz")).Length / 1_000_000} MB");
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
        (await Family.ConfigAsync("three", "develop")).Labels["io.keg.parents"].ShouldBe($"one@{await Family.DigestAsync("one", "develop")}");
        (await Family.ConfigAsync("one", "develop")).Labels["io.keg.parents"].ShouldBe($"tap@{await Family.DigestAsync("tap", "develop")}");
    }

    [EngineFact]
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

    private static List<string> Endings(IEnumerable<JobEnding> endings) => [.. endings.Select(ending => ending.ToString())];

    private static List<string> Endings(List<string> endings) => endings;

    private async Task<WorkflowRun> StartAsync(WorkflowKind kind, GitHubEvent happened, Func<string, Task> before) =>
        new(await CompileAsync(kind), happened, Runner.Jobs) { Before = before };

    private async Task<WorkflowFile> CompileAsync(WorkflowKind kind)
    {
        var model = await FamilyLoader.LoadAsync(Family.Root, FamilyOverrides.Of(engine.Endpoint.RootImage.ToString(), []),
            CancellationToken.None);
        return FamilyWorkflow.Compile(model, new WorkflowSettings { Name = "workflow", Kind = kind, Preflight = ["Doctor"] });
    }

    private async Task<List<string>> RunAsync(WorkflowKind kind, GitHubEvent happened)
    {
        Runner.Printed.Clear();
        var endings = await Runner.RunAsync(await CompileAsync(kind), happened);
        foreach (var text in Runner.Printed)
            output.WriteLine(text);
        return endings;
    }

    private async Task<string> ShaAsync(string revision) =>
        (await new ProcessRunner().RunAsync(new Command("git", "rev-parse", revision) { WorkingDirectory = Family.Root }, null, null,
            CancellationToken.None)).OrThrow().StandardOutput.Trim();

    /// <summary>Every tag of the family's repositories with its digest.</summary>
    private async Task<List<string>> TagsAsync()
    {
        var all = new List<string>();
        foreach (var name in Names)
        {
            foreach (var tag in await Family.TagsAsync(name))
                all.Add($"{name}:{tag}@{await Family.DigestAsync(name, tag)}");
        }

        return all;
    }

    private static IEnumerable<string> Tags(List<string> all, string name) =>
        all.Where(tag => tag.StartsWith($"{name}:", StringComparison.Ordinal)).Select(tag => tag.Split(':', '@')[1]);

    // An image from outside the family: the engine's root with a file of its own.
    private async Task PushOutsideAsync(ImageReference reference, string content)
    {
        var folder = Directory.CreateTempSubdirectory("outside ").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "outside"), content);
            await File.WriteAllTextAsync(Path.Combine(folder, "Dockerfile"), $"FROM {engine.Endpoint.RootImage}\nCOPY outside /outside\n");
            await engine.DockerAsync("build", "--quiet", "--tag", reference.ToString(), folder);
            await engine.DockerAsync("push", "--quiet", reference.ToString());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<Digest> RegistryDigestAsync(ImageReference reference)
    {
        using var registries = new RegistryClient(new NoCredentials());
        return (await registries.HeadAsync(reference, CancellationToken.None)).ShouldNotBeNull().Digest;
    }

    private Dictionary<string, string> Machine()
    {
        var variables = new Dictionary<string, string>
        {
            ["HOME"] = Environment.GetEnvironmentVariable("HOME") ?? "/",
            ["PATH"] = $"{Path.GetDirectoryName(engine.Endpoint.DockerExecutable)}:{Environment.GetEnvironmentVariable("PATH")}",
            ["NUKE_REGISTRY"] = engine.Endpoint.Registry,
            ["NUKE_NAMESPACE"] = Family.Options.Namespace!,
            ["NUKE_NODE_IMAGE"] = engine.Endpoint.RootImage.ToString(),
            ["NUKE_TELEMETRY_OPTOUT"] = "1",
        };
        foreach (var (name, value) in engine.Endpoint.Environment.Where(pair => pair.Value is not null))
            variables[name] = value!;
        foreach (var name in new[] { "DOTNET_ROOT", "SSL_CERT_FILE" })
        {
            if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } value)
                variables[name] = value;
        }

        return variables;
    }
=======
>>>>>>> 1f89346 (Test runs that are held to a plan, and whole runs of workflows, apart from what becomes of branches)
}
