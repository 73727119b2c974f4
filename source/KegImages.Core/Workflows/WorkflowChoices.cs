namespace KegImages.Workflows;

/// <summary>What the author of a workflow may choose, by its kind. Whatever else is said is refused: nothing is accepted and not
/// read.</summary>
public static class WorkflowChoices
{
    private static readonly ImmutableArray<string> Always = ["Filter", "Lfs", "Progress", "RunsOn", "Submodules", "TimeoutMinutes"];
    private static readonly ImmutableArray<string> Staged = ["MaxParallel", "Preflight", "SmallFamily"];

    internal static ImmutableArray<string> Of(WorkflowKind kind) =>
    [
        .. Always,
        .. kind is WorkflowKind.Images or WorkflowKind.PullRequest ? Staged : [],
        .. kind is not WorkflowKind.PullRequest ? new[] { "OnCronSchedule" } : [],
    ];

    /// <summary>Throws <see cref="WrongUseException"/> with every property that was given and that the kind does not read.</summary>
    public static void Check(string name, WorkflowKind kind, IEnumerable<string> given) => WrongUseException.ThrowIfAny(
    [
        .. given.Except(Of(kind)).Select(property => new Problem(
            $"[KegWorkflow(\"{name}\", WorkflowKind.{kind}, {property} = …)]: {Reason(property, kind)}",
            null,
            $"take it away; a {kind} workflow reads {string.Join(", ", Of(kind).Order(StringComparer.Ordinal))}")),
    ]);

    private static string Reason(string property, WorkflowKind kind) => property switch
    {
        "ImportSecrets" => "secrets are declared in keg.yml and values.yml, and the steps that need one are given it",
        "FetchDepth" => "the jobs that move tags need the whole history, and the others one commit",
        "EnableGitHubToken" or "WritePermissions" or "ReadPermissions" => "each job has the least that its steps need",
        "ConcurrencyGroup" or "ConcurrencyCancelInProgress" or "JobConcurrencyGroup" or "JobConcurrencyCancelInProgress" =>
            "one run goes on at a time where images are published, and none is cancelled",
        _ when property.StartsWith("On", StringComparison.Ordinal) && property != "OnCronSchedule" =>
            "what starts it follows from its kind",
        _ => $"a {kind} workflow has no place for it",
    };
}
