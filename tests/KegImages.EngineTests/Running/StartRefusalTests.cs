using KegImages.EngineTests.Engine;
using KegImages.Running;

namespace KegImages.EngineTests.Running;

/// <summary>What a start does not do, and what it says of that.</summary>
[Collection(EngineGroup.Name)]
public sealed class StartRefusalTests(EngineFixture engine, TapFamily family) : IClassFixture<TapFamily>
{
    [EngineFact]
    public async Task A_tap_that_is_not_healthy_fails_with_what_it_said_and_is_left_to_look_at()
    {
        var failure = await family.FailAsync<FailedException>(run => run.Start(), family.Options with { Taps = ["sick"] });

        failure.Message.ShouldContain("sick-develop is unhealthy: its health check says: no database");
        failure.Message.ShouldContain("  listening");
        failure.Message.ShouldContain("./build.sh Logs --tap sick");
        (await family.PsAsync("sick:develop"))["state"]!.ToString().ShouldBe("running, unhealthy");
        await family.StopAsync("sick");
    }

    [EngineFact]
    public async Task Nothing_is_built_where_there_is_no_image_and_the_choices_are_told()
    {
        var refusal = await family.FailAsync<WrongUseException>(run => run.Start(), family.Options with { Taps = ["evf"] },
            new TapOptions { From = "evf:develpo" });

        refusal.Message.ShouldContain(
            $"evf: there is no {family.Reference("evf:develpo")} (--from) (did you mean 'develop'?); nothing is built by a start");
        refusal.Message.ShouldContain($"./build.sh Start --tap evf --from {family.Reference("evf:develop")}");
        family.ShouldHaveBuiltNothing();
        (await family.FailAsync<WrongUseException>(run => run.Start(),
            family.Options with { Taps = ["evv"] })).Message.ShouldContain("did you mean 'evf'?");
        (await family.FailAsync<WrongUseException>(run => run.Start())).Message.ShouldContain("the taps: evf, plain, sick");
    }

    [EngineFact]
    public async Task A_pull_policy_asks_no_registry_where_it_need_not()
    {
        await family.TagAsync("plain:develop", "policy");
        var never = new TapOptions { From = "plain:policy", Pull = PullPolicy.Never };
        (await family.FailAsync<WrongUseException>(run => run.Start(), family.Options with { Taps = ["plain"] },
            never)).Message.ShouldContain("--pull-policy Never asks no registry");
        await family.RunAsync(run => run.Pull(), family.Options with { Taps = ["plain"] },
            new TapOptions { From = "plain:policy", Pull = PullPolicy.IfNotPresent });

        await family.StartAsync("plain", never);

        var requests = engine.AccessLog.Length;
        (await family.StartAsync("plain", never with { Pull = PullPolicy.IfNotPresent })).ShouldContain("plain-policy  runs already");
        engine.AccessLog.Skip(requests).ShouldAllBe(line => !line.Contains(family.Provider.Namespace, StringComparison.Ordinal));
        await family.StopAsync("plain");
    }

    [EngineFact]
    public async Task What_others_made_is_left_alone()
    {
        await engine.DockerAsync("network", "create", "keg-hub-net");
        await engine.DockerAsync("run", "--detach", "--label", "com.docker.compose.project=plain-taken", "--name", "somebody-else",
            engine.Endpoint.RootImage.ToString(), "sleep", "60");
        try
        {
            await family.TagAsync("plain:develop", "taken");
            var refusal = await family.FailAsync<WrongUseException>(run => run.Start(),
                family.Options with { Taps = ["plain"] }, new TapOptions { From = "plain:taken" });
            refusal.Message.ShouldContain("a compose project 'plain-taken' is here already, and is no tap of this family: somebody-else");
            (await family.FailAsync<WrongUseException>(run => run.Start(),
                family.Options with { Taps = ["plain"], DryRun = true },
                    new TapOptions { From = "plain:taken" })).Message.ShouldBe(refusal.Message);

            await family.StartAsync("plain");
            (await family.StopAsync("plain")).ShouldNotContain("network");
            (await engine.TryDockerAsync("network", "inspect", "keg-hub-net")).ExitCode.ShouldBe(0);
        }
        finally
        {
            await engine.DockerAsync("rm", "--force", "somebody-else");
            await engine.DockerAsync("network", "rm", "keg-hub-net");
        }
    }

    [EngineFact]
    public async Task A_dry_run_says_it_all_and_does_nothing()
    {
        var printed = await family.RunAsync(run => run.Start(), family.Options with { Taps = ["evf"], DryRun = true });

        printed.ShouldContain("up --detach --no-build");
        printed.ShouldContain("build: !reset null");
        printed.ShouldContain("a dry run: nothing was pulled, written or started");
        (await family.PsAsync()).ShouldBeEmpty();
        Directory.Exists(Path.Combine(family.Root, ".nuke/temp/running/evf-develop")).ShouldBeFalse();
        family.Commands.ShouldAllBe(command => !command.Arguments.Contains("up"));
    }
}
