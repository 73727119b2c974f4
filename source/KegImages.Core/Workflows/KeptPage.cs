namespace KegImages.Workflows;

/// <summary>The page of a run and the logs that it leads to, kept as the artifact <c>family-page</c>: first what is planned, in its place
/// what was published. The run's summary leads there, and so does the pull request's comment.</summary>
internal static class KeptPage
{
    /// <summary>The step's identifier and the artifact's name.</summary>
    private const string Id = "family-page";

    // What a fork built says what it likes, and a page is opened by whoever reviews: of that, none is kept.
    private static readonly ImmutableHashSet<string> Jobs = ["plan", "build", "trial", "publish"];

    private const string Script =
        "await core.summary.addRaw(`\\n[The family as a page](${process.env.KEG_PAGE}): graph, timeline, sizes, history\\n`).write();";

    private const string Address = $"steps.{Id}.outputs.artifact-url";

    /// <summary>Where the page is, as an expression for a step behind the one that keeps it; empty where there is none.</summary>
    public static string Where => $"${{{{ {Address} }}}}";

    /// <summary>A workflow that keeps the page of each job that plans or publishes.</summary>
    public static Workflow In(Workflow workflow, WorkflowKind kind) =>
        kind is not (WorkflowKind.Images or WorkflowKind.PullRequest) ? workflow
        : workflow with { Jobs = [.. workflow.Jobs.Select(job => Jobs.Contains(job.Id) ? Keeping(job) : job)] };

    private static WorkflowJob Keeping(WorkflowJob job)
    {
        var call = job.Steps.Select((step, index) => (step, index)).Last(one => one.step.Run is not null).index;
        return job with { Steps = [.. job.Steps.Take(call + 1), .. Steps, .. job.Steps.Skip(call + 1)] };
    }

    private static IEnumerable<WorkflowStep> Steps =>
    [
        new("Keep the family's page")
        {
            Id = Id,
            If = "${{ !cancelled() }}",
            Uses = PinnedAction.UploadArtifact,
            With = Yaml.Map(("name", Id), ("path", new YamlLines("output/family.html\noutput/logs")), ("if-no-files-found", "ignore"),
                // The job that publishes comes after the one that plans, and knows more.
                ("overwrite", true)),
        },
        new("Lead to the family's page")
        {
            If = $"${{{{ !cancelled() && {Address} }}}}",
            Uses = PinnedAction.GitHubScript,
            Env = Yaml.Map(("KEG_PAGE", Where)),
            With = Yaml.Map(("script", Script)),
        },
    ];
}
