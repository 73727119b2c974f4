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
        const git = async (...words) => (await exec.getExecOutput('git', words)).stdout;
        await git('add', '--intent-to-add', '--', path);
        const moved = await git('diff', '--unified=0', '--', path);
        const lines = moved.split('\n').filter(line => /^[+-][^+-]/.test(line)).join('\n').slice(0, 60000);
        const body = 'These parents from outside have moved:\n\n```diff\n' + lines + '\n```\n';
        const base = process.env.DEFAULT_BRANCH;
        const ref = `heads/${branch}`;
        const content = fs.readFileSync(path, 'utf8');
        const open = await github.rest.pulls.list({ ...context.repo, state: 'open', head: `${context.repo.owner}:${branch}`, base });
        const refs = await github.rest.git.listMatchingRefs({ ...context.repo, ref });
        const exists = refs.data.some(found => found.ref === `refs/${ref}`);
        if (exists && open.data.length > 0) {
          const proposed = await github.rest.repos.getContent({ ...context.repo, path, ref: branch })
            .catch(error => { if (error.status === 404) return undefined; throw error; });
          if (proposed && Buffer.from(proposed.data.content, 'base64').toString('utf8') === content) {
            core.notice(`It is proposed already: #${open.data[0].number}.`);
            return;
          }
        }
        // The commit first, then the branch: a pull request whose branch has nothing new, if only for a moment, is closed by GitHub.
        const parent = (await git('rev-parse', 'HEAD')).trim();
        const { data: before } = await github.rest.git.getCommit({ ...context.repo, commit_sha: parent });
        const { data: tree } = await github.rest.git.createTree({
          ...context.repo, base_tree: before.tree.sha, tree: [{ path, mode: '100644', type: 'blob', content }],
        });
        const { data: commit } = await github.rest.git.createCommit({
          ...context.repo, message: 'Move to the newest parents', tree: tree.sha, parents: [parent],
        });
        if (exists) {
          await github.rest.git.updateRef({ ...context.repo, ref, sha: commit.sha, force: true });
        } else {
          await github.rest.git.createRef({ ...context.repo, ref: `refs/${ref}`, sha: commit.sha });
        }
        if (open.data.length > 0) {
          await github.rest.pulls.update({ ...context.repo, pull_number: open.data[0].number, body });
        } else {
          await github.rest.pulls.create({ ...context.repo, head: branch, base, title: 'Move to the newest parents', body });
        }
        """;

    public static Workflow Compile(WorkflowParts parts) => new(
        "refresh",
        Yaml.Map(("workflow_dispatch", Yaml.Nothing),
            ("schedule", parts.Settings.Schedule is { } schedule ? Yaml.List(Yaml.Map(("cron", schedule))) : null)),
        "refresh")
    {
        Jobs =
        [
            parts.Job("refresh", "Resolve the parents again") with
            {
                Permissions = [("contents", "write"), ("pull-requests", "write"),
                    .. parts.Rights(pushes: false).Where(right => right.Scope == "packages")],
                Steps =
                [
                    .. parts.Begin("github.event.repository.default_branch", builds: false),
                    .. parts.Login(everywhere: false),
                    new WorkflowStep("Resolve") { Run = parts.Call("UpdateBases") },
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
