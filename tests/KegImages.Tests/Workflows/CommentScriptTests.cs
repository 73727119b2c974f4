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
        (await CommentAsync()).ShouldBeEmpty();
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

    private Task<string[]> CommentAsync() => RunAsync("pull-request", "Comment");
}
