namespace KegImages.Workflows;

/// <summary>The job that keeps a pull request's comment up to date, also where something failed. It alone may write to the pull request,
/// and runs nothing of what the branch holds.</summary>
internal static class ReportJob
{
    public const string Id = "report";

    /// <summary>What the comment begins with, so that the next run finds it.</summary>
    public const string CommentMark = "<!-- keg-images -->";

    private const string Output = "comment";
    private const int Minutes = 5;

    // One variable of a process has at most 128 kB.
    private const string KeepScript = """
        const fs = require('node:fs');
        const file = 'output/comment.md';
        if (fs.existsSync(file)) {
          const page = process.env.KEG_PAGE ? `\n[The family as a page](${process.env.KEG_PAGE})\n` : '';
          const text = fs.readFileSync(file, 'utf8') + page;
          const rest = '\n\n… the rest is on the summary page of the run.\n';
          let body = text.length <= 65536 ? text : text.slice(0, Math.max(0, text.lastIndexOf('\n', 65536 - rest.length))) + rest;
          while (Buffer.byteLength(body) > 100000) body = body.slice(0, Math.max(0, body.lastIndexOf('\n', body.length - rest.length - 2))) + rest;
          core.setOutput('comment', body);
        }
        """;

    private const string CommentScript = """
        const mark = '@mark';
        const results = process.env.RESULTS.split(', ').map(result => result.split(' '));
        const broken = results.filter(([, result]) => result === 'failure' || result === 'cancelled').map(([job]) => job);
        const issue = { ...context.repo, issue_number: context.issue.number };
        const comments = await github.paginate(github.rest.issues.listComments, { ...issue, per_page: 100 });
        const own = comments.find(comment => comment.user?.login === 'github-actions[bot]' && comment.body?.startsWith(mark));
        let body = process.env.COMMENT;
        if (broken.length > 0) {
          const run = { ...context.repo, run_id: context.runId, filter: 'latest', per_page: 100 };
          const jobs = await github.paginate(github.rest.actions.listJobsForWorkflowRun, run);
          const failed = jobs.filter(job => job.conclusion === 'failure' || job.conclusion === 'timed_out').slice(0, 50);
          const lines = failed.map(job => `- [${job.name.replace(/[^\w .,:@/-]/g, ' ')}](${job.html_url})`);
          body = [`${mark}\n### Images: not published`, `No tag was moved. What failed: ${broken.join(', ')}.`, lines.join('\n'),
            (body ?? '').replace(mark, '')].filter(part => part.trim() !== '').join('\n\n').slice(0, 65536);
        } else if (!body && own) {
          body = `${mark}\n### Images: nothing to do\n\nAll images are there already, and all tags are in place.\n`;
        }
        if (!body) {
          core.notice('There is nothing to report.');
        } else if (own) {
          await github.rest.issues.updateComment({ ...context.repo, comment_id: own.id, body });
        } else {
          await github.rest.issues.createComment({ ...issue, body });
        }
        """;

    /// <summary>A job whose run writes the comment's text, with the step that hands it on.</summary>
    public static WorkflowJob Keeping(WorkflowJob job) => job with
    {
        Outputs = [.. job.Outputs, (Output, $"steps.{Output}.outputs.{Output}")],
        Steps =
        [
            .. job.Steps,
            new WorkflowStep("Hand the comment on")
            {
                Id = Output,
                If = "${{ !cancelled() }}",
                Uses = PinnedAction.GitHubScript,
                Env = Yaml.Map(("KEG_PAGE", KeptPage.Where)),
                With = Yaml.Map(("script", Lines(KeepScript))),
            },
        ],
    };

    /// <summary>Jobs, and behind them the one that comments.</summary>
    /// <param name="parts">What they share.</param>
    /// <param name="jobs">The jobs that it tells of.</param>
    /// <param name="text">The job that has the comment's text.</param>
    public static ImmutableArray<WorkflowJob> After(WorkflowParts parts, ImmutableArray<WorkflowJob> jobs, string text)
    {
        var told = jobs.Where(job => job.Id != ChosenExtras.Fork).ToList();
        return
        [
            .. jobs,
            parts.Job(Id, "Report") with
            {
                TimeoutMinutes = Minutes,
                Needs = [.. told.Select(job => job.Id)],
                If = $"${{{{ always() && {WorkflowParts.IsNoBot} && {WorkflowParts.IsOwn} }}}}",
                Permissions = [("actions", "read"), ("pull-requests", "write")],
                Steps =
                [
                    new WorkflowStep("Comment")
                    {
                        Uses = PinnedAction.GitHubScript,
                        Env = Yaml.Map(("COMMENT", $"${{{{ needs.{text}.outputs.{Output} }}}}"), ("RESULTS", GateJob.Results(told))),
                        With = Yaml.Map(("script", Lines(CommentScript.Replace("@mark", CommentMark, StringComparison.Ordinal)))),
                    },
                ],
            },
        ];
    }

    private static YamlLines Lines(string script) => new(script.ReplaceLineEndings("\n"));
}
