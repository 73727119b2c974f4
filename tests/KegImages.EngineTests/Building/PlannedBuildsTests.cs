using System.Collections.Concurrent;
using System.Diagnostics;
using KegImages.Building;
using KegImages.Commands;
using KegImages.Dockerfiles;
using KegImages.EngineTests.Engine;
using KegImages.Images;
using KegImages.Planning;
using KegImages.Processes;
using KegImages.References;

namespace KegImages.EngineTests.Building;

public sealed class PlannedBuildsTests(EngineFixture engine) : IDisposable
{
    private const string Child = "ARG KEG_BASE_IMAGE=nobody.invalid/pushed:this\nFROM ${KEG_BASE_IMAGE}\nRUN cat /f\n";

    private readonly ConcurrentQueue<BuildEvent> events = [];
    private readonly string temporary = Directory.CreateTempSubdirectory("keg-engine-run-").FullName;
    private FamilyFolder? folder;

    private FamilyFolder Folder => folder ??= new FamilyFolder(engine.NewNamespace());

    private string Base => $"FROM {engine.Endpoint.RootImage}\nCOPY salt f /\n";

    public void Dispose()
    {
        folder?.Dispose();
        Directory.Delete(temporary, recursive: true);
    }

    [EngineFact]
    public async Task A_child_is_built_from_the_base_just_pushed_whatever_was_there_before()
    {
        await RunAsync(Folder.Step("base", Base, "old"), Folder.Step("tap", Child, "", Folder.Parent("base")));

        var result = await RunAsync(Folder.Step("base", Base, "new"), Folder.Step("tap", Child, "", Folder.Parent("base")));

        result.IsGreen.ShouldBeTrue(Failures(result));
        var (root, child) = (await LayersAsync(Folder.Reference("base", "fp-0123456789abcdef0123")),
            await LayersAsync(Folder.Reference("tap", "fp-0123456789abcdef0123")));
        child.Take(root.Length).ShouldBe(root);
        Logged().ShouldBe(["old", "new"]);
    }

    [EngineFact]
    public async Task The_registry_has_the_digest_that_is_told()
    {
        var result = await RunAsync(Folder.Step("base", Base));

        var built = result.Built.Single();
        built.Digest.ShouldBe(await HeadAsync(Folder.Reference("base", "fp-0123456789abcdef0123")));
        built.Pinned.ShouldBe(Folder.Reference("base", "x").At(built.Digest!));
    }

    [EngineFact]
    public async Task The_same_inputs_give_the_same_digest_from_the_cache()
    {
        BuildStep[] steps = [Folder.Step("base", Base, "same"), Folder.Step("tap", Child, "", Folder.Parent("base"))];
        var first = await RunAsync(steps);

        var second = await RunAsync(steps);

        second.Built.Select(built => built.Digest).ShouldBe(first.Built.Select(built => built.Digest));
        second.Built.ShouldAllBe(built => built.IsCached);
        first.Built.ShouldAllBe(built => !built.IsCached);
    }

    [EngineFact]
    public async Task Without_a_push_a_child_is_built_on_the_store_and_the_registry_has_nothing()
    {
        var result = await RunAsync(plan => plan with { Push = false }, Folder.Step("base", Base, "here"),
            Folder.Step("tap", Child, "", Folder.Parent("base")));

        result.IsGreen.ShouldBeTrue(Failures(result));
        Logged().ShouldBe(["here"]);
        (await HeadAsync(Folder.Reference("tap", "fp-0123456789abcdef0123"))).ShouldBeNull();
        using var api = engine.Api();
        var found = await api.Images.FindAsync([Folder.Reference("tap", "fp-0123456789abcdef0123"), Folder.Reference("none", "fp-1")],
            CancellationToken.None);
        found.Select(image => image is not null).ShouldBe([true, false]);
    }

