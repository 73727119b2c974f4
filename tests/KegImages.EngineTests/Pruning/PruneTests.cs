using System.Text.Json.Nodes;
using KegImages.Consoles;
using KegImages.EngineTests.Engine;
using KegImages.EngineTests.Registry;
using KegImages.Pruning;

namespace KegImages.EngineTests.Pruning;

/// <summary>Tags of branches that are gone go, and nothing else.</summary>
public sealed class PruneTests(EngineFixture engine) : PrunedCloneTests(engine)
{
    [EngineFact]
    public async Task Tags_of_a_branch_that_is_gone_go_and_everything_else_stays()
    {
        var develop = await Clone.PushAsync("develop");
        var gone = await BranchAsync("feature/gone", "tap of the gone");
        var lives = await BranchAsync("feature/lives", "tap of the living");
        // The same digest under a hand-made tag.
        await Clone.MoveByHandAsync("tap", "v1", gone["tap"]);
        await RemoteAsync("develop", "feature/lives");
        var before = await AllAsync();

        var ran = await PruneAsync();

        ran.Error.ShouldBeNull();
        (await Clone.DigestsAsync("feature-gone")).ShouldBeEmpty();
        (await Clone.RecordAsync("feature-gone")).ShouldBeNull();
        foreach (var tag in new[] { "develop", "master" })
            (await Clone.DigestsAsync(tag)).ShouldBe(develop, ignoreOrder: true, customMessage: tag);
        (await Clone.DigestsAsync("feature-lives")).ShouldBe(lives, ignoreOrder: true);
        (await Clone.DigestsAsync("v1"))["tap"].ShouldBe(gone["tap"]);
        var after = await AllAsync();
        before.Except(after).Select(tag => tag.Split('@')[0])
            .ShouldBe(["base:feature-gone", "tap:feature-gone", "keg-family:feature-gone"], ignoreOrder: true);
        ran.Output.ShouldContain("its branch 'feature/gone' is gone");
        ran.Output.ShouldContain("pull requests were not asked for");
        // The markers are the only manifests that were deleted.
        foreach (var digest in before.Select(tag => tag.Split('@')[1]))
            ran.Requests.ShouldNotContain(request =>
                request.StartsWith("DELETE ", StringComparison.Ordinal) && request.EndsWith(digest, StringComparison.Ordinal));
        ran.Writes.Where(request =>
            request.StartsWith("PUT ", StringComparison.Ordinal)
                && request.Contains("/manifests/develop", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [EngineFact]
    public async Task A_dry_run_says_the_same_and_writes_nothing()
    {
        await Clone.PushAsync("develop");
        await BranchAsync("feature/gone", "tap of the gone");
        await RemoteAsync("develop");
        var before = await AllAsync();

        var ran = await PruneAsync(new PruneOptions { OlderThan = "0d" }, dryRun: true);

        ran.Error.ShouldBeNull();
        ran.Writes.ShouldBeEmpty();
        (await AllAsync()).ShouldBe(before);
        ran.Output.ShouldContain("its branch 'feature/gone' is gone");
        ran.Output.ShouldContain("a dry run: nothing was removed");
        var verdicts = JsonNode.Parse(
            await File.ReadAllTextAsync(Path.Combine(Clone.Root, "output", "prune.json")))!["verdicts"]!.AsArray();
        verdicts.ShouldContain(verdict => (string?)verdict!["action"] == "keep" && (string?)verdict["reason"] == "the default tag");
        verdicts.ShouldContain(verdict => (string?)verdict!["action"] == "removeManifest" && (string?)verdict["image"] == "tap");
    }

    [EngineFact]
    public async Task A_list_of_tags_that_leads_away_removes_nothing()
    {
        await Clone.PushAsync("develop");
        await BranchAsync("feature/gone", "tap of the gone");
        await BranchAsync("feature/lives", "tap of the living");
        await RemoteAsync("develop", "feature/lives");
        var before = await AllAsync();
        await using var registry = RefusingRegistry.OfLists(Engine.Endpoint.Registry);

        var ran = await Clone.RunAsync((options, world) =>
            options.PruneAsync(new PruneOptions { OlderThan = "0d" }, world with { Registry = registry.Address }));

        ran.ExitCode.ShouldBe(1);
        ran.Error!.Message.ShouldContain(
            $"not all tags of {registry.Address}/{Clone.Provider.Namespace}/keg-family could be listed: its header Link leads away from "
                + "the list: '<https://mirror.example.com/");
        ran.Error.Message.ShouldContain("what was not listed is not gone, and nothing is removed");
        ran.Writes.ShouldBeEmpty();
        (await AllAsync()).ShouldBe(before);
    }

    [EngineFact(Explicit = true)]
    public async Task One_that_is_interrupted_says_how_much_it_removed_and_the_same_command_goes_on()
    {
        await Clone.PushAsync("develop");
        await BranchAsync("feature/gone", "tap of the gone");
        await RemoteAsync("develop");
        var before = await AllAsync();
        using var interruption = new CancellationTokenSource();
        // What is being deleted when Ctrl+C comes is deleted, and nothing after it; the first request only asks whether anything can be.
        var deletions = 0;
        await using var registry = RefusingRegistry.Watched(Engine.Endpoint.Registry,
            (method, _) => method == "DELETE" && Interlocked.Increment(ref deletions) == 2 ? interruption.CancelAsync()
                : Task.CompletedTask);
        using var said = new StringWriter();

        await Should.ThrowAsync<OperationCanceledException>(() => Clone.RunAsync(async (options, world) =>
        {
            var there = options.At(world with { Registry = registry.Address, Terminal = Terminal.Plain(said) });
            await (await PruneCommand.DecideAsync(new PruneOptions { OlderThan = "0d" }, there, options.Selection, default))
                .CarryOut(interruption.Token);
        }));

        said.ToString().ShouldContain("interrupted: removed before that: 1; all else is as it was, and the same command goes on with it");
        var gone = before.Except(await AllAsync()).ToList();
        gone.Count.ShouldBe(1);
        (await PruneAsync(new PruneOptions { OlderThan = "0d" })).Error.ShouldBeNull();
        before.Except(await AllAsync()).Count().ShouldBeGreaterThan(1);
    }

    [EngineFact]
    public async Task One_branch_alone_is_cleaned_up_and_only_when_it_is_gone()
    {
        await Clone.PushAsync("develop");
        await BranchAsync("feature/one", "tap of one");
        await BranchAsync("feature/two", "tap of two");
        await RemoteAsync("develop", "feature/one");
        var before = await AllAsync();

        var lives = await PruneAsync(new PruneOptions { Branch = "feature/one" });
        lives.Error.ShouldBeNull();
        lives.Output.ShouldContain("its branch 'feature/one' lives");
        lives.Writes.ShouldBeEmpty();
        (await PruneAsync(new PruneOptions { Branch = "develop" })).ExitCode.ShouldBe(2);
        var others = await PruneAsync(new PruneOptions { Branch = "feature-two" });
        others.ExitCode.ShouldBe(2);
        others.Error!.Message.ShouldContain("the tag 'feature-two' belongs to the branch 'feature/two', not to 'feature-two'");
        (await AllAsync()).ShouldBe(before);

        (await PruneAsync(new PruneOptions { Branch = "feature/two" })).Error.ShouldBeNull();

        var after = await AllAsync();
        before.Except(after).Select(tag => tag.Split('@')[0])
            .ShouldBe(["base:feature-two", "tap:feature-two", "keg-family:feature-two"], ignoreOrder: true);
        (await PruneAsync(new PruneOptions { Branch = "feature/two" })).Output.ShouldContain("nothing to remove");
    }

    [EngineFact]
    public async Task A_remote_that_cannot_be_trusted_removes_nothing()
    {
        await Clone.PushAsync("develop");
        await BranchAsync("feature/gone", "tap of the gone");
        var before = await AllAsync();

        var empty = await PruneAsync();
        empty.ExitCode.ShouldBe(1);
        empty.Error!.Message.ShouldContain("names no branch at all");
        await Clone.GitAsync("push", "--quiet", "origin", "develop:refs/heads/main");
        (await PruneAsync()).Error!.Message.ShouldContain("'origin' has no branch 'develop'");
        await Clone.GitAsync("remote", "set-url", "origin", Remote + "-missing");
        var missing = await PruneAsync();
        missing.ExitCode.ShouldBe(1);
        missing.Error!.Message.ShouldContain("git ls-remote");
        missing.Requests.ShouldBeEmpty();
        (await AllAsync()).ShouldBe(before);
    }

    [EngineFact]
    public async Task Names_in_the_engine_go_unless_a_container_uses_the_image()
    {
        await Clone.PushAsync("develop");
        await RemoteAsync("develop");
        foreach (var (branch, tag) in new[] { ("feature/local", "feature-local"), ("feature/used", "feature-used"),
            ("develop", "feature-none") })
        {
            Clone.Write("context/Dockerfile", $"FROM scratch\nCOPY Dockerfile /{tag}\nCMD [\"/x\"]\n");
            await Engine.DockerAsync("build", "--quiet", "--label", $"io.keg.branch={branch}", "--tag", $"{Clone.Provider}/tap:{tag}",
                Path.Combine(Clone.Root, "context"));
        }

        var container = (await Engine.DockerAsync("container", "create", $"{Clone.Provider}/tap:feature-used")).Trim();
        try
        {
            var ran = await PruneAsync();

            ran.Error.ShouldBeNull();
            ran.Output.ShouldMatch($"local +{Clone.Provider}/tap:feature-local");
            (await Engine.DockerAsync("image", "ls", "--format", "{{.Repository}}:{{.Tag}}")).Split('\n')
                .Where(name => name.StartsWith($"{Clone.Provider}/tap:feature-", StringComparison.Ordinal)).Order()
                .ShouldBe([$"{Clone.Provider}/tap:feature-none", $"{Clone.Provider}/tap:feature-used"]);
        }
        finally
        {
            await Engine.TryDockerAsync("container", "rm", container);
            await Engine.TryDockerAsync("image", "rm", $"{Clone.Provider}/tap:feature-none", $"{Clone.Provider}/tap:feature-used");
        }
    }
}
