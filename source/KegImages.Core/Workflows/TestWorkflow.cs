namespace KegImages.Workflows;

/// <summary>
/// test.yml: the project's own build and tests, and on a schedule those that take minutes too. Nothing is published, so a newer push ends
/// an older run; what is run on the schedule is not ended by one.
/// </summary>
internal static class TestWorkflow
{
    private const string IsScheduled = "github.event_name == 'schedule'";

    public static Workflow Compile(WorkflowParts parts) => new(
        "test",
        Yaml.Map(("push", WorkflowTriggers.Push(parts)),
            ("pull_request", parts.Settings.PullRequestBranches.IsEmpty ? Yaml.Nothing
                : Yaml.Map(WorkflowTriggers.PullRequestBranches(parts))),
            ("schedule", WorkflowTriggers.Schedule(parts))),
        parts.Settings.Schedule is null ? "test-${{ github.ref }}" : $"test-${{{{ {IsScheduled} && 'all' || github.ref }}}}")
    {
        CancelInProgress = true,
        Jobs = parts.Settings.Schedule is null
            ? [Job(parts, "test", "Test")]
            :
            [
                Job(parts, "test", "Test") with { If = $"${{{{ {IsScheduled.Replace("==", "!=", StringComparison.Ordinal)} }}}}" },
                Job(parts, "all", "Test all", "--all") with { If = $"${{{{ {IsScheduled} }}}}" },
            ],
    };

    private static WorkflowJob Job(WorkflowParts parts, string id, string name, params string[] options) => parts.Job(id, name) with
    {
        Permissions = [("contents", "read")],
        // The private engine that the tests start needs root, for its mounts and its bridge.
        Steps = [.. parts.Begin(builds: false),
            new WorkflowStep(name) { Run = $"sudo --preserve-env env \"PATH=$PATH\" {parts.Call(["Test", .. options])}" }],
    };
}