    [EngineFact]
    public async Task A_parent_written_out_is_the_one_just_built_in_FROM_and_in_COPY()
    {
        var reference = Folder.Reference("base", "develop");

        var result = await RunAsync(
            Folder.Step("base", Base, "written out"),
            Folder.Step("tap", $"FROM {reference}\nRUN cat /f\n", "", Folder.Parent("base", null)),
            Folder.Step("copy", $"FROM {engine.Endpoint.RootImage}\nCOPY --from={reference} /salt /f /\nRUN cat /f\n", "",
                Folder.Parent("base", null, ParentUse.Copy)));

        result.IsGreen.ShouldBeTrue(Failures(result));
        Logged().ShouldBe(["written out", "written out"]);
    }

    [EngineFact]
    public async Task A_broken_image_blocks_its_descendants_only_and_pushes_nothing()
    {
        var result = await RunAsync(
            Folder.Step("base", Base),
            Folder.Step("broken", Child + "RUN seq 100 && \\\n    exit 9\n", "", Folder.Parent("base")),
            Folder.Step("fine", Child, "", Folder.Parent("base")),
            Folder.Step("leaf", Child, "", Folder.Parent("broken")));

        result.Images.Select(outcome => outcome.GetType().Name).ShouldBe(["Built", "Failed", "Built", "Blocked"]);
        var failure = result.Failed.Single().Failure;
        failure.Location.ToString().ShouldBe("broken/Dockerfile:4");
        failure.Instruction.ShouldBe("RUN seq 100 && exit 9");
        failure.Log.ShouldBe(Enumerable.Range(81, 20).Select(number => $"{number}"));
        (await HeadAsync(Folder.Reference("broken", "fp-0123456789abcdef0123"))).ShouldBeNull();
    }

    [EngineTheory]
    [InlineData("FROM scratch\nRUNN x\n", 2, "unknown instruction: RUNN")]
    [InlineData("FROM scratch\nCOPY nowhere /\n", 2, "\"/nowhere\": not found")]
    public async Task A_Dockerfile_that_cannot_work_is_told_by_its_line(string dockerfile, int line, string message)
    {
        var failure = (await RunAsync(Folder.Step("wrong", dockerfile))).Failed.Single().Failure;

        failure.Location.ToString().ShouldBe($"wrong/Dockerfile:{line}");
        failure.Message.ShouldContain(message);
        failure.ExitCode.ShouldBe(1);
    }

    [EngineFact]
    public async Task A_secret_is_there_while_building_and_in_no_layer()
    {
        var secret = Path.Combine(temporary, "a, secret");
        await File.WriteAllTextAsync(secret, "hush");
        var step = Folder.Step("base",
            $"FROM {engine.Endpoint.RootImage}\nRUN --mount=type=secret,id=ca test \"$(cat /run/secrets/ca)\" = hush\n");

        var result = await RunAsync(plan => plan, step with { Secrets = [new BuildSecret("ca", BuildSecretKind.File, secret)] });

        result.IsGreen.ShouldBeTrue(Failures(result));
        (await engine.DockerAsync("run", "--rm", step.Content.ToString(), "sh", "-c",
            "cat /run/secrets/ca 2>/dev/null; echo end")).ShouldBe("end\n");
    }

