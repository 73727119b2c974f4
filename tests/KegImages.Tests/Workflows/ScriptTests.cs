using System.Text.Json.Nodes;
using KegImages.Processes;
using KegImages.Reporting.GitHub;
using KegImages.Tests.Git;
using YamlDotNet.RepresentationModel;

namespace KegImages.Tests.Workflows;

/// <summary>The scripts of <c>actions/github-script</c> steps, taken out of the compiled workflows and run by Node against a fake of GitHub's API.</summary>
public sealed class ScriptTests : IAsyncLifetime
{
    private const string Lock = "keg.lock.json";
    private const string Branch = "refs/heads/keg/refresh";

    private TemporaryRepository? made;
    private JsonObject state = new() { ["comments"] = new JsonArray(), ["refs"] = new JsonObject(), ["pulls"] = new JsonArray(), ["trees"] = new JsonArray(), ["commits"] = new JsonArray() };

    private TemporaryRepository Repository => made!;

    public async Task InitializeAsync() => made = await TemporaryRepository.CreateAsync();

    public Task DisposeAsync()
    {
        made?.Dispose();
        return Task.CompletedTask;
    }

    [NodeScriptFact]
    public async Task The_comment_is_made_once_and_kept_up_to_date()
    {
        Report("the first run");
        (await CommentAsync()).ShouldBe(["issues.listComments", "issues.createComment"]);
        Report("the second run");
        (await CommentAsync()).ShouldBe(["issues.listComments", "issues.updateComment"]);

        Bodies.ShouldBe([$"{PullRequestComment.Marker}\nthe second run"]);
    }

    [NodeScriptFact]
    public async Task Comments_of_others_are_not_touched_whatever_they_say()
    {
        AddComment("someone", $"{PullRequestComment.Marker}\nquoted by a person");
        AddComment("other-app[bot]", $"{PullRequestComment.Marker}\nquoted by another bot");
        AddComment("github-actions[bot]", "of another workflow");
        AddComment(null, $"{PullRequestComment.Marker}\nof an account that is gone");
        AddComment("github-actions[bot]", null);
        var before = Bodies;

        Report("ours");
        await CommentAsync();
        Report("ours again");
        await CommentAsync();

        Bodies.ShouldBe([.. before, $"{PullRequestComment.Marker}\nours again"]);
    }

    [NodeScriptFact]
    public async Task It_is_found_behind_hundreds_of_others()
    {
        for (var i = 0; i < 250; i++)
            AddComment("someone", $"comment {i}");
        Report("the first run");
        await CommentAsync();
        Report("the second run");

        (await CommentAsync()).ShouldBe(["issues.listComments", "issues.listComments", "issues.listComments", "issues.updateComment"]);

        Bodies.Count(body => body!.StartsWith(PullRequestComment.Marker, StringComparison.Ordinal)).ShouldBe(1);
    }

    [NodeScriptFact]
    public async Task What_is_longer_than_GitHub_takes_is_cut_at_a_line()
    {
        var line = $"| {new string('x', 997)} |\n";
        Report(string.Concat(Enumerable.Repeat(line, 70)));

        await CommentAsync();

        var body = Bodies.ShouldHaveSingleItem()!;
        body.Length.ShouldBeInRange(64_000, 65_536);
        body.ShouldEndWith("x |\n\n… the rest is on the summary page of the run.\n");
        Report(new string('y', 65_536 - PullRequestComment.Marker.Length - 1));
        await CommentAsync();
        Bodies.ShouldHaveSingleItem()!.Length.ShouldBe(65_536, "what just fits is not cut");
    }

    [NodeScriptFact]
    public async Task With_nothing_to_report_nothing_is_said()
    {
        (await CommentAsync()).ShouldBeEmpty();
    }

    [NodeScriptFact]
    public async Task What_moved_is_proposed_as_one_commit_on_what_is_checked_out()
    {
        await LockAsync("old");
        Write("new");

        (await RefreshAsync()).ShouldBe(["pulls.list", "git.listMatchingRefs", "git.getCommit", "git.createTree", "git.createCommit", "git.createRef", "pulls.create"]);

        var pull = Pulls.ShouldHaveSingleItem()!;
        ((string?)pull["state"], (string?)pull["head"], (string?)pull["base"]).ShouldBe(("open", "keg/refresh", "develop"));
        ((string?)pull["body"]).ShouldNotBeNull().ShouldContain("```diff\n-{\"image\": \"old\"}\n+{\"image\": \"new\"}\n```");
        ((string?)state["refs"]![Branch]!["content"]).ShouldBe("{\"image\": \"new\"}\n");
        ((string?)state["refs"]![Branch]!["parents"]![0]).ShouldBe(await Repository.GitAsync("rev-parse", "HEAD"));
        ((string?)state["trees"]![0]!["base_tree"]).ShouldBe($"tree-of-{await Repository.GitAsync("rev-parse", "HEAD")}");
    }

