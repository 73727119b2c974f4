using KegImages.Building;
using KegImages.Revisions;
using KegImages.Running;

namespace KegImages.Tests.Running;

public sealed class StartPlanTests
{
    private static readonly ComposeService Herkin = new("herkin") { Image = "ghcr.io/simpleviewinc/keg-herkin:develop",
        Networks = ["default"] };

    [Fact]
    public void The_tap_s_own_file_is_overridden_where_it_would_build_or_collide() => Text(Runs.Facts.With(Runs.Compose(
        Herkin with { HasBuild = true, ContainerName = "keg-herkin", Ports = [new ComposePort(19006, "", "127.0.0.1")] },
        new ComposeService("search") { Image = "opensearch:2", HasBuild = true }))).ShouldMatchApproved();

    [Fact]
    public void Without_a_file_of_its_own_a_tap_runs_from_the_image_alone() =>
        Text(Runs.Facts with { HasNetwork = false }).ShouldMatchApproved();

    [Fact]
    public void A_port_that_is_asked_for_takes_the_place_of_the_file_s() => Text(Runs.Facts.With(Runs.Compose(
        Herkin with { Ports = [new ComposePort(19006, "19006", ""), new ComposePort(5353, "53", "::1", "udp")],
            Networks = ["back"] })) with { Port = 8080 }).ShouldMatchApproved();

    [Fact]
    public void Nothing_is_ever_built_and_a_start_that_asks_no_registry_pulls_nothing()
    {
        var plan = Plan(Runs.Facts with { Pull = PullPolicy.Never });

        plan.Up.Arguments.ShouldContain("--no-build");
        plan.Wait.Arguments.ShouldContain("--no-build");
        plan.Up.Arguments.TakeLast(2).ShouldBe(["--pull", "never"]);
        plan.Up.ToString().ShouldNotContain(" build");
    }

    [Fact]
    public void A_service_that_has_only_a_build_is_refused_with_its_file()
    {
        var problem = Should.Throw<WrongUseException>(() =>
            Plan(Runs.Facts.With(Runs.Compose(Herkin, new ComposeService("worker") { HasBuild = true })))).Problems.Single();

        problem.Message.ShouldBe("the service 'worker' has a build and no image, and a start builds nothing");
        problem.Location!.File.ShouldBe("taps/keg-herkin/container/docker-compose.yml");
    }

    [Fact]
    public void A_file_with_no_service_that_is_the_tap_is_refused_with_its_services() =>
        Should.Throw<WrongUseException>(() =>
            Plan(Runs.Facts.With(Runs.Compose(new ComposeService("web") { Image = "a" }, new ComposeService("api") { Image = "b" }))))
            .Message.ShouldBe($"taps/keg-herkin/container/docker-compose.yml: no service is called 'keg-herkin' or 'herkin', so which "
                + $"one is the tap is not known{Environment.NewLine}  call one of its services so: api, web");

    [Theory]
    [InlineData(0, "not a port from 1 to 65535")]
    [InlineData(70000, "not a port from 1 to 65535")]
    public void A_port_that_is_none_is_refused(int port, string reason) =>
        Should.Throw<WrongUseException>(() => Plan(Runs.Facts with { Port = port })).Message.ShouldContain(reason);

    [Fact]
    public void A_port_for_a_tap_that_has_none_is_refused() =>
        Should.Throw<WrongUseException>(() =>
            Plan(Runs.Facts with { Ports = [], Port = 8080 })).Message.ShouldContain("no port of 'keg-herkin' is known");

    [Fact]
    public void What_a_start_can_only_warn_of_is_said()
    {
        var service = Herkin with { NetworkMode = "host", Unset = ["HOME_PAGE"], Networks = [] };

        var plan = Plan(Runs.Facts.With(Runs.Compose(service)) with { Ports = [], HasNetwork = false,
            Sync = new SyncFacts { BuiltBranch = BranchName.Parse("develop"), Branch = BranchName.Parse("feature/x") } });

        plan.MakeNetwork.ShouldBeNull();
        plan.Compose.Text.ShouldNotContain("networks:");
        plan.Warnings.Length.ShouldBe(4);
        plan.Warnings[0].ShouldContain("file sync would overwrite all of the tap's folder");
        plan.Warnings[1].ShouldContain("HOME_PAGE is named without a value");
        plan.Warnings[2].ShouldContain("network_mode host");
        plan.Warnings[3].ShouldContain("no port of 'keg-herkin' is known");
    }

    [Fact]
    public void No_variable_of_the_tap_is_in_a_command_or_in_the_generated_file()
    {
        var facts = Runs.Facts with { Variables = [new("NPM_TOKEN", "very-secret-value", "values.yml:9", true)] };

        var plan = Plan(facts);

        foreach (var text in new[] { plan.Compose.Text, plan.Up.ToString(), plan.Wait.ToString() })
            text.ShouldNotContain("very-secret-value");
        plan.Variables.Text.ShouldContain("NPM_TOKEN=\"very-secret-value\"\n");
    }

    private static StartPlan Plan(StartFacts facts) => StartPlan.Of(facts, new DockerClient());

    private static string Text(StartFacts facts)
    {
        var plan = Plan(facts);
        return string.Join('\n',
            [.. new[] { plan.MakeNetwork, plan.Up, plan.Wait }.Where(command => command is not null).Select(command => $"$ {command}"), "",
                plan.Compose.Text, plan.Variables.Text]);
    }
}
