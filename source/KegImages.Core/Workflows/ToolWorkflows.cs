namespace KegImages.Workflows;

/// <summary>The workflows of a family that has no build class of its own: each of its jobs calls the tool.</summary>
public static class ToolWorkflows
{
    /// <summary>Those that every family needs.</summary>
    /// <param name="hasGlobalJson">Whether the repository says in <c>global.json</c> which SDK <c>dotnet</c> is.</param>
    public static ImmutableArray<WorkflowSettings> Of(bool hasGlobalJson)
    {
        var call = WorkflowCall.Tool(hasGlobalJson);
        return
        [
            new() { Name = "images", Kind = WorkflowKind.Images, Call = call, Schedule = "17 4 * * *", Preflight = ["Doctor"] },
            new() { Name = "pull-request", Kind = WorkflowKind.PullRequest, Call = call, Preflight = ["Doctor"] },
            new() { Name = "clean-up", Kind = WorkflowKind.CleanUp, Call = call, TimeoutMinutes = 15 },
            new() { Name = "refresh", Kind = WorkflowKind.Refresh, Call = call, TimeoutMinutes = 15, Schedule = "43 5 * * 1" },
        ];
    }
}
