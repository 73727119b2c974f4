namespace KegImages.Workflows;

/// <summary>clean-up.yml: the tag of a branch that is gone goes too. The code that does it is the default branch's.</summary>
internal static class CleanUpWorkflow
{
    public static Workflow Compile(WorkflowParts parts) => new(
        "clean-up",
        Yaml.Map(("delete", Yaml.Nothing), ("pull_request", Yaml.Map(("types", Yaml.List("closed"))))),
        // The group of the pull request itself: a publication that is under way ends first, and one that waits is not begun.
        "${{ github.event.pull_request && format('pull-request-{0}', github.event.pull_request.number) || format('clean-up-{0}', github.event.ref) }}")
    {
        Jobs =
        [
            parts.Job("clean-up", "Remove the branch's tag") with
            {
                If = $"${{{{ github.event_name == 'delete' && github.event.ref_type == 'branch' || {WorkflowParts.IsOwn} && github.event.pull_request.head.ref != github.event.repository.default_branch }}}}",
                Permissions = [("contents", "read"), ("packages", "write"), ("pull-requests", "read")],
                Steps =
                [
                    .. parts.Begin("github.event.repository.default_branch", builds: false),
                    parts.Login(),
                    new WorkflowStep("Remove the tag if the branch is gone")
                    {
                        Env = Yaml.Map(("GONE", "${{ github.event.pull_request.head.ref || github.event.ref }}"), ("GITHUB_TOKEN", "${{ github.token }}")),
                        Run = WorkflowParts.Call("Prune", "--branch", "\"$GONE\""),
                    },
                ],
            },
        ],
    };
}
