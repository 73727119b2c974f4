namespace KegImages.Workflows;

/// <summary>test.yml: the project's own build and tests. Nothing is published, so a newer push ends an older run.</summary>
internal static class TestWorkflow
{
    public static Workflow Compile(WorkflowParts parts) => new(
        "test",
        Yaml.Map(("push", Yaml.Map(("branches", Yaml.List(parts.DefaultBranch)))), ("pull_request", Yaml.Nothing)),
        "test-${{ github.ref }}")
    {
        CancelInProgress = true,
        Jobs =
        [
            parts.Job("test", "Test") with
            {
                Permissions = [("contents", "read")],
                // The private engine that the tests start needs root, for its mounts and its bridge.
                Steps = [.. parts.Begin(builds: false),
                    new WorkflowStep("Test") { Run = $"sudo --preserve-env env \"PATH=$PATH\" {WorkflowParts.Call("Test")}" }],
            },
        ],
    };
}
