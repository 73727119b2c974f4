namespace KegImages.Workflows;

/// <summary>clean-up.yml: the tag of a branch that is gone goes too, and on a schedule all that nothing needs. The code that does it is the
/// default branch's.</summary>
internal static class CleanUpWorkflow
{
    public static Workflow Compile(WorkflowParts parts) => new(
        "clean-up",
        Yaml.Map(("delete", Yaml.Nothing), ("pull_request", Yaml.Map(("types", Yaml.List("closed")))),
            ("schedule", parts.Settings.Schedule is { } schedule ? Yaml.List(Yaml.Map(("cron", schedule))) : null)),
        // The group of the pull request itself: a publication that is under way ends first, and one that waits is not begun.
        "${{ github.event.pull_request && format('pull-request-{0}', github.event.pull_request.number) || format('clean-up-{0}', "
            + "github.event.ref) }}")
    {
        Jobs =
        [
            Job(parts, "clean-up", "Remove the branch's tag",
                $"github.event_name == 'delete' && github.event.ref_type == 'branch' || {WorkflowParts.IsOwn} && "
                    + "github.event.pull_request.head.ref != github.event.repository.default_branch",
                new WorkflowStep("Remove the tag if the branch is gone")
                {
                    Env = Yaml.Map(("GONE", "${{ github.event.pull_request.head.ref || github.event.ref }}"), Token),
                    Run = parts.Call("Prune", "--branch", "\"$GONE\""),
                }),
            .. parts.Settings.Schedule is null ? [] : new[]
            {
                Job(parts, "prune", "Remove what nothing needs", "github.event_name == 'schedule'",
                    new WorkflowStep("Remove what nothing needs") { Env = Yaml.Map(Token), Run = parts.Call("Prune") }),
            },
        ],
    };

    private static (string Name, Yaml Value) Token => ("GITHUB_TOKEN", "${{ github.token }}");

    private static WorkflowJob Job(WorkflowParts parts, string id, string name, string condition, WorkflowStep step) =>
        parts.Job(id, name) with
    {
        If = $"${{{{ {condition} }}}}",
        Permissions = [.. parts.Rights(pushes: true), ("pull-requests", "read")],
        Steps = [.. parts.Begin("github.event.repository.default_branch", builds: false), .. parts.Login(), step],
    };
}