    [EngineFact]
    public async Task Cancelling_ends_a_running_build_soon()
    {
        using var source = new CancellationTokenSource();
        var step = Folder.Step("slow", $"FROM {engine.Endpoint.RootImage}\nRUN echo running && sleep 600\n");
        var watch = new Stopwatch();
        var run = Run(happened =>
        {
            if (happened is ImageProgressed { Event: VertexLogged { Line: "running" } })
            {
                watch.Start();
                source.Cancel();
            }
        });

        await Should.ThrowAsync<OperationCanceledException>(run.RunAsync(Plan(step), source.Token));

        // What was killed is gone when the kernel gets round to it.
        while (Processes().Any(arguments => arguments.Contains(step.Content.ToString())) && watch.Elapsed < TimeSpan.FromSeconds(10))
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    [EngineFact]
    public async Task What_a_dry_run_prints_can_be_pasted()
    {
        var plan = Plan(Folder.Step("base", Base, "it's pasted"), Folder.Step("tap", Child, "", Folder.Parent("base")));
        var lines = string.Join('\n', BuildxCommand.DryRun(plan, Docker));

        (await new ProcessRunner().RunAsync(new Command("sh", "-e") { StandardInput = lines }, null, null,
            CancellationToken.None)).OrThrow();

        (await HeadAsync(Folder.Reference("tap", "fp-0123456789abcdef0123"))).ShouldNotBeNull();
        (await RunAsync(plan.Steps.ToArray())).Built.ShouldAllBe(built => built.IsCached);
    }

    [EngineFact]
    public async Task The_probe_finds_the_engine_and_says_when_there_is_none()
    {
        using var api = engine.Api();
        (await new EngineProbe(new ProcessRunner(), Docker, api).RequireAsync(null, CancellationToken.None)).Engine.ShouldNotBeNull();
        var nobody = Docker with { Environment = Docker.Environment.SetItem("DOCKER_HOST", $"unix://{temporary}/nobody.sock") };

        using var none = EngineFixture.EngineOf(nobody);
        var problem = await Should.ThrowAsync<WrongUseException>(new EngineProbe(new ProcessRunner(), nobody, none).RequireAsync(null,
            CancellationToken.None));

        problem.Message.ShouldStartWith("no Docker engine answers");
        problem.Message.ShouldContain("--profile local");
    }

    private DockerClient Docker => new(engine.Endpoint.DockerExecutable) { Environment = engine.Endpoint.Environment };

    private static BuildPlan Plan(params BuildStep[] steps) =>
        new()
        {
            Images = [.. steps.Select(step => new Planned(step))],
            Push = true,
            CommitTime = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000),
        };

    private Task<FamilyState> RunAsync(params BuildStep[] steps) => RunAsync(plan => plan, steps);

    private Task<FamilyState> RunAsync(Func<BuildPlan, BuildPlan> change, params BuildStep[] steps) =>
        Run(events.Enqueue).RunAsync(change(Plan(steps)), CancellationToken.None);

    private PlannedBuilds Run(Action<BuildEvent> onEvent) =>
        new(new ProcessRunner(), Docker, engine.Api(), Folder.Path, temporary, (reference, _) => HeadAsync(reference), onEvent);

    private IEnumerable<string> Logged() =>
        events.OfType<ImageProgressed>().Select(happened => happened.Event).OfType<VertexLogged>().Select(log => log.Line);

    private static string Failures(FamilyState result) => string.Join('\n', result.Failed.Select(failed => failed.Failure.Message));

    // Asked for by a client of its own, so that nothing of what is tested answers for itself.
    private static async Task<Digest?> HeadAsync(ImageReference reference)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Head,
            $"http://{reference.Registry}/v2/{reference.Repository}/manifests/{reference.Tag}");
        request.Headers.TryAddWithoutValidation("Accept", "application/vnd.docker.distribution.manifest.v2+json");
        using var answer = await client.SendAsync(request);
        return answer.IsSuccessStatusCode ? Digest.Parse(answer.Headers.GetValues("Docker-Content-Digest").Single()) : null;
    }

    private async Task<string[]> LayersAsync(ImageReference reference) =>
        (await engine.DockerAsync("image", "inspect", "--format", "{{join .RootFS.Layers \" \"}}", reference.ToString())).Trim().Split(' ');

    private static IEnumerable<string> Processes() =>
        Directory.EnumerateDirectories("/proc").Where(process => char.IsAsciiDigit(Path.GetFileName(process)[0])).Select(process =>
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")).Replace('\0', ' ');
        }
        catch (IOException)
        {
            // It ended while we looked.
            return "";
        }
    });
}
