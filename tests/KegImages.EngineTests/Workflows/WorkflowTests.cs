using KegImages.Commands;
using KegImages.Configuration;
using KegImages.EngineTests.Engine;
using KegImages.EngineTests.Pipeline;
using KegImages.Loading;
using KegImages.Processes;
using KegImages.Workflows;

namespace KegImages.EngineTests.Workflows;

/// <summary>
/// The compiled workflows of a small family, carried out against the real engine and registry; afterwards the registry is looked at.
/// </summary>
public sealed class WorkflowTests(EngineFixture engine, ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly string[] Names = ["keg-base", "tap", "one", "two", "keg-family"];

    // The build program of the same compilation as these tests.
    private static readonly string Program = typeof(WorkflowTests).Assembly.Location.Replace("KegImages.EngineTests", "_build",
        StringComparison.Ordinal);

    private GitFamily? made;
    private GitHubRunner? runner;

    private GitFamily Family => made!;

    private GitHubRunner Runner => runner!;

    public async ValueTask InitializeAsync()
    {
        if (EngineFixture.WhySkipped is not null)
            return;
        File.Exists(Program).ShouldBeTrue($"build the solution first: there is no {Program}");
        made = await GitFamily.CreateAsync(engine);
        made.Write(".gitignore", ".nuke/\noutput/\n");
        made.Write("build.cmd", $"mkdir -p .nuke && exec dotnet '{Program}' \"$@\" --root . --no-logo\n");
        (await new ProcessRunner().RunAsync(new Command("chmod", "+x", Path.Combine(made.Root, "build.cmd")), null, null,
            CancellationToken.None)).OrThrow();
        await made.CommitAsync("a build");
        runner = new GitHubRunner(made.Root, Machine());
    }

    public ValueTask DisposeAsync()
    {
        made?.Dispose();
        return ValueTask.CompletedTask;
    }

    [EngineFact]
    public async Task A_branch_lives_from_push_to_deletion_and_touches_only_its_own_tags()
    {
        var first = await ShaAsync("HEAD");
        (await RunAsync(WorkflowKind.Images, GitHubEvent.Push("develop", first)))
            .ShouldBe(["Plan: success", "Build base: success", "Build hub: success", "Build one: success", "Build two: success",
                "Publish: success"]);
        var develop = await TagsAsync();
        foreach (var name in Names[..4])
            Tags(develop, name).Where(tag => !tag.StartsWith("fp-", StringComparison.Ordinal)).ShouldBe(["develop", "master"]);

        // Nothing changed: the plan says so, and nothing else runs.
        (await RunAsync(WorkflowKind.Images, GitHubEvent.Push("develop", first))).ShouldBe(["Plan: success"]);
        (await TagsAsync()).ShouldBe(develop);

        await Family.GitAsync("switch", "--quiet", "--create", "Feature/Login");
        Family.Write("taps/one/file", "one of the branch");
        await Family.CommitAsync("on the branch");
        (await RunAsync(WorkflowKind.PullRequest,
            GitHubEvent.PullRequest("Feature/Login", await ShaAsync("HEAD"),
                first))).ShouldBe(["Plan: success", "Build one: success", "Publish: success"]);
        var branch = await TagsAsync();
        branch.Except(develop).Select(tag => tag.Split('@')[0]).Where(tag => tag.EndsWith(":feature-login", StringComparison.Ordinal))
            .ShouldBe(["one:feature-login", "keg-family:feature-login"]);
        branch.Except(develop).ShouldAllBe(tag =>
            tag.StartsWith("one:fp-", StringComparison.Ordinal) || tag.Contains(":feature-login", StringComparison.Ordinal));
        develop.ShouldBeSubsetOf(branch);
        (await Family.DigestAsync("one", "feature-login")).ShouldNotBe(await Family.DigestAsync("one", "develop"));

        // What is taken back does not stay under the tag.
        Family.Write("taps/one/file", "one 1");
        await Family.CommitAsync("taken back");
        (await RunAsync(WorkflowKind.PullRequest,
            GitHubEvent.PullRequest("Feature/Login", await ShaAsync("HEAD"), first))).ShouldBe(["Plan: success", "Publish: success"]);
        (await Family.DigestAsync("one", "feature-login")).ShouldBe(await Family.DigestAsync("one", "develop"));
        branch = await TagsAsync();

        // Two taps stand on it, so three images are built, and none of them leaves the machine.
        await Family.GitAsync("switch", "--quiet", "--create", "develop-of-a-fork", "develop");
        Family.Write("images/tap/file", "tap of a fork");
        await Family.CommitAsync("from a fork");
        (await RunAsync(WorkflowKind.PullRequest,
            GitHubEvent.PullRequest("develop", await ShaAsync("HEAD"), first,
                from: "someone/family"))).ShouldBe(["Build for a fork: success"]);
        Runner.Printed.ShouldHaveSingleItem().ShouldContain("3 to build");
        (await TagsAsync()).ShouldBe(branch);

        // A pull request is closed, and its branch goes on: so does its tag.
        (await RunAsync(WorkflowKind.CleanUp,
            GitHubEvent.PullRequest("Feature/Login", first, first, action: "closed"))).ShouldBe(["Remove the branch's tag: success"]);
        Runner.Printed.ShouldHaveSingleItem().ShouldContain("its branch 'Feature/Login' lives");
        (await TagsAsync()).ShouldBe(branch);

        await Family.GitAsync("branch", "--quiet", "--delete", "--force", "Feature/Login");
        (await RunAsync(WorkflowKind.CleanUp, GitHubEvent.Delete("Feature/Login", first))).ShouldBe(["Remove the branch's tag: success"]);
        (await TagsAsync()).Where(tag => !tag.StartsWith("keg-family:removed.", StringComparison.Ordinal))
            .ShouldBe(branch.Where(tag => !tag.Contains(":feature-login@", StringComparison.Ordinal)));

        // It is gone already, and the default branch's tags never go.
        (await RunAsync(WorkflowKind.CleanUp, GitHubEvent.Delete("Feature/Login", first))).ShouldBe(["Remove the branch's tag: success"]);
        (await RunAsync(WorkflowKind.CleanUp, GitHubEvent.Delete("develop", first))).ShouldBe(["Remove the branch's tag: failure"]);
        develop.ShouldBeSubsetOf(await TagsAsync());
    }

    [EngineFact]
    public async Task A_failing_tap_moves_no_tag_and_the_rerun_builds_only_what_is_missing()
    {
        Family.Write("taps/two/Dockerfile", "FROM ghcr.io/example/tap:develop\nRUN exit 3\n");
        await Family.CommitAsync("broken");
        (await RunAsync(WorkflowKind.Images, GitHubEvent.Push("develop", await ShaAsync("HEAD"))))
            .ShouldBe(["Plan: success", "Build base: success", "Build hub: success", "Build one: success", "Build two: failure"]);
        (await TagsAsync()).ShouldAllBe(tag => tag.Contains(":fp-", StringComparison.Ordinal));

        Family.Write("taps/two/Dockerfile", "FROM ghcr.io/example/tap:develop\n");
        await Family.CommitAsync("mended");
        (await RunAsync(WorkflowKind.Images, GitHubEvent.Push("develop", await ShaAsync("HEAD")))).ShouldBe(["Plan: success",
            "Build two: success", "Publish: success"]);
        (await Family.DigestAsync("one", "develop")).ShouldNotBeNull();
    }

    [EngineFact]
    public async Task Five_groups_are_five_stages_each_a_job_on_those_before_it()
    {
        Family.Write("keg.yml", """
            provider: ghcr.io/example
            default: { branch: develop, tag: develop, aliases: [master] }
            groups:
              base: { folders: [images/base] }
              hub: { folders: [images/tap] }
              plan: { folders: [taps/one] }
              3d: { folders: [taps/two] }
              leaves: { folders: ['leaves/*'] }
            images:
              keg-base: { folder: images/base }
            """);
        Family.Write("leaves/last/Dockerfile", "FROM ghcr.io/example/one:develop\nCOPY --from=ghcr.io/example/two:develop /two /last\n");
        await Family.CommitAsync("five groups");
        var first = await ShaAsync("HEAD");

        (await RunAsync(WorkflowKind.Images, GitHubEvent.Push("develop", first))).ShouldBe(["Plan: success", "Build base: success",
            "Build hub: success", "Build plan: success", "Build 3d: success", "Build last: success", "Publish: success"]);
        (await RunAsync(WorkflowKind.Images, GitHubEvent.Push("develop", first))).ShouldBe(["Plan: success"]);
        (await Family.DigestAsync("last", "develop")).ShouldNotBeNull().ShouldBe(await Family.DigestAsync("last", "master"));

        Family.Write("taps/one/file", "one of the branch");
        await Family.CommitAsync("one alone");
        (await RunAsync(WorkflowKind.Images, GitHubEvent.Push("develop", await ShaAsync("HEAD")))).ShouldBe(["Plan: success",
            "Build plan: success", "Build last: success", "Publish: success"]);
    }

    [EngineFact]
    public async Task A_fork_of_a_family_of_several_platforms_is_built_for_the_engine_s_own()
    {
        var keg = await File.ReadAllTextAsync(Path.Combine(Family.Root, "keg.yml"));
        Family.Write("keg.yml", $"{keg.TrimEnd()}\nplatforms: [linux/arm64, linux/amd64]\n");
        await Family.CommitAsync("two platforms");

        (await RunAsync(WorkflowKind.PullRequest,
            GitHubEvent.PullRequest("feature/fork", await ShaAsync("HEAD"), await ShaAsync("HEAD"),
                from: "someone/family"))).ShouldBe(["Build for a fork: success"]);

        Runner.Printed.ShouldHaveSingleItem().ShouldContain("4 to build");
        (await TagsAsync()).ShouldBeEmpty();
    }

    private async Task<List<string>> RunAsync(WorkflowKind kind, GitHubEvent happened)
    {
        var model = await FamilyLoader.LoadAsync(Family.Root, FamilyOverrides.Of(engine.Endpoint.RootImage.ToString(), []),
            CancellationToken.None);
        var workflow = FamilyWorkflow.Compile(model, new WorkflowSettings { Name = "workflow", Kind = kind, Preflight = ["Doctor"] });
        Runner.Printed.Clear();
        var endings = await Runner.RunAsync(workflow, happened);
        foreach (var text in Runner.Printed)
            output.WriteLine(text);
        return endings;
    }

    private async Task<string> ShaAsync(string revision) =>
        (await new ProcessRunner().RunAsync(new Command("git", "rev-parse", revision) { WorkingDirectory = Family.Root }, null, null,
            CancellationToken.None)).OrThrow().StandardOutput.Trim();

    /// <summary>Every tag of the family's repositories with its digest.</summary>
    private async Task<List<string>> TagsAsync()
    {
        var all = new List<string>();
        foreach (var name in Names)
        {
            foreach (var tag in await Family.TagsAsync(name))
                all.Add($"{name}:{tag}@{await Family.DigestAsync(name, tag)}");
        }

        return all;
    }

    private static IEnumerable<string> Tags(List<string> all, string name) =>
        all.Where(tag => tag.StartsWith($"{name}:", StringComparison.Ordinal)).Select(tag => tag.Split(':', '@')[1]);

    private Dictionary<string, string> Machine()
    {
        var variables = new Dictionary<string, string>
        {
            ["HOME"] = Environment.GetEnvironmentVariable("HOME") ?? "/",
            ["PATH"] = $"{Path.GetDirectoryName(engine.Endpoint.DockerExecutable)}:{Environment.GetEnvironmentVariable("PATH")}",
            ["NUKE_REGISTRY"] = engine.Endpoint.Registry,
            ["NUKE_NAMESPACE"] = Family.Options.Namespace!,
            ["NUKE_NODE_IMAGE"] = engine.Endpoint.RootImage.ToString(),
            ["NUKE_TELEMETRY_OPTOUT"] = "1",
        };
        foreach (var (name, value) in engine.Endpoint.Environment.Where(pair => pair.Value is not null))
            variables[name] = value!;
        foreach (var name in new[] { "DOTNET_ROOT", "SSL_CERT_FILE" })
        {
            if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } value)
                variables[name] = value;
        }

        return variables;
    }
}
