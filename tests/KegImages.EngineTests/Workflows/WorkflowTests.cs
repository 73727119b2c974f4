using KegImages.EngineTests.Engine;
using KegImages.Workflows;

namespace KegImages.EngineTests.Workflows;

/// <summary>What becomes of the images of a branch by pushes, pull requests and deletions.</summary>
public sealed class WorkflowTests(EngineFixture engine, ITestOutputHelper output) : WorkflowFamily(engine, output)
{
    [EngineFact]
    public async Task A_branch_lives_from_push_to_deletion_and_touches_only_its_own_tags()
    {
        // What no cache has, whose build takes a time of its own.
        Family.Write("images/tap/file", $"tap {Guid.NewGuid()}");
        await Family.CommitAsync("new");
        var first = await ShaAsync("HEAD");
        (await RunAsync(WorkflowKind.Images, GitHubEvent.Push("develop", first)))
            .ShouldBe(["Plan: success", "Build keg-base: success", "Build tap: success", "Build one: success", "Build two: success",
                "Publish: success", "images: success"]);
        (await Family.RecordAsync("develop")).Images.Single(image => image.Name.ToString() == "tap").LastBuild.ShouldNotBeNull(
            "the job that publishes was told how long those that built took");
        var develop = await TagsAsync();
        foreach (var name in Names[..4])
            Tags(develop, name).Where(tag => !tag.StartsWith("fp-", StringComparison.Ordinal)).ShouldBe(["develop", "master"]);

        // Nothing changed: the plan says so, and nothing else runs.
        (await RunAsync(WorkflowKind.Images, GitHubEvent.Push("develop", first))).ShouldBe(["Plan: success", "images: success"]);
        (await TagsAsync()).ShouldBe(develop);

        await Family.GitAsync("switch", "--quiet", "--create", "Feature/Login");
        Family.Write("taps/one/file", "one of the branch");
        await Family.CommitAsync("on the branch");
        (await RunAsync(WorkflowKind.PullRequest,
            GitHubEvent.PullRequest("Feature/Login", await ShaAsync("HEAD"),
                first))).ShouldBe(["Plan: success", "Build one: success", "Publish: success", "Report: success", "images: success"]);
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
            GitHubEvent.PullRequest("Feature/Login", await ShaAsync("HEAD"), first))).ShouldBe(["Plan: success", "Publish: success",
                "Report: success", "images: success"]);
        (await Family.DigestAsync("one", "feature-login")).ShouldBe(await Family.DigestAsync("one", "develop"));
        branch = await TagsAsync();

        // Two taps stand on it, so three images are built and the one that has tests is tested, and nothing leaves the machine.
        await Family.GitAsync("switch", "--quiet", "--create", "develop-of-a-fork", "develop");
        Family.Write("images/tap/file", "tap of a fork");
        Family.Write("images/tap/test.yaml", Tests("/tap"));
        await Family.CommitAsync("from a fork");
        (await RunAsync(WorkflowKind.PullRequest,
            GitHubEvent.PullRequest("develop", await ShaAsync("HEAD"), first,
                from: "someone/family"))).ShouldBe(["Build for a fork: success", "images: success"]);
        var printed = Runner.Printed.ShouldHaveSingleItem();
        printed.ShouldContain("3 to build");
        printed.ShouldContain("tests: 1 to run");
        (await TagsAsync()).ShouldBe(branch);

        // What its tests refuse is red.
        Family.Write("images/tap/test.yaml", Tests("/not-there"));
        await Family.CommitAsync("its test fails");
        (await RunAsync(WorkflowKind.PullRequest,
            GitHubEvent.PullRequest("develop", await ShaAsync("HEAD"), first,
                from: "someone/family"))).ShouldBe(["Build for a fork: failure", "images: failure"]);
        Runner.Printed[0].ShouldContain("tests failed: tap (1 of 1)");
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

    private static string Tests(string path) => $"""
        schemaVersion: 2.0.0
        fileExistenceTests:
          - name: its file
            path: {path}
        """;

    [EngineFact(Explicit = true)]
    public async Task What_waits_in_a_merge_queue_or_is_the_default_branch_itself_is_pushed_by_content_and_moves_no_tag()
    {
        var first = await ShaAsync("HEAD");
        await Family.GitAsync("switch", "--quiet", "--create", "feature");
        Family.Write("taps/two/Dockerfile", "FROM ghcr.io/example/tap:develop\nRUN exit 3\n");
        await Family.CommitAsync("broken");
        (await RunAsync(WorkflowKind.PullRequest, GitHubEvent.PullRequest("feature", await ShaAsync("HEAD"), first))).ShouldBe(
            ["Plan: success", "Build keg-base: success", "Build tap: success", "Build one: success", "Build two: failure",
                "Report: success", "images: failure"], "the comment is kept up to date also where something failed");
        Family.Write("taps/two/Dockerfile", "FROM ghcr.io/example/tap:develop\n");
        await Family.CommitAsync("mended");
        var head = await ShaAsync("HEAD");

        (await RunAsync(WorkflowKind.PullRequest, GitHubEvent.MergeGroup("develop", head)))
            .ShouldBe(["Plan: success", "Build two: success", "images: success"]);
        (await RunAsync(WorkflowKind.PullRequest, GitHubEvent.PullRequest("develop", head, first)))
            .ShouldBe(["Plan: success", "Report: success", "images: success"]);
        (await RunAsync(WorkflowKind.PullRequest, GitHubEvent.PullRequest("feature", head, first) with { Actor = "dependabot[bot]" }))
            .ShouldBe(["Build for a fork: success", "images: success"]);
        (await TagsAsync()).ShouldAllBe(tag => tag.Contains(":fp-", StringComparison.Ordinal));

        // What the queue built is what the default branch publishes.
        await Family.GitAsync("branch", "--quiet", "--force", "develop", "feature");
        await Family.GitAsync("switch", "--quiet", "develop");
        (await RunAsync(WorkflowKind.Images, GitHubEvent.Push("develop", head))).ShouldBe(["Plan: success", "Publish: success",
            "images: success"]);
    }

    [EngineFact]
    public async Task A_failing_tap_moves_no_tag_and_the_rerun_builds_only_what_is_missing()
    {
        Family.Write("taps/two/Dockerfile", "FROM ghcr.io/example/tap:develop\nRUN exit 3\n");
        await Family.CommitAsync("broken");
        (await RunAsync(WorkflowKind.Images, GitHubEvent.Push("develop", await ShaAsync("HEAD"))))
            .ShouldBe(["Plan: success", "Build keg-base: success", "Build tap: success", "Build one: success", "Build two: failure",
                "images: failure"]);
        (await TagsAsync()).ShouldAllBe(tag => tag.Contains(":fp-", StringComparison.Ordinal));

        // It is built, and its test is red: no tag moves on that either.
        Family.Write("taps/two/Dockerfile", "FROM ghcr.io/example/tap:develop\n");
        Family.Write("taps/two/test.yaml", Tests("/not-there"));
        await Family.CommitAsync("mended, and its test is not");
        (await RunAsync(WorkflowKind.Images, GitHubEvent.Push("develop", await ShaAsync("HEAD")))).ShouldBe(["Plan: success",
            "Build two: failure", "images: failure"]);
        Runner.Printed.ShouldContain(text => text.Contains("tests failed: two (1 of 1)", StringComparison.Ordinal));
        (await TagsAsync()).ShouldAllBe(tag => tag.Contains(":fp-", StringComparison.Ordinal));

        Family.Write("taps/two/test.yaml", Tests("/tap"));
        await Family.CommitAsync("both mended");
        // No image copies the test: nothing is left to build, and who publishes tests.
        (await RunAsync(WorkflowKind.Images, GitHubEvent.Push("develop", await ShaAsync("HEAD")))).ShouldBe(["Plan: success",
            "Publish: success", "images: success"]);
        Runner.Printed.ShouldContain(text => text.Contains("two: 1 test passed (", StringComparison.Ordinal));
        (await Family.DigestAsync("one", "develop")).ShouldNotBeNull();
    }

    [EngineFact(Explicit = true)]
    public async Task A_pull_request_with_a_tap_on_a_tap_builds_it_after_that_and_moves_its_own_tags_alone()
    {
        var first = await ShaAsync("HEAD");
        await RunAsync(WorkflowKind.Images, GitHubEvent.Push("develop", first));
        var develop = await TagsAsync();
        await Family.GitAsync("switch", "--quiet", "--create", "feature/deep");
        Family.Write("taps/one/file", "one of the branch");
        Family.Write("taps/three/Dockerfile", "FROM ghcr.io/example/one:develop\nRUN cat /one > /three\n");
        await Family.CommitAsync("a tap on a tap");

        (await RunAsync(WorkflowKind.PullRequest, GitHubEvent.PullRequest("feature/deep", await ShaAsync("HEAD"), first))).ShouldBe(
            ["Plan: success", "Build one: success", "Build three: success", "Publish: success", "Report: success", "images: success"]);

        (await Family.ConfigAsync("three", "feature-deep")).Labels["io.keg.parents"]
            .ShouldBe($"one@{await Family.DigestAsync("one", "feature-deep")}");
        develop.ShouldBeSubsetOf(await TagsAsync());
        (await Family.DigestAsync("three", "develop")).ShouldBeNull();
    }

    [EngineFact(Explicit = true)]
    public async Task Five_groups_are_four_levels_and_what_stands_on_a_tap_is_built_after_it()
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

        (await RunAsync(WorkflowKind.Images, GitHubEvent.Push("develop", first))).ShouldBe(["Plan: success", "Build keg-base: success",
            "Build tap: success", "Build one: success", "Build two: success",
            "Build last: success", "Publish: success", "images: success"]);
        (await RunAsync(WorkflowKind.Images, GitHubEvent.Push("develop", first))).ShouldBe(["Plan: success", "images: success"]);
        (await Family.DigestAsync("last", "develop")).ShouldNotBeNull().ShouldBe(await Family.DigestAsync("last", "master"));

        Family.Write("taps/one/file", "one of the branch");
        await Family.CommitAsync("one alone");
        (await RunAsync(WorkflowKind.Images, GitHubEvent.Push("develop", await ShaAsync("HEAD")))).ShouldBe(["Plan: success",
            "Build one: success", "Build last: success", "Publish: success", "images: success"]);
    }

    [EngineFact]
    public async Task A_fork_of_a_family_of_several_platforms_is_built_for_the_engine_s_own()
    {
        var keg = await File.ReadAllTextAsync(Path.Combine(Family.Root, "keg.yml"));
        Family.Write("keg.yml", $"{keg.TrimEnd()}\nplatforms: [linux/arm64, linux/amd64]\n");
        await Family.CommitAsync("two platforms");

        (await RunAsync(WorkflowKind.PullRequest,
            GitHubEvent.PullRequest("feature/fork", await ShaAsync("HEAD"), await ShaAsync("HEAD"),
                from: "someone/family"))).ShouldBe(["Build for a fork: success", "images: success"]);

        Runner.Printed.ShouldHaveSingleItem().ShouldContain("4 to build");
        (await TagsAsync()).ShouldBeEmpty();
    }
}
