using System.Text.Json.Nodes;
using KegImages.Pages;

namespace KegImages.Tests.Workflows;

/// <summary>The comment on a pull request.</summary>
public sealed class CommentScriptTests : ScriptTests
{
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
        (await CommentAsync("plan success, taps skipped, publish skipped")).ShouldBe(["issues.listComments"]);
        State["comments"]!.AsArray().ShouldBeEmpty();
    }

    [NodeScriptFact]
    public async Task After_a_failure_the_comment_says_what_failed_and_afterwards_that_all_is_well_again()
    {
        Report("the first run");
        await CommentAsync();
        State["outputs"] = null;
        File.Delete(Path.Combine(Repository.Root, "output/comment.md"));
        State["jobs"] = JsonNode.Parse("""
            [{ "name": "Build one", "conclusion": "success", "html_url": "https://github.com/example/family/actions/runs/1/job/1" },
             { "name": "Build [two](x)`<b>", "conclusion": "failure", "html_url": "https://github.com/example/family/actions/runs/1/job/2" }]
            """);

        await CommentAsync("plan success, taps failure, publish skipped");

        var body = Bodies.ShouldHaveSingleItem().ShouldNotBeNull();
        body.ShouldStartWith($"{PullRequestComment.Marker}\n### Images: not published\n\nNo tag was moved. What failed: taps.\n\n");
        body.ShouldContain("- [Build  two  x   b ](https://github.com/example/family/actions/runs/1/job/2)");
        body.ShouldNotContain("Build one");

        await CommentAsync("plan success, taps skipped, publish skipped");
        Bodies.ShouldHaveSingleItem().ShouldNotBeNull().ShouldContain("Images: nothing to do");
    }

    [NodeScriptFact]
    public async Task A_comment_of_long_letters_fits_a_variable_of_a_process()
    {
        Report(string.Concat(Enumerable.Repeat($"| {new string('語', 500)} |\n", 120)));
        await CommentAsync();

        System.Text.Encoding.UTF8.GetByteCount(Bodies.ShouldHaveSingleItem()!).ShouldBeInRange(90_000, 100_000);

        Report(new string('語', 60_000));
        await CommentAsync();
        Bodies.ShouldHaveSingleItem()!.ShouldEndWith("the rest is on the summary page of the run.\n");
    }

    [NodeScriptFact]
    public async Task The_comment_leads_to_the_page_where_one_is_kept()
    {
        Report("the first run");

        await CommentAsync(page: "https://github.com/example/family/actions/runs/1/artifacts/2");

        Bodies.ShouldBe([$"{PullRequestComment.Marker}\nthe first run\n"
            + "[The family as a page](https://github.com/example/family/actions/runs/1/artifacts/2)\n"]);
    }

    private List<string?> Bodies => [.. State["comments"]!.AsArray().Select(comment => (string?)comment!["body"])];

    private void Report(string text) => Repository.Write("output/comment.md", $"{PullRequestComment.Marker}\n{text}");

    private void AddComment(string? login, string? body) => State["comments"]!.AsArray().Add(new JsonObject
    {
        ["id"] = State["comments"]!.AsArray().Count + 1,
        ["user"] = login is null ? null
            : new JsonObject { ["login"] = login, ["type"] = login.EndsWith("[bot]", StringComparison.Ordinal) ? "Bot" : "User" },
        ["body"] = body,
    });

    // As the job that publishes hands it on, and the one that comments takes it over.
    private async Task<string[]> CommentAsync(string results = "plan success, taps success, publish success", string page = "")
    {
        await RunAsync("pull-request", "Hand the comment on", ("KEG_PAGE", page));
        return await RunAsync("pull-request", "Comment", ("COMMENT", (string?)State["outputs"]?["comment"] ?? ""), ("RESULTS", results));
    }
}
