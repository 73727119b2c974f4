namespace KegImages.Workflows;

/// <summary>
/// test.yml: the project's own build and tests, the fast ones on other systems too, and on a schedule those that take minutes and a soak.
/// Nothing is published, so a newer push ends an older run; what is run on the schedule is not ended by one.
/// </summary>
internal static class TestWorkflow
{
    private const string IsScheduled = "github.event_name == 'schedule'";

    // Where the private engine cannot be had: that everything starts and the rest holds.
    private static readonly ImmutableArray<string> Systems = ["macos-15", "windows-2025"];

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
            ? [Job(parts, "test", "Test", "Test"), Others(parts)]
            :
            [
                Job(parts, "test", "Test", "Test") with { If = IsNotScheduled },
                Others(parts) with { If = IsNotScheduled },
                Job(parts, "all", "Test all", "Test", "--all") with { If = $"${{{{ {IsScheduled} }}}}" },
                Job(parts, "soak", "Soak", "Soak") with { If = $"${{{{ {IsScheduled} }}}}" },
            ],
    };

    private static string IsNotScheduled => $"${{{{ {IsScheduled.Replace("==", "!=", StringComparison.Ordinal)} }}}}";

    private static WorkflowJob Job(WorkflowParts parts, string id, string name, params string[] words) => parts.Job(id, name) with
    {
        Permissions = [("contents", "read")],
        // The private engine that the tests start needs root, for its mounts and its bridge.
        Steps = [.. parts.Begin(builds: false),
            new WorkflowStep(name) { Run = $"sudo --preserve-env env \"PATH=$PATH\" {parts.Call(words)}" }],
    };

    private static WorkflowJob Others(WorkflowParts parts) => parts.Job("systems", "Start on ${{ matrix.system }}") with
    {
        RunsOn = "${{ matrix.system }}",
        Permissions = [("contents", "read")],
        Matrix = $"fromJSON('[{string.Join(", ", Systems.Select(system => $"{{ \"system\": \"{system}\" }}"))}]')",
        MaxParallel = Systems.Length,
        Steps = [.. parts.Begin(builds: false), new WorkflowStep("Start, plan and test")
        {
            Run = $"{parts.Call("--help")} && {parts.Call("Plan", "--no-registry")} && {parts.Call("Test", "--fast")}",
        }],
    };
}
