namespace KegImages.Workflows;

/// <summary>What the author of a workflow may choose, by its kind. Whatever else is said is refused: nothing is accepted and not
/// read.</summary>
public static class WorkflowChoices
{
    private static readonly ImmutableArray<string> Always =
    [
        "ConcurrencyGroup", "EnableGitHubToken", "FetchDepth", "Filter", "ImportSecrets", "Lfs", "Progress", "PublishArtifacts",
        "PublishCondition", "ReadPermissions", "RunsOn", "Submodules", "TimeoutMinutes", "WritePermissions",
    ];

    private static readonly ImmutableArray<string> Staged = ["EnvironmentName", "EnvironmentUrl", "MaxParallel", "Preflight",
        "SmallFamily"];
    private static readonly ImmutableArray<string> Pushes = ["OnPushBranches", "OnPushExcludePaths", "OnPushIncludePaths"];
    private static readonly ImmutableArray<string> Dispatches =
        ["OnWorkflowDispatchOptionalInputs", "OnWorkflowDispatchRequiredInputs"];

    internal static ImmutableArray<string> Of(WorkflowKind kind) =>
    [
        .. Always.Where(property => property != "FetchDepth" || kind != WorkflowKind.Release),
        .. kind is WorkflowKind.Images or WorkflowKind.PullRequest ? Staged : [],
        .. kind is WorkflowKind.Release ? new[] { "EnvironmentName", "EnvironmentUrl" } : [],
        .. kind is WorkflowKind.Images or WorkflowKind.Test ? Pushes : [],
        .. kind is WorkflowKind.Images ? Dispatches : [],
        .. kind is WorkflowKind.PullRequest or WorkflowKind.Test ? new[] { "OnPullRequestBranches" } : [],
        .. kind is WorkflowKind.Test ? new[] { "ConcurrencyCancelInProgress" } : [],
        .. kind is not (WorkflowKind.PullRequest or WorkflowKind.Release) ? new[] { "OnCronSchedule" } : [],
    ];

    /// <summary>Throws <see cref="WrongUseException"/> with every property that was given and that the kind does not read.</summary>
    public static void Check(string name, WorkflowKind kind, IEnumerable<string> given) => WrongUseException.ThrowIfAny(
    [
        .. given.Except(Of(kind)).Select(property => new Problem(
            $"[KegWorkflow(\"{name}\", WorkflowKind.{kind}, {property} = …)]: {Reason(property, kind)}",
            null,
            $"take it away; a {kind} workflow reads {string.Join(", ", Of(kind).Order(StringComparer.Ordinal))}")),
    ]);

    /// <summary>Throws <see cref="WrongUseException"/> with every value that GitHub would not take, or take for another one.</summary>
    public static void Check(WorkflowSettings settings) => WrongUseException.ThrowIfAny(
    [
        .. settings.ImportedSecrets.Where(secret => !IsSecret(secret)).Select(secret => Wrong(settings, "ImportSecrets", secret,
            "the name of a parameter whose secret GitHub can have: letters, digits and '_', none of GITHUB_, each once")),
        .. settings.Inputs.Where(input => !BuildSecret.IsVariable(input.Name) || Own(input.Name)).Select(input => Wrong(settings,
            $"OnWorkflowDispatch{(input.IsRequired ? "Required" : "Optional")}Inputs", input.Name,
            "the name of a parameter beside Tag, which is asked for already: letters, digits and '_'")),
        .. Twice(settings.Inputs.Select(input => input.Name)).Select(input => Wrong(settings, "OnWorkflowDispatch…Inputs", input,
            "named once")),
        .. Twice(settings.ImportedSecrets.Select(VariableName.Of)).Select(secret => Wrong(settings, "ImportSecrets", secret, "named once")),
        .. settings.EnvironmentUrl is { } url && settings.EnvironmentName is null
            ? new[] { Wrong(settings, "EnvironmentUrl", url, "read without an EnvironmentName") } : [],
        .. new[] { ("EnvironmentName", settings.EnvironmentName), ("ConcurrencyGroup", settings.ConcurrencyGroup) }
            .Where(pair => pair.Item2 is { } text && string.IsNullOrWhiteSpace(text))
            .Select(pair => Wrong(settings, pair.Item1, pair.Item2!, "a name")),
    ]);

    private static bool Own(string input) => input.Equals("tag", StringComparison.OrdinalIgnoreCase);

    private static bool IsSecret(string parameter) => BuildSecret.IsVariable(parameter)
        && !VariableName.Of(parameter).StartsWith("GITHUB_", StringComparison.Ordinal);

    private static IEnumerable<string> Twice(IEnumerable<string> names) => names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
        .Where(group => group.Count() > 1).Select(group => group.Key);

    private static Problem Wrong(WorkflowSettings settings, string property, string value, string expected) => new(
        $"[KegWorkflow(\"{settings.Name}\", WorkflowKind.{settings.Kind}, {property} = …)]: '{value}' is not {expected}");

    private static string Reason(string property, WorkflowKind kind) => property switch
    {
        "ConcurrencyCancelInProgress" => "a newer run would end one that publishes, or deletes, half-way",
        "JobConcurrencyGroup" or "JobConcurrencyCancelInProgress" =>
            "the jobs of one run go on side by side, and of two runs only one goes on: ConcurrencyGroup names the group of runs",
        "InvokedTargets" => "each job calls the target of what it builds; Preflight names targets of your own that run before the plan, and "
            + "keg.yml's workflows.before and workflows.after steps around each job that builds",
        "CacheIncludePatterns" or "CacheExcludePatterns" or "CacheKeyFiles" =>
            "what is kept between runs is this program's packages alone: what images need from run to run is in the registry",
        "OnPushBranchesIgnore" => "the default branch starts it, and OnPushBranches names others: GitHub reads one of both lists",
        "OnPushTags" or "OnPushTagsIgnore" => "keg.yml's tags.releases says whether git tags are published",
        "OnPullRequestIncludePaths" or "OnPullRequestExcludePaths" =>
            "a pull request that starts nothing has no result to require, and can never be merged; what did not change costs one short job",
        "OnPullRequestTags" => "GitHub starts nothing by the tags of a pull request",
        "On" => "what starts it follows from its kind; OnPushBranches, OnPullRequestBranches and OnCronSchedule say more, where the kind "
            + "reads them",
        "FetchDepth" => "the version of a release is found in the whole history",
        "EnvironmentName" or "EnvironmentUrl" => "no tag moves in it",
        _ when property.StartsWith("On", StringComparison.Ordinal) => "what starts it follows from its kind",
        _ => $"a {kind} workflow has no place for it",
    };
}
