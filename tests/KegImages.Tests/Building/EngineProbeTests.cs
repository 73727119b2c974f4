using System.ComponentModel;
using KegImages.Building;

namespace KegImages.Tests.Building;

public sealed class EngineProbeTests
{
    private const string Engine26 = """{"Client":{"Version":"28.2.2"},"Server":{"Version":"26.1.5+dfsg1"}}""";
    private const string NoEngine = """{"Client":{"Version":"28.2.2"},"Server":null}""";

    [Theory]
    [InlineData("github.com/docker/buildx 0.13.1+ds1 0.13.1+ds1-3", "0.13.1")]
    [InlineData("github.com/docker/buildx v0.24.0-desktop.2 1ef8a2b", "0.24.0")]
    public async Task Versions_are_read_as_they_are_written(string buildx, string expected)
    {
        var facts = await Probe(Engine26, "", buildx);

        facts.Engine.ShouldBe(new Version(26, 1, 5));
        facts.Buildx.ToString().ShouldBe(expected);
    }

    [Fact]
    public async Task An_engine_that_does_not_answer_and_a_missing_plugin_are_told_together()
    {
        var problems = (await Should.ThrowAsync<WrongUseException>(Probe(NoEngine, "Cannot connect to the Docker daemon at unix:///x.", "",
            buildxExit: 1))).Problems;

        problems.Select(problem => problem.Message).ShouldBe([
            "no Docker engine answers: Cannot connect to the Docker daemon at unix:///x.",
                "docker has no buildx plugin: 'docker buildx version' does not answer"]);
        problems.ShouldAllBe(problem => problem.Next!.Contains("--profile local"));
    }

    [Fact]
    public async Task What_is_too_old_is_told_with_what_is_needed()
    {
        var problems = (await Should.ThrowAsync<WrongUseException>(Probe("""{"Server":{"Version":"20.10.24"}}""", "",
            "github.com/docker/buildx v0.12.1 30feaa1"))).Problems;

        problems[0].Message.ShouldStartWith("the Docker engine is 20.10.24, at least 23.0 is needed");
        problems[1].Message.ShouldStartWith("docker buildx is 0.12.1, at least 0.13 is needed");
    }

    [Fact]
    public async Task A_machine_without_docker_is_told_what_to_install()
    {
        var runner = new ScriptedRunner((_, _, _) => throw new FailedException("no", new Win32Exception(2)));

        var exception = await Should.ThrowAsync<WrongUseException>(new EngineProbe(runner, new DockerClient()).RequireAsync(null,
            CancellationToken.None));

        exception.Message.ShouldStartWith("'docker' is not on the PATH");
        exception.Message.ShouldContain("--profile local");
    }

    [Fact]
    public async Task A_remote_builder_needs_no_engine_here()
    {
        var runner = Answers(NoEngine, "no", "github.com/docker/buildx v0.13.0 x", 0);

        (await new EngineProbe(runner, new DockerClient()).RequireAsync("far", CancellationToken.None)).Engine.ShouldBeNull();

        runner.Commands.ShouldNotContain(command => command.Arguments.Contains("version") && !command.Arguments.Contains("buildx"));
    }

    [Theory]
    [InlineData("docker", "default", "moby.host-gateway-ip: 172.17.0.1", "unix:///run/engine.sock")]
    [InlineData("docker", "default", "snapshotter: overlayfs", null)]
    [InlineData("docker", "desktop-linux", "moby.host-gateway-ip: 172.17.0.1", null)]
    [InlineData("docker-container", "default", "executor: oci", null)]
    [InlineData("remote", "tcp://builder:1234", "executor: oci", null)]
    public async Task The_engine_keeps_what_its_own_builder_builds_where_containerd_does_not(string driver, string endpoint, string label,
        string? store)
    {
        var inspected = $"Name:          default\nDriver:        {driver}\nLast Activity: 2026-01-01 00:00:00 +0000 UTC\n\nNodes:\nName: "
            + $"            default\nEndpoint:         {endpoint}\nStatus:           running\nLabels:\n "
            + $"org.mobyproject.buildkit.worker.{label}\n";
        var runner = new ScriptedRunner((command, _, _) => Task.FromResult(ScriptedRunner.Ended(command, 0, command.Arguments switch
        {
            ["version", ..] => Engine26,
            ["buildx", "inspect"] => inspected,
            _ => "github.com/docker/buildx v0.24.0 1ef8a2b",
        })));

        (await new EngineProbe(runner, new DockerClient { Host = "unix:///run/engine.sock" }).RequireAsync(null,
            CancellationToken.None)).Store.ShouldBe(store);
    }

    private static Task<EngineFacts> Probe(string version, string error, string buildx, int buildxExit = 0) =>
        new EngineProbe(Answers(version, error, buildx, buildxExit), new DockerClient()).RequireAsync(null, CancellationToken.None);

    private static ScriptedRunner Answers(string version, string error, string buildx, int buildxExit) =>
        new((command, _, _) => Task.FromResult(
        command.Arguments[0] == "version" ? ScriptedRunner.Ended(command, 0, version, error)
            : ScriptedRunner.Ended(command, buildxExit, buildx)));
}
