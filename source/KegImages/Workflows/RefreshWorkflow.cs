namespace KegImages.Workflows;

/// <summary>refresh.yml: the parents from outside are resolved again; what moved is proposed as a pull request.</summary>
internal static class RefreshWorkflow
{
    // Through the API, so that no credential that can push is ever in the checkout.
    private const string Propose = """
        const fs = require('node:fs');
        const path = 'keg.lock.json';
        const branch = 'keg/refresh';
        const status = await exec.getExecOutput('git', ['status', '--porcelain', '--', path]);
        if (status.stdout.trim() === '') {
          core.notice('Nothing moved.');
          return;
        }
        const { stdout: moved } = await exec.getExecOutput('git', ['diff', '--unified=0', '--', path]);
        const base = process.env.DEFAULT_BRANCH;
        const ref = `heads/${branch}`;
        const { data: head } = await github.rest.git.getRef({ ...context.repo, ref: `heads/${base}` });
        const refs = await github.rest.git.listMatchingRefs({ ...context.repo, ref });
        if (refs.data.some(found => found.ref === `refs/${ref}`)) {
          await github.rest.git.updateRef({ ...context.repo, ref, sha: head.object.sha, force: true });
        } else {
          await github.rest.git.createRef({ ...context.repo, ref: `refs/${ref}`, sha: head.object.sha });
        }
        const known = await github.rest.repos.getContent({ ...context.repo, path, ref: branch })
          .catch(error => { if (error.status === 404) return undefined; throw error; });
        await github.rest.repos.createOrUpdateFileContents({
          ...context.repo, path, branch, sha: known?.data.sha,
          message: 'Move to the newest parents', content: fs.readFileSync(path).toString('base64'),
        });
        const lines = moved.split('\n').filter(line => /^[+-][^+-]/.test(line)).join('\n');
        const body = 'These parents from outside have moved:\n\n```diff\n' + lines + '\n```\n';
        const open = await github.rest.pulls.list({ ...context.repo, state: 'open', head: `${context.repo.owner}:${branch}`, base });
        if (open.data.length > 0) {
          await github.rest.pulls.update({ ...context.repo, pull_number: open.data[0].number, body });
        } else {
          await github.rest.pulls.create({ ...context.repo, head: branch, base, title: 'Move to the newest parents', body });
        }
        """;

    public static Workflow Compile(WorkflowParts parts) => new(
        "refresh",
        Yaml.Map(("workflow_dispatch", Yaml.Nothing), ("schedule", parts.Settings.Schedule is { } schedule ? Yaml.List(Yaml.Map(("cron", schedule))) : null)),
        "refresh")
    {
        Jobs =
        [
            parts.Job("refresh", "Resolve the parents again") with
            {
                Permissions = [("contents", "write"), ("pull-requests", "write"), ("packages", "read")],
                Steps =
                [
                    .. parts.Begin("github.event.repository.default_branch", builds: false),
                    parts.Login(),
                    new WorkflowStep("Resolve") { Run = WorkflowParts.Call("UpdateBases") },
                    new WorkflowStep("Propose what moved")
                    {
                        Uses = PinnedAction.GitHubScript,
                        Env = Yaml.Map(("DEFAULT_BRANCH", parts.DefaultBranch)),
                        With = Yaml.Map(("script", new YamlLines(Propose.ReplaceLineEndings("\n")))),
                    },
                ],
            },
        ],
    };
}
