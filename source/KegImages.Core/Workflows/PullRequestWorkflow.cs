namespace KegImages.Workflows;

/// <summary>pull-request.yml: images of what a branch changes, under its tag. A pull request from a fork is built and reported, in a job
/// that has neither login nor secret and whose token can only read.</summary>
internal sealed class PullRequestWorkflow(WorkflowParts parts)
{
    // What GitHub merges for a trial has a commit that no branch has: images are made of the branch itself.
    private const string Head = "github.event.pull_request.head.sha";

    private const string Comment = """
        const fs = require('node:fs');
        const file = 'output/comment.md';
        if (!fs.existsSync(file)) {
          core.notice('There is nothing to report.');
          return;
        }
        const mark = '@mark';
        const text = fs.readFileSync(file, 'utf8');
        const rest = '\n\n… the rest is on the summary page of the run.\n';
        const body = text.length <= 65536 ? text : text.slice(0, text.lastIndexOf('\n', 65536 - rest.length)) + rest;
        const issue = { ...context.repo, issue_number: context.issue.number };
        const comments = await github.paginate(github.rest.issues.listComments, { ...issue, per_page: 100 });
        const own = comments.find(comment => comment.user?.login === 'github-actions[bot]' && comment.body?.startsWith(mark));
        if (own) {
          await github.rest.issues.updateComment({ ...context.repo, comment_id: own.id, body });
        } else {
          await github.rest.issues.createComment({ ...issue, body });
        }
        """;

    public Workflow Compile() =>
        new("pull-request", Yaml.Map(("pull_request", Yaml.Map(("types", Yaml.List("opened", "synchronize", "reopened"))))), Group)
    {
        Jobs = parts.IsSmall ? [OneJob(), Fork()] : Jobs(),
    };

    public static string Group => "pull-request-${{ github.event.pull_request.number }}";

    /// <summary>What the pull request's comment begins with, so that the next run finds it.</summary>
    public const string CommentMark = "<!-- keg-images -->";

    private static WorkflowStep Commented =>
        new("Comment") { Uses = PinnedAction.GitHubScript,
            With = Yaml.Map(("script", new YamlLines(Comment.ReplaceLineEndings("\n")
                .Replace("@mark", CommentMark, StringComparison.Ordinal)))) };

    private ImmutableArray<WorkflowJob> Jobs()
    {
        var jobs = new StagedJobs(parts) { Reference = Head, Condition = WorkflowParts.MayPush, Options = ["--changed"] };
        var publish = jobs.Publish(Commented);
        return [jobs.Plan(), .. jobs.Builds(), publish with { Permissions = [.. publish.Permissions, ("pull-requests", "write")] }, Fork()];
    }

    private WorkflowJob OneJob() => parts.Job("images", "Build and publish") with
    {
        If = $"${{{{ {WorkflowParts.MayPush} }}}}",
        Permissions = [("contents", "read"), ("packages", "write"), ("pull-requests", "write")],
        Steps = [.. parts.Begin(Head, history: true), .. parts.Login(),
            new WorkflowStep("Build and publish") { Env = parts.Environment(parts.Levels), Run = parts.FirstCall("Push", "--changed") },
                Commented],
    };

    private WorkflowJob Fork() => parts.Job("fork", "Build for a fork") with
    {
        If = $"${{{{ {WorkflowParts.MayOnlyRead} }}}}",
        Permissions = [("contents", "read")],
        Steps = [.. parts.Begin(Head, pushes: false),
            new WorkflowStep("Build") { Run = parts.Call(parts.WholeTarget, "--changed") }],
    };
}