    [NodeScriptFact]
    public async Task A_pull_request_that_is_open_is_updated_and_stays_open()
    {
        await LockAsync("old");
        Write("new");
        await RefreshAsync();
        Write("newer");

        (await RefreshAsync()).ShouldBe(["pulls.list", "git.listMatchingRefs", "repos.getContent", "git.getCommit", "git.createTree", "git.createCommit", "git.updateRef", "pulls.update"]);

        var pull = Pulls.ShouldHaveSingleItem()!;
        ((string?)pull["state"]).ShouldBe("open");
        ((string?)pull["body"]).ShouldNotBeNull().ShouldContain("newer");
        ((string?)state["refs"]![Branch]!["content"]).ShouldBe("{\"image\": \"newer\"}\n");
    }

    [NodeScriptFact]
    public async Task What_is_proposed_already_is_left_as_it_was_reviewed()
    {
        await LockAsync("old");
        Write("new");
        await RefreshAsync();
        var before = state["refs"]![Branch]!.ToJsonString();

        (await RefreshAsync()).ShouldBe(["pulls.list", "git.listMatchingRefs", "repos.getContent"]);

        state["refs"]![Branch]!.ToJsonString().ShouldBe(before);
    }

    [NodeScriptFact]
    public async Task A_branch_that_an_old_pull_request_left_is_used_again()
    {
        await LockAsync("old");
        Write("new");
        await RefreshAsync();
        Pulls.Single()!["state"] = "closed";
        // Another branch whose name begins the same is another branch.
        state["refs"]!["refs/heads/keg/refresh-by-hand"] = new JsonObject { ["sha"] = "1" };
        Write("newest");

        await RefreshAsync();

        Pulls.Select(pull => (string?)pull!["state"]).ShouldBe(["closed", "open"]);
        ((string?)state["refs"]![Branch]!["content"]).ShouldBe("{\"image\": \"newest\"}\n");
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

    private List<string?> Bodies => [.. state["comments"]!.AsArray().Select(comment => (string?)comment!["body"])];

    private JsonArray Pulls => state["pulls"]!.AsArray();

    private void Report(string text)
    {
        Directory.CreateDirectory(Path.Combine(Repository.Root, "output"));
        File.WriteAllText(Path.Combine(Repository.Root, "output", "comment.md"), $"{PullRequestComment.Marker}\n{text}");
    }

    private void AddComment(string? login, string? body) => state["comments"]!.AsArray().Add(new JsonObject
    {
        ["id"] = state["comments"]!.AsArray().Count + 1,
        ["user"] = login is null ? null : new JsonObject { ["login"] = login, ["type"] = login.EndsWith("[bot]", StringComparison.Ordinal) ? "Bot" : "User" },
        ["body"] = body,
    });

    private void Write(string image) => File.WriteAllText(Path.Combine(Repository.Root, Lock), $"{{\"image\": \"{image}\"}}\n");

    private async Task LockAsync(string image)
    {
        Write(image);
        await Repository.GitAsync("add", Lock);
        await Repository.CommitAsync();
    }

    private Task<string[]> CommentAsync() => RunAsync("pull-request", "Comment");

    private Task<string[]> RefreshAsync() => RunAsync("refresh", "Propose what moved");

    /// <summary>Runs a step's script; the calls of the API, in order.</summary>
    private async Task<string[]> RunAsync(string workflow, string name)
    {
        var step = await StepAsync(workflow, name);
        var env = step.Children.TryGetValue("env", out var variables) ? ((YamlMappingNode)variables).Children.ToDictionary(pair => pair.Key.ToString(), pair => (JsonNode?)pair.Value.ToString()) : [];
        var world = new JsonObject { ["script"] = step["with"]["script"].ToString(), ["folder"] = Repository.Root, ["env"] = new JsonObject(env), ["state"] = state.DeepClone() };
        var file = Path.Combine(Repository.Root, ".git", "world.json");
        await File.WriteAllTextAsync(file, world.ToJsonString());
        var harness = Path.Combine(Families.Root, "tests/KegImages.Tests/Workflows/script.mjs");
        var result = (await new ProcessRunner().RunAsync(new Command("node", harness, file), null, null, CancellationToken.None)).OrThrow();

        var ended = JsonNode.Parse(result.StandardOutput)!;
        ((string?)ended["error"]).ShouldBeNull();
        state = ended["state"]!.DeepClone().AsObject();
        return [.. ended["calls"]!.AsArray().Select(call => (string)call!["name"]!)];
    }

    private static async Task<YamlMappingNode> StepAsync(string workflow, string name)
    {
        var file = (await Families.CompileAsync(Families.Own)).Single(file => file.Path.EndsWith($"/{workflow}.yml", StringComparison.Ordinal));
        var stream = new YamlStream();
        stream.Load(new StringReader(file.Text));
        return ((YamlMappingNode)stream.Documents.Single().RootNode["jobs"]).Children.Values.SelectMany(job => (YamlSequenceNode)job["steps"]).Cast<YamlMappingNode>()
            .Single(step => step["name"].ToString() == name);
    }
}
