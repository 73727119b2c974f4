namespace KegImages.Workflows;

/// <summary>pull-request.yml: images of what a branch changes, under its tag. A pull request from a fork is built and tested, in a job
/// that has neither login nor secret and whose token can only read. What waits in a merge queue, and a pull request of the default branch
/// itself, is built and pushed by content, and moves no tag.</summary>
internal sealed class PullRequestWorkflow(WorkflowParts parts)
{
    // What GitHub merges for a trial has a commit that no branch has: images are made of the branch itself.
    private const string Head = "github.event.pull_request.head.sha || github.sha";

    public Workflow Compile() => new("pull-request", Yaml.Map(
        ("pull_request", Yaml.Map(("types", Yaml.List("opened", "synchronize", "reopened")), WorkflowTriggers.PullRequestBranches(parts))),
        ("merge_group", Yaml.Nothing)), Group)
    {
        Jobs = GateJob.After(parts, parts.IsSmall ? Reported([OneJob(), Trial(), Fork()], "build") : Reported(Jobs(), "publish")),
    };

    private static string Group => "pull-request-${{ github.event.pull_request.number || github.ref }}";

    private string MovesTags => $"{WorkflowParts.IsNoBot} && {WorkflowParts.IsOwn} && {parts.IsNotOfDefault}";

    // What waits in a queue has a branch for a moment, and the default branch's layers are its own pushes' to keep.
    private string Layers =>
        $"${{{{ ({WorkflowParts.IsQueued} || {parts.IsOfDefault}) && '{WorkflowParts.TakesOver}' || '{WorkflowParts.Keeps}' }}}}";

    private ImmutableArray<WorkflowJob> Reported(ImmutableArray<WorkflowJob> jobs, string text) => ReportJob.After(parts, jobs, text);

    private ImmutableArray<WorkflowJob> Jobs()
    {
        var jobs = new StagedJobs(parts)
        {
            Reference = Head,
            Condition = WorkflowParts.MayPush,
            MovesWhen = MovesTags,
            Options = ["--changed"],
            Layers = Layers,
        };
        return [jobs.Plan(), .. jobs.Programs(), .. jobs.Builds(), ReportJob.Keeping(jobs.Publish()), Fork()];
    }

    private WorkflowJob OneJob() => ReportJob.Keeping(parts.Job("build", "Build and publish") with
    {
        MovesTags = true,
        Builds = true,
        If = $"${{{{ {MovesTags} }}}}",
        MayBeSkipped = "needs.trial.result == 'success'",
        Permissions = parts.Rights(pushes: true),
        Steps = [.. parts.Begin(Head, history: true), .. parts.Login(), .. parts.Signing.SetUp(),
            new WorkflowStep("Build and publish") { Env = parts.Environment(parts.Levels, parts.Layers(WorkflowParts.Keeps)),
                Run = parts.FirstCall("Push", "--changed") }],
    });

    private WorkflowJob Trial() => parts.Job("trial", "Build") with
    {
        Builds = true,
        If = $"${{{{ {WorkflowParts.IsNoBot} && ({WorkflowParts.IsQueued} || {WorkflowParts.IsOwn} && {parts.IsOfDefault}) }}}}",
        MayBeSkipped = "needs.build.result == 'success'",
        Permissions = parts.Rights(pushes: true),
        Steps = [.. parts.Begin(Head, history: true), .. parts.Login(), .. parts.Signing.SetUp(),
            new WorkflowStep("Build") { Env = parts.Environment(parts.Levels, parts.Layers(WorkflowParts.TakesOver)),
                Run = parts.FirstCall(parts.WholeTarget, "--content-only", "--changed") }],
    };

    private WorkflowJob Fork() => parts.Job(ChosenExtras.Fork, "Build for a fork") with
    {
        Builds = true,
        If = $"${{{{ {WorkflowParts.MayOnlyRead} }}}}",
        Permissions = [("contents", "read")],
        Steps = [.. parts.Begin(Head, pushes: false),
            new WorkflowStep("Build") { Env = parts.KeepsLayers ? new YamlMap([.. parts.Layers(WorkflowParts.TakesOver)]) : null,
                Run = parts.Call("TestImages", "--changed") }],
    };
}
