using System.Collections.Immutable;
using System.ComponentModel;
using KegImages.Building;
using KegImages.Engines;
using KegImages.References;
using KegImages.Tests.Engines;

namespace KegImages.Tests.Building;

public sealed class EngineProbeTests : IDisposable
{
    private const string Buildx = "github.com/docker/buildx v0.24.0 1ef8a2b";

    private readonly FakeEngine engine = new(200);

    public void Dispose() => engine.Dispose();

    [Theory]
    [InlineData("github.com/docker/buildx 0.13.1+ds1 0.13.1+ds1-3", "0.13.1")]
    [InlineData("github.com/docker/buildx v0.24.0-desktop.2 1ef8a2b", "0.24.0")]
    public async Task Versions_are_read_as_they_are_written(string buildx, string expected)
    {
        var facts = await Probe(engine.Engine, Answers(buildx));

        facts.Engine.ShouldBe(new Version(26, 1, 5));
        facts.Buildx.ToString().ShouldBe(expected);
    }

    [Fact]
    public async Task An_engine_that_does_not_answer_and_a_missing_plugin_are_told_together()
    {
        var problems = (await Should.ThrowAsync<WrongUseException>(Probe(FakeEngine.Nowhere, Answers("", exitCode: 1)))).Problems;

        problems.Select(problem => problem.Message).ShouldBe([
            "no Docker engine answers: Cannot connect to the Docker daemon at unix:///nowhere/engine.sock. Is the docker daemon running?",
                "docker has no buildx plugin: 'docker buildx version' does not answer"]);
        problems.ShouldAllBe(problem => problem.Next!.Contains("--profile local"));
    }

    [Fact]
    public async Task What_is_too_old_is_told_with_what_is_needed()
    {
        engine.Version = (200, """{"Version":"20.10.24"}""");

        var problems = (await Should.ThrowAsync<WrongUseException>(
            Probe(engine.Engine, Answers("github.com/docker/buildx v0.12.1 30feaa1")))).Problems;

        problems[0].Message.ShouldStartWith("the Docker engine is 20.10.24, at least 23.0 is needed");
        problems[1].Message.ShouldStartWith("docker buildx is 0.12.1, at least 0.13 is needed");
    }

    [Fact]
    public async Task A_machine_without_docker_is_told_what_to_install()
    {
        var runner = new ScriptedRunner((_, _, _) => throw new FailedException("no", new Win32Exception(2)));

        var exception = await Should.ThrowAsync<WrongUseException>(Probe(FakeEngine.Nowhere, runner));

        exception.Message.ShouldStartWith("'docker' is not on the PATH");
        exception.Message.ShouldContain("--profile local");
    }

