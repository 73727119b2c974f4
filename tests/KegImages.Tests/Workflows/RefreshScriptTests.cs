using System.Text.Json.Nodes;

namespace KegImages.Tests.Workflows;

/// <summary>The pull request that proposes what moved.</summary>
public sealed class RefreshScriptTests : ScriptTests
{
    private const string Lock = "keg.lock.json";
    private const string Branch = "refs/heads/keg/refresh";

    [NodeScriptFact]
    public async Task What_moved_is_proposed_as_one_commit_on_what_is_checked_out()
    {
        await LockAsync("old");
        Write("new");

        (await RefreshAsync()).ShouldBe(["pulls.list", "git.listMatchingRefs", "git.getCommit", "git.createTree", "git.createCommit",
            "git.createRef", "pulls.create"]);

        var pull = Pulls.ShouldHaveSingleItem()!;
        ((string?)pull["state"], (string?)pull["head"], (string?)pull["base"]).ShouldBe(("open", "keg/refresh", "develop"));
        ((string?)pull["body"]).ShouldNotBeNull().ShouldContain("```diff\n-{\"image\": \"old\"}\n+{\"image\": \"new\"}\n```");
        ((string?)State["refs"]![Branch]!["content"]).ShouldBe("{\"image\": \"new\"}\n");
        ((string?)State["refs"]![Branch]!["parents"]![0]).ShouldBe(await Repository.GitAsync("rev-parse", "HEAD"));
        ((string?)State["trees"]![0]!["base_tree"]).ShouldBe($"tree-of-{await Repository.GitAsync("rev-parse", "HEAD")}");
    }

    [NodeScriptFact]
    public async Task A_pull_request_that_is_open_is_updated_and_stays_open()
    {
        await LockAsync("old");
        Write("new");
        await RefreshAsync();
        Write("newer");

        (await RefreshAsync()).ShouldBe(["pulls.list", "git.listMatchingRefs", "repos.getContent", "git.getCommit", "git.createTree",
            "git.createCommit", "git.updateRef", "pulls.update"]);

        var pull = Pulls.ShouldHaveSingleItem()!;
        ((string?)pull["state"]).ShouldBe("open");
        ((string?)pull["body"]).ShouldNotBeNull().ShouldContain("newer");
        ((string?)State["refs"]![Branch]!["content"]).ShouldBe("{\"image\": \"newer\"}\n");
    }

    [NodeScriptFact]
    public async Task What_is_proposed_already_is_left_as_it_was_reviewed()
    {
        await LockAsync("old");
        Write("new");
        await RefreshAsync();
        var before = State["refs"]![Branch]!.ToJsonString();

        (await RefreshAsync()).ShouldBe(["pulls.list", "git.listMatchingRefs", "repos.getContent"]);

        State["refs"]![Branch]!.ToJsonString().ShouldBe(before);
    }

    [NodeScriptFact]
    public async Task A_branch_that_an_old_pull_request_left_is_used_again()
    {
        await LockAsync("old");
        Write("new");
        await RefreshAsync();
        Pulls.Single()!["state"] = "closed";
        // Another branch whose name begins the same is another branch.
        State["refs"]!["refs/heads/keg/refresh-by-hand"] = new JsonObject { ["sha"] = "1" };
        Write("newest");

        await RefreshAsync();

        Pulls.Select(pull => (string?)pull!["state"]).ShouldBe(["closed", "open"]);
        ((string?)State["refs"]![Branch]!["content"]).ShouldBe("{\"image\": \"newest\"}\n");
    }

    [NodeScriptFact]
    public async Task The_first_lock_is_proposed_too()
    {
        Write("new");

        await RefreshAsync();

        ((string?)Pulls.ShouldHaveSingleItem()!["body"]).ShouldNotBeNull().ShouldContain("+{\"image\": \"new\"}");
    }

    [NodeScriptFact]
    public async Task Where_nothing_moved_nothing_is_asked()
    {
        await LockAsync("old");

        (await RefreshAsync()).ShouldBeEmpty();
    }

    private JsonArray Pulls => State["pulls"]!.AsArray();

    private void Write(string image) => Repository.Write(Lock, $"{{\"image\": \"{image}\"}}\n");

    private async Task LockAsync(string image)
    {
        Write(image);
        await Repository.GitAsync("add", Lock);
        await Repository.CommitAsync();
    }

    private Task<string[]> RefreshAsync() => RunAsync("refresh", "Propose what moved");
}
