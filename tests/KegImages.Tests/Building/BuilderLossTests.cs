using KegImages.Building;
using KegImages.Commands;
using KegImages.Tests.Engines;

namespace KegImages.Tests.Building;

/// <summary>A builder that dies is no broken image: it is waited for, and when it does not come back that is said once.</summary>
public sealed class BuilderLossTests : BuildingTests
{
    [Theory]
    [InlineData(1, "ERROR: failed to receive status: rpc error: code = Unavailable desc = error reading from server: EOF")]
    [InlineData(1, "ERROR: failed to solve: Unavailable: closing transport due to: connection error: desc = \"error reading from server: "
        + "EOF\", received prior goaway: code: NO_ERROR")]
    [InlineData(1, "ERROR: Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?")]
    [InlineData(1, "ERROR: listing workers for Build: failed to list workers: Unavailable: connection error: desc = \"transport: Error "
        + "while dialing: dial unix /run/buildkit.sock: connect: connection refused\"")]
    [InlineData(1, "error during connect: Post \"http://docker/v1.45/grpc\": EOF")]
    [InlineData(1, "ERROR: failed to solve: Canceled: context canceled")]
    [InlineData(1, "ERROR: failed to solve: DeadlineExceeded: context deadline exceeded")]
    [InlineData(1, "ERROR: read tcp 127.0.0.1:1->127.0.0.1:2: read: connection reset by peer")]
    [InlineData(1, "ERROR: rpc error: code = Unavailable desc = transport is closing")]
    [InlineData(2, "panic: runtime error: invalid memory address or nil pointer dereference")]
    [InlineData(2, "goroutine 1 [running]:")]
    [InlineData(137, "")]
    [InlineData(139, "")]
    public void What_says_that_the_builder_is_gone_is_known(int exitCode, string said) => LossIn(exitCode, said).ShouldNotBeNull();

    [Theory]
    [InlineData("process \"/bin/sh -c echo 'transport is closing: EOF'; exit 1\" did not complete successfully: exit code: 1")]
    [InlineData("process \"/bin/sh -c curl http://x: connection refused\" did not complete successfully: exit code: 7")]
    [InlineData("process \"/bin/sh -c kill -9 $$\" did not complete successfully: exit code: 137")]
    [InlineData("failed to do request: Head \"http://127.0.0.1:5000/v2/a/manifests/b\": dial tcp 127.0.0.1:5000: connect: connection "
        + "refused")]
    [InlineData("failed to compute cache key: \"/EOF\": not found")]
    public void An_instruction_that_fails_is_the_image_s_whatever_its_words_are(string error)
    {
        var log = new BuildLog();
        log.Add(new VertexChanged(new Vertex("sha256:1", "[2/2] RUN it") { Error = error }));
        log.Add(new VertexLogged("sha256:1", "rpc error: code = Unavailable desc = error reading from server: EOF"));
        log.Add(new PlainLine($"ERROR: failed to solve: {error}"));

        foreach (var exitCode in new[] { 1, 2, 137 })
            BuilderLoss.In(ScriptedRunner.Ended(new Command("docker"), exitCode), log).ShouldBeNull();
    }

    [Theory]
    [InlineData("[internal] waiting for connection", true)]
    [InlineData("[internal] booting buildkit", true)]
    [InlineData("[internal] load build definition from Dockerfile", false)]
    [InlineData("[2/2] RUN it", false)]
    public void A_builder_that_is_not_reached_at_all_is_lost_whatever_that_failed_by(string vertex, bool isLost)
    {
        var log = new BuildLog();
        log.Add(new VertexChanged(new Vertex("sha256:1", vertex) { Error = "context deadline exceeded" }));
        log.Add(new PlainLine("ERROR: context deadline exceeded"));

        (BuilderLoss.In(ScriptedRunner.Ended(new Command("docker"), 1), log) is not null).ShouldBe(isLost);
    }

    [Theory]
    [InlineData("failing-run")]
    [InlineData("parse-error")]
    [InlineData("missing-context")]
    [InlineData("failed-push")]
    [InlineData("cancelled-sibling")]
    public void What_a_real_buildx_said_of_broken_images_is_no_loss(string sample) =>
        BuilderLoss.In(ScriptedRunner.Ended(new Command("docker"), 1), Sample.Log(sample)).ShouldBeNull();

    [Theory]
    [InlineData("ERROR: failed to solve: dockerfile parse error on line 3: unknown instruction: EOF")]
    [InlineData("ERROR: failed to solve: failed to read dockerfile: open Dockerfile: no such file or directory")]
    [InlineData("ERROR: resolve : lstat nowhere: no such file or directory")]
    public void What_is_wrong_before_any_instruction_is_no_loss_either(string said) => LossIn(1, said).ShouldBeNull();

