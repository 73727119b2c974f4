using KegImages.Commands;
using KegImages.Pipeline;

namespace KegImages.Tests.Pipeline;

/// <summary>An image is planned and built for the platform of what builds it, whatever the client's variables say.</summary>
public sealed class BuilderPlatformTests
{
    private static readonly string Other = OwnPlatform.Name == "linux/arm64" ? "linux/amd64" : "linux/arm64";

    [Fact]
    public async Task The_builder_is_told_its_own_platform()
    {
        using var run = await PretendedRun.CreateAsync();

        await run.RunAsync();

        Platforms(run).ShouldBe([OwnPlatform.Name]);
        run.Printed.ToString().ShouldNotContain("left aside");
    }

    [Fact]
    public async Task A_builder_of_another_platform_has_the_plan_made_again_once()
    {
        using var run = await PretendedRun.CreateAsync();
        run.BuilderPlatforms = $"{Other}, linux/386";

        await run.RunAsync();

        Platforms(run).ShouldBe([Other]);
        run.Printed.ToString().ShouldContain(
            $"the builder builds for {Other}, and the plan was made for {OwnPlatform.Name} at first: it was made again");
        run.Printed.GetStringBuilder().Clear();
        run.Runner.Commands.Clear();
        await run.RunAsync();
        Builds(run).ShouldBeEmpty("what was built for that platform is found without a builder's answer");
        run.Printed.ToString().ShouldNotContain("it was made again");
    }

    [Fact]
    public async Task A_builder_elsewhere_is_asked_once_and_remembered()
    {
        using var run = await PretendedRun.CreateAsync();
        run.BuilderPlatforms = Other;
        var plan = run.Options with { DryRun = true, Builder = "far" };

        await run.RunAsync(plan);
        await run.RunAsync(plan);

        run.Runner.Commands.Where(command => command.Arguments is ["buildx", "inspect", ..]).Select(command => command.Arguments[^1])
            .ShouldBe(["far"]);
        run.Printed.ToString().ShouldContain($"--platform {Other} ");
    }

    [Fact]
    public async Task A_variable_of_the_client_changes_nothing_and_is_said_to_be_left_aside()
    {
        using var run = await PretendedRun.CreateAsync();
        run.Environment = run.Environment.Add("DOCKER_DEFAULT_PLATFORM", Other);

        await run.RunAsync();

        Platforms(run).ShouldBe([OwnPlatform.Name]);
        run.Printed.ToString().ShouldContain("left aside, because no image may depend on it: DOCKER_DEFAULT_PLATFORM in the environment");
    }

    [Fact]
    public async Task A_plan_of_this_machines_engine_asks_nobody()
    {
        using var run = await PretendedRun.CreateAsync();

        await run.RunAsync(run.Options with { DryRun = true });

        run.Runner.Commands.ShouldNotContain(command => command.Executable == "docker");
    }

    private static IEnumerable<string> Platforms(PretendedRun run) =>
        Builds(run).Select(command => command.Arguments[command.Arguments.IndexOf("--platform") + 1]).Distinct();

    private static IEnumerable<Command> Builds(PretendedRun run) =>
        run.Runner.Commands.Where(command => command.Arguments is ["buildx", "build", ..]);
}
