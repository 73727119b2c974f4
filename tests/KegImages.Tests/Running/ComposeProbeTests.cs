using System.ComponentModel;
using KegImages.Building;
using KegImages.Engines;
using KegImages.Running;
using KegImages.Tests.Building;
using KegImages.Tests.Engines;

namespace KegImages.Tests.Running;

public sealed class ComposeProbeTests : IDisposable
{
    private readonly FakeEngine engine = new(200);

    public void Dispose() => engine.Dispose();

    [Theory]
    [InlineData("2.26.1-4\n")]
    [InlineData("v2.24.0\n")]
    [InlineData("5.0.1")]
    public Task An_engine_and_a_new_enough_compose_are_all_it_needs(string compose) => ProbeAsync(engine.Engine, 0, compose);

    [Fact]
    public async Task What_is_missing_is_told_together()
    {
        var problems = (await Should.ThrowAsync<WrongUseException>(ProbeAsync(FakeEngine.Nowhere, 1, ""))).Problems;

        problems.Select(problem => problem.Message)
            .ShouldBe(["no Docker engine answers: Cannot connect to the Docker daemon at unix:///nowhere/engine.sock. Is the docker daemon "
                + "running?", "docker has no compose plugin: 'docker compose version' does not answer"]);
        problems.ShouldAllBe(problem => problem.Next!.Contains("--profile local"));
    }

    [Fact]
    public async Task An_old_compose_is_told_with_what_is_needed() =>
        (await Should.ThrowAsync<WrongUseException>(ProbeAsync(engine.Engine, 0, "1.29.2"))).Message.ShouldStartWith(
            "docker compose is 1.29.2, at least 2.24 is needed");

    [Fact]
    public async Task What_needs_the_engine_alone_starts_no_program()
    {
        var runner = new ScriptedRunner((_, _, _) => throw new FailedException("no", new Win32Exception(2)));

        await new ComposeProbe(runner, new DockerClient(), engine.Engine).RequireAsync(false, default);

        runner.Commands.ShouldBeEmpty();
        engine.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_machine_without_docker_is_told_what_to_install()
    {
        var runner = new ScriptedRunner((_, _, _) => throw new FailedException("no", new Win32Exception(2)));

        (await Should.ThrowAsync<WrongUseException>(new ComposeProbe(runner, new DockerClient(), FakeEngine.Nowhere).RequireAsync(true,
            default))).Message.ShouldStartWith("'docker' is not on the PATH");
    }

    private static Task ProbeAsync(Engine engine, int exitCode, string compose) => new ComposeProbe(
        new ScriptedRunner((command, _, _) => Task.FromResult(ScriptedRunner.Ended(command, exitCode, compose))),
        new DockerClient(), engine).RequireAsync(true, default);
}