    [Fact]
    public async Task An_image_whose_builder_died_and_is_back_is_built_once_more()
    {
        await using var engine = new FakeEngine(200);
        var runner = Dying(deaths: 2);

        var result = await Run(runner, engine: engine.Engine)
            .RunAsync(FamilyOf.Plan(FamilyOf.Step("keg-base"), FamilyOf.Step("tap", "keg-base")), CancellationToken.None);

        result.IsGreen.ShouldBeTrue();
        Builds(runner).ShouldBe(4);
        Events.OfType<ImageProgressed>().Select(progress => progress.Event).OfType<VertexWarned>().Count().ShouldBe(2);
        Events.OfType<ImageEnded>().Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_builder_that_does_not_come_back_ends_the_run_and_no_image_is_called_broken()
    {
        await using var engine = Gone();
        var runner = Dying(deaths: int.MaxValue);

        var result = await Run(runner, engine: engine.Engine).RunAsync(
            FamilyOf.Plan(FamilyOf.Step("one"), FamilyOf.Step("two"), FamilyOf.Step("child", "one"),
                FamilyOf.Step("three")) with { Parallel = 2 }, CancellationToken.None);

        result.Images.Length.ShouldBe(4);
        result.Failed.ShouldBeEmpty();
        result.Blocked.ShouldBeEmpty();
        result.NotStarted.Select(outcome => outcome.Lost).Distinct().ShouldHaveSingleItem()!.ToString()
            .ShouldMatch(
                @"the builder died while (one|two) was built, and did not come back within 30 s: Cannot connect to the Docker daemon");
        Builds(runner).ShouldBe(2, "what was under way, and nothing after it");
        engine.Requests.Count.ShouldBe(5, "it is waited for once, however many lost it");
        Events.OfType<ImageEnded>().Count().ShouldBe(4);
    }

    [Fact]
    public async Task An_image_of_which_the_builder_dies_each_time_is_that_image_s_failure()
    {
        await using var engine = new FakeEngine(200);
        var runner = Dying(deaths: int.MaxValue);

        var result = await Run(runner, engine: engine.Engine).RunAsync(FamilyOf.Plan(FamilyOf.Step("tap")), CancellationToken.None);

        result.Failed.ShouldHaveSingleItem().Failure.Message.ShouldStartWith(
            "the builder died 4 times while it was built, the last time with: Cannot connect to the Docker daemon");
        Builds(runner).ShouldBe(4);
    }

    [Fact]
    public async Task An_engine_that_dies_while_it_pushes_is_waited_for_too()
    {
        await using var engine = new FakeEngine(200);
        var runner = Dying(deaths: 0);
        var pushes = 0;
        var run = Run(runner, (content, _, _) =>
            ++pushes <= 2 ? throw new FailedException($"the engine could not push {content}: gone", new HttpRequestException("gone"))
                : Task.FromResult(Taken(content)), engine: engine.Engine);

        (await run.RunAsync(FamilyOf.Plan(FamilyOf.Step("tap")), CancellationToken.None)).IsGreen.ShouldBeTrue();

        (pushes, Builds(runner)).ShouldBe((3, 2));
    }

    [Fact]
    public async Task A_remote_builder_is_asked_by_its_name()
    {
        var runner = Dying(deaths: 1);

        await Run(runner).RunAsync(FamilyOf.Plan(FamilyOf.Step("tap")) with { Builder = "far" }, CancellationToken.None);

        runner.Commands.ShouldContain(command => string.Join(" ", command.Arguments) == "buildx inspect --bootstrap far");
    }

    private static int Builds(ScriptedRunner runner) => runner.Commands.Count(command => command.Arguments.Contains("--metadata-file"));

    private static string? LossIn(int exitCode, string said)
    {
        var log = new BuildLog();
        if (said.Length > 0)
            log.Add(new PlainLine(said));
        return BuilderLoss.In(ScriptedRunner.Ended(new Command("docker"), exitCode), log);
    }

    private static FakeEngine Gone() => new(200) { Ping = (500, """{"message":"shutting down"}""") };

    private ScriptedRunner Dying(int deaths)
    {
        var builder = Builder();
        var died = 0;
        return new ScriptedRunner((command, onError, cancellationToken) =>
        {
            if (!command.Arguments.Contains("--metadata-file"))
                return Task.FromResult(ScriptedRunner.Ended(command));
            if (Interlocked.Increment(ref died) > deaths)
                return builder.RunAsync(command, null, onError, cancellationToken);
            onError!("ERROR: Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?");
            return Task.FromResult(ScriptedRunner.Ended(command, 1));
        });
    }
}
