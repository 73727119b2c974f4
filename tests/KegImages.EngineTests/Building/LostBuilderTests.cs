using System.Collections.Concurrent;
using KegImages.Building;
using KegImages.EngineTests.Engine;
using KegImages.Planning;
using KegImages.Processes;
using KegImages.References;

namespace KegImages.EngineTests.Building;

/// <summary>What a real buildx says when a real engine is gone, and that no image is blamed for it.</summary>
public sealed class LostBuilderTests(EngineFixture engine) : IDisposable
{
    private readonly ConcurrentQueue<BuildEvent> events = [];
    private readonly string temporary = Directory.CreateTempSubdirectory("keg-engine-lost-").FullName;
    private FamilyFolder? folder;

    private FamilyFolder Folder => folder ??= new FamilyFolder(engine.NewNamespace());

    public void Dispose()
    {
        folder?.Dispose();
        Directory.Delete(temporary, recursive: true);
    }

    [EngineFact]
    public async Task An_engine_that_breaks_off_while_it_runs_an_instruction_builds_the_image_once_more()
    {
        await using var cut = new CutEngine(engine.Endpoint.DockerHost);

        var result = await RunAsync(cut, () => cut.Cut(forGood: false), Step("slow", "echo begun && sleep 2"));

        result.IsGreen.ShouldBeTrue(Said(result));
        events.OfType<ImageProgressed>().Select(happened => happened.Event).OfType<VertexWarned>()
            .ShouldHaveSingleItem().Text.ShouldStartWith("the builder died, is back");
    }

    [EngineFact]
    public async Task An_engine_that_is_gone_ends_the_run_with_one_message()
    {
        await using var cut = new CutEngine(engine.Endpoint.DockerHost);

        var result = await RunAsync(cut, () => cut.Cut(forGood: true), Step("slow", "echo begun && sleep 2"), Step("later", "true"));

        result.Failed.ShouldBeEmpty();
        result.NotStarted.Select(outcome => outcome.Step.Image.Name.ToString()).ShouldBe(["slow", "later"]);
        result.NotStarted.Select(outcome => outcome.Lost).Distinct().ShouldHaveSingleItem()!.ToString()
            .ShouldStartWith("the builder died while slow was built, and did not come back within 30 s: ");
    }

    [EngineFact]
    public async Task An_instruction_that_speaks_of_broken_connections_and_is_killed_is_the_image_s_failure()
    {
        await using var cut = new CutEngine(engine.Endpoint.DockerHost);

        var result = await RunAsync(cut, () => { },
            Step("broken", "echo begun && echo 'code = Unavailable desc = error reading from server: EOF' >&2 && exit 137"));

        result.Failed.ShouldHaveSingleItem().Failure.Message.ShouldContain("exit code: 137");
        events.OfType<ImageProgressed>().Select(happened => happened.Event).OfType<VertexWarned>().ShouldBeEmpty();
    }

    private BuildStep Step(string name, string run) => Folder.Step(name, $"FROM {engine.Endpoint.RootImage}\nCOPY salt /\nRUN {run}\n");

    private async Task<FamilyState> RunAsync(CutEngine cut, Action begun, params BuildStep[] steps)
    {
        var hasBegun = 0;
        var docker = new DockerClient(engine.Endpoint.DockerExecutable) { Environment = engine.Endpoint.Environment.SetItem("DOCKER_HOST",
            cut.Address), Host = cut.Address };
        using var api = EngineFixture.EngineOf(docker);
        var run = new PlannedBuilds(new ProcessRunner(), docker, api, Folder.Path, temporary, (_, _) => Task.FromResult<Digest?>(null),
            happened =>
        {
            events.Enqueue(happened);
            if (happened is ImageProgressed { Event: VertexLogged { Line: "begun" } } && Interlocked.Exchange(ref hasBegun, 1) == 0)
                begun();
        }) { Clock = new HurriedClock() };
        var plan = new BuildPlan { Images = [.. steps.Select(step => new Planned(step))], Push = false, Parallel = 1 };
        return await run.RunAsync(plan, CancellationToken.None);
    }

    private static string Said(FamilyState result) =>
        string.Join('\n', result.Failed.Select(outcome => $"{outcome.Failure.Message}: {string.Join('\n', outcome.Failure.Log)}")
            .Concat(result.NotStarted.Select(outcome => $"{outcome.Lost}")));

    // Every wait is over at once.
    private sealed class HurriedClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
