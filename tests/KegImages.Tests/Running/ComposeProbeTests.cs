using System.ComponentModel;
using KegImages.Building;
using KegImages.Running;
using KegImages.Tests.Building;

namespace KegImages.Tests.Running;

public sealed class ComposeProbeTests
{
    [Theory]
    [InlineData("2.26.1-4\n")]
    [InlineData("v2.24.0\n")]
    [InlineData("5.0.1")]
    public Task An_engine_and_a_new_enough_compose_are_all_it_needs(string compose) => ProbeAsync((0, "26.1.5\n", ""), (0, compose, ""));

    [Fact]
    public async Task What_is_missing_is_told_together()
    {
        var problems = (await Should.ThrowAsync<WrongUseException>(ProbeAsync((1, "", "Cannot connect to the Docker daemon"),
            (1, "", "unknown command")))).Problems;

        problems.Select(problem => problem.Message)
            .ShouldBe(["no Docker engine answers: Cannot connect to the Docker daemon",
                "docker has no compose plugin: 'docker compose version' does not answer"]);
        problems.ShouldAllBe(problem => problem.Next!.Contains("--profile local"));
    }

    [Fact]
    public async Task An_old_compose_is_told_with_what_is_needed() =>
        (await Should.ThrowAsync<WrongUseException>(ProbeAsync((0, "26.1.5", ""), (0, "1.29.2", "")))).Message.ShouldStartWith(
            "docker compose is 1.29.2, at least 2.24 is needed");

    [Fact]
    public async Task What_needs_the_engine_alone_asks_for_no_compose()
    {
        List<string> asked = [];
        var runner = new ScriptedRunner((command, _, _) =>
        {
            asked.Add(command.Arguments[0]);
            return Task.FromResult(ScriptedRunner.Ended(command, 0, "26.1.5", ""));
        });

        await new ComposeProbe(runner, new DockerClient()).RequireAsync(false, default);

        asked.ShouldBe(["version"]);
    }

    [Fact]
    public async Task A_machine_without_docker_is_told_what_to_install()
    {
        var runner = new ScriptedRunner((_, _, _) => throw new FailedException("no", new Win32Exception(2)));

        (await Should.ThrowAsync<WrongUseException>(new ComposeProbe(runner, new DockerClient()).RequireAsync(true,
            default))).Message.ShouldStartWith("'docker' is not on the PATH");
    }

    private static Task ProbeAsync((int, string, string) engine, (int, string, string) compose) => new ComposeProbe(
        new ScriptedRunner((command, _, _) =>
        {
            var (code, output, error) = command.Arguments[0] == "version" ? engine : compose;
            return Task.FromResult(ScriptedRunner.Ended(command, code, output, error));
        }),
        new DockerClient()).RequireAsync(true, default);
}
