namespace KegImages.Workflows;

/// <summary>
/// The job that tells other repositories what was published, so that families which stand on this one are built anew. What is told carries
/// the repositories that it came through, so that no circle of families goes on for ever.
/// </summary>
internal static class DownstreamJob
{
    public const string Id = "downstream";

    /// <summary>The type of the event, which the images workflow of any family starts on.</summary>
    public const string Event = "images-published";

    private const string Output = "moved";
    private const int Minutes = 5;

    // GitHub takes a payload of 64 kB, and a variable of a process has at most 128.
    private const string KeepScript = """
        const fs = require('node:fs');
        const file = 'output/family.json';
        const images = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')).images ?? [] : [];
        const all = images.filter(image => image.digest && image.moved?.length > 0)
          .map(({ image, digest, moved }) => ({ image, digest, tags: moved }));
        let count = Math.min(all.length, 250);
        while (Buffer.byteLength(JSON.stringify(all.slice(0, count))) > 40000) count = Math.floor(count / 2);
        if (all.length > 0) core.setOutput('moved', JSON.stringify({ images: all.slice(0, count), left_out: all.length - count }));
        """;

    private const string TellScript = """
        const own = `${context.repo.owner}/${context.repo.repo}`.toLowerCase();
        const came = context.eventName === 'repository_dispatch' ? context.payload.client_payload?.chain : undefined;
        const chain = [...(Array.isArray(came) ? came : []).map(name => String(name).toLowerCase()), own];
        const told = process.env.DOWNSTREAM.split(' ');
        if (told.some(name => name.toLowerCase() === own)) {
          core.setFailed(`downstream in keg.yml names ${own} itself`);
          return;
        }
        if (chain.length > 10) {
          core.warning(`Nobody is told: this came through ${chain.length} repositories.`);
          return;
        }
        const moved = JSON.parse(process.env.MOVED);
        const failed = [];
        for (const name of told) {
          if (chain.includes(name.toLowerCase())) {
            core.notice(`${name} is not told: this run goes back to it.`);
            continue;
          }
          const [owner, repo] = name.split('/');
          try {
            await github.rest.repos.createDispatchEvent({ owner, repo, event_type: 'images-published',
              client_payload: { from: own, chain, commit: context.sha, moved } });
            core.notice(`${name} was told.`);
          } catch (error) {
            failed.push(`${name} (${error.status ?? error})`);
          }
        }
        if (failed.length > 0) {
          core.setFailed(`not told: ${failed.join(', ')}: KEG_DOWNSTREAM_TOKEN has to be a token that may write to the contents of each`);
        }
        """;

    /// <summary>Jobs, and behind them the one that tells, where a family has anybody to tell.</summary>
    /// <param name="parts">What they share.</param>
    /// <param name="jobs">The jobs.</param>
    /// <param name="publishes">The one that publishes.</param>
    public static ImmutableArray<WorkflowJob> After(WorkflowParts parts, ImmutableArray<WorkflowJob> jobs, string publishes)
    {
        if (parts.Downstream.IsEmpty)
            return jobs;
        return
        [
            .. jobs.Select(job => job.Id == publishes ? Keeping(job) : job),
            parts.Job(Id, "Tell those downstream") with
            {
                TimeoutMinutes = Minutes,
                Needs = [publishes],
                If = $"${{{{ needs.{publishes}.result == 'success' && needs.{publishes}.outputs.{Output} != '' }}}}",
                MayBeSkipped = $"needs.{publishes}.result == 'skipped' || needs.{publishes}.outputs.{Output} == ''",
                Steps =
                [
                    new WorkflowStep("Tell")
                    {
                        Uses = PinnedAction.GitHubScript,
                        Env = Yaml.Map(("DOWNSTREAM", string.Join(' ', parts.Downstream)),
                            ("MOVED", $"${{{{ needs.{publishes}.outputs.{Output} }}}}")),
                        With = Yaml.Map(("github-token", "${{ secrets.KEG_DOWNSTREAM_TOKEN }}"), ("script", Lines(TellScript))),
                    },
                ],
            },
        ];
    }

    private static WorkflowJob Keeping(WorkflowJob job) => job with
    {
        Outputs = [.. job.Outputs, (Output, $"steps.{Output}.outputs.{Output}")],
        Steps = [.. job.Steps, new WorkflowStep("Hand on what moved")
        {
            Id = Output,
            Uses = PinnedAction.GitHubScript,
            With = Yaml.Map(("script", Lines(KeepScript))),
        }],
    };

    private static YamlLines Lines(string script) => new(script.ReplaceLineEndings("\n"));
}