    [Fact]
    public async Task A_remote_builder_needs_no_engine_here()
    {
        (await new EngineProbe(Answers("github.com/docker/buildx v0.13.0 x"), new DockerClient(), engine.Engine)
            .RequireAsync("far", CancellationToken.None)).Engine.ShouldBeNull();

        engine.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_engine_is_asked_for_where_a_named_builder_is_the_engine()
    {
        var runner = Inspecting("docker", "default", "moby.host-gateway-ip: 172.17.0.1");

        var facts = await new EngineProbe(runner, new DockerClient(), engine.Engine).RequireAsync("default", CancellationToken.None);

        facts.Engine.ShouldBe(new Version(26, 1, 5));
        facts.IsKept.ShouldBeFalse("what is named pushes by itself");
    }

    [Fact]
    public async Task A_builder_that_there_is_not_and_one_that_does_not_answer_are_told_apart()
    {
        var runner = Silent(("nowhere", "ERROR: no builder \"nowhere\" found"), ("gone", "ERROR: context deadline exceeded"));

        (await Problems("gone")).ShouldHaveSingleItem().Message
            .ShouldBe("the builder 'gone' does not answer: ERROR: context deadline exceeded");
        (await Problems("nowhere")).ShouldHaveSingleItem().Message.ShouldBe("there is no builder 'nowhere'");
        (await Problems("far", "nowhere")).ShouldHaveSingleItem().Message.ShouldBe("there is no builder 'nowhere'");
        (await Problems("gone", "nowhere")).Length.ShouldBe(2);
        var facts = await Asking("far", "gone");
        facts.Builders.Select(builder => builder.Silence is null).ShouldBe([true, false], "the others build while it is waited for");

        async Task<ImmutableArray<Problem>> Problems(params string[] names) =>
            (await Should.ThrowAsync<WrongUseException>(Asking(names))).Problems;

        Task<EngineFacts> Asking(params string[] names) => new EngineProbe(runner, new DockerClient(), FakeEngine.Nowhere)
            .RequireAsync([.. names.Select(name => new BuilderEntry(name))], isEngineLikely: false, CancellationToken.None);
    }

    [Theory]
    [InlineData("docker", "default", "moby.host-gateway-ip: 172.17.0.1", true)]
    [InlineData("docker", "default", "snapshotter: overlayfs", false)]
    [InlineData("docker", "desktop-linux", "moby.host-gateway-ip: 172.17.0.1", false)]
    [InlineData("docker-container", "default", "executor: oci", false)]
    [InlineData("remote", "tcp://builder:1234", "executor: oci", false)]
    public async Task The_engine_keeps_what_its_own_builder_builds_where_containerd_does_not(string driver, string endpoint, string label,
        bool isKept) => (await Probe(engine.Engine, Inspecting(driver, endpoint, label))).IsKept.ShouldBe(isKept);

    [Fact]
    public async Task An_engine_that_a_program_leads_to_is_left_to_buildx()
    {
        const string Version = """{"Version":"26.1.5"}""";
        var answer = $"HTTP/1.1 200 OK\r\nApi-Version: 1.45\r\nContent-Length: {Version.Length}\r\n\r\n{Version}";
        using var far = new Engine(EngineAddress.By("ssh://me@elsewhere", new Commands.Command("sh", "-c",
            "while read -r line; do case $line in GET*) printf '%s' \"$0\" ;; esac; done", answer)));

        var facts = await Probe(far, Inspecting("docker", "default", "moby.host-gateway-ip: 172.17.0.1"));

        facts.Engine.ShouldBe(new Version(26, 1, 5));
        facts.IsKept.ShouldBeFalse();
    }

    private static Task<EngineFacts> Probe(Engine engine, ScriptedRunner runner) =>
        new EngineProbe(runner, new DockerClient(), engine).RequireAsync(null, CancellationToken.None);

    private static ScriptedRunner Answers(string buildx, int exitCode = 0) =>
        new((command, _, _) => Task.FromResult(ScriptedRunner.Ended(command, exitCode, buildx)));

    private static ScriptedRunner Silent(params (string Name, string Said)[] silent) => new((command, _, _) => Task.FromResult(
        command.Arguments is not ["buildx", "inspect", ..] ? ScriptedRunner.Ended(command, 0, Buildx)
            : silent.FirstOrDefault(builder => builder.Name == command.Arguments[^1]) is { Said: { } said }
                ? ScriptedRunner.Ended(command, 1, error: $"#1 waiting\n{said}\n\n")
                : ScriptedRunner.Ended(command, 0, "Driver: remote\nNodes:\nName: far0\nStatus: running\nPlatforms: linux/amd64\n")));

    private static ScriptedRunner Inspecting(string driver, string endpoint, string label)
    {
        var inspected = $"Name:          default\nDriver:        {driver}\nLast Activity: 2026-01-01 00:00:00 +0000 UTC\n\nNodes:\nName: "
            + $"            default\nEndpoint:         {endpoint}\nStatus:           running\nLabels:\n "
            + $"org.mobyproject.buildkit.worker.{label}\n";
        return new ScriptedRunner((command, _, _) => Task.FromResult(
            ScriptedRunner.Ended(command, 0, command.Arguments is ["buildx", "inspect", ..] ? inspected : Buildx)));
    }
}
