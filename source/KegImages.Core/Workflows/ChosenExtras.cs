using KegImages.Configuration;

namespace KegImages.Workflows;

/// <summary>What was chosen beside what a kind of workflow needs, put into its jobs: variables of the calls, rights, what is kept of a
/// job.</summary>
internal static class ChosenExtras
{
    /// <summary>The job that builds what others wrote, which is given nothing.</summary>
    public const string Fork = "fork";

    private const string Plan = "plan";

    public static Workflow Apply(Workflow workflow, WorkflowSettings settings, CiSettings own) => workflow with
    {
        ConcurrencyGroup = settings.ConcurrencyGroup ?? workflow.ConcurrencyGroup,
        CancelInProgress = settings.CancelInProgress ?? workflow.CancelInProgress,
        Jobs = [.. workflow.Jobs.Select(job => Calls(job, settings) ? Extended(job, settings, own) : job)],
    };

    private static WorkflowJob Extended(WorkflowJob job, WorkflowSettings settings, CiSettings own)
    {
        var variables = job.Id == Fork ? [] : Variables(settings);
        var rights = settings.Permissions.Where(right => right.Access == "read" || job.Id is not (Fork or Plan) && !job.HandsOn);
        return job with
        {
            Permissions = [.. job.Permissions.Select(right => rights.Contains((right.Scope, "write")) ? (right.Scope, "write") : right),
                .. rights.Where(right => job.Permissions.All(other => other.Scope != right.Scope))
                    .OrderByDescending(right => right.Access, StringComparer.Ordinal).DistinctBy(right => right.Scope)],
            Environment = job.MovesTags && job.Environment is null ? EnvironmentOf(settings) : job.Environment,
            Steps =
            [
                .. job.Steps.SelectMany(step => !Calls(step, settings) ? [step]
                    : Around(job, variables.IsEmpty ? step : step with { Env = new YamlMap([.. step.Env?.Entries ?? [], .. variables]) },
                        own)),
                .. settings.Uploads ? [Upload(job, settings)] : Array.Empty<WorkflowStep>(),
            ],
        };
    }

    // Steps of the repository's own: they come from what was checked out, as everything that is built does.
    private static IEnumerable<WorkflowStep> Around(WorkflowJob job, WorkflowStep call, CiSettings own)
    {
        var env = Yaml.Map(("KEG_JOB", job.Id), ("KEG_BUILDS", job.Matrix is null ? job.Name : "${{ matrix.name }}"));
        if (job.Builds && own.Before is { } before)
            yield return new WorkflowStep("Before") { Local = before.Value, Env = env };
        yield return call;
        if (job.Builds && own.After is { } after)
            yield return new WorkflowStep("After") { If = "${{ !cancelled() }}", Local = after.Value,
                Env = new YamlMap([.. env.Entries, ("KEG_STATUS", "${{ job.status }}")]) };
    }

    /// <summary>The environment that was chosen for the job that moves tags; null for none.</summary>
    public static Yaml? EnvironmentOf(WorkflowSettings settings) => settings.EnvironmentName is { } name
        ? Yaml.Map(("name", name), ("url", settings.EnvironmentUrl)) : null;

    private static bool Calls(WorkflowJob job, WorkflowSettings settings) => job.Steps.Any(step => Calls(step, settings));

    private static bool Calls(WorkflowStep step, WorkflowSettings settings) =>
        step.Run is { } run && (run.Contains(settings.Call.Words, StringComparison.Ordinal) || HandedOn.IsCall(run));

    private static ImmutableArray<(string Name, Yaml Value)> Variables(WorkflowSettings settings) =>
    [
        .. settings.Inputs.Select(input => ($"NUKE_{VariableName.Of(input.Name)}", (Yaml)$"${{{{ inputs.{input.Name} }}}}")),
        .. settings.ImportedSecrets.Select(secret => (secret, (Yaml)$"${{{{ secrets.{VariableName.Of(secret)} }}}}")),
        .. settings.HandsToken ? [("GITHUB_TOKEN", (Yaml)"${{ github.token }}")]
            : Array.Empty<(string, Yaml)>(),
    ];

    private static WorkflowStep Upload(WorkflowJob job, WorkflowSettings settings) => new("Keep what was written")
    {
        If = settings.UploadCondition ?? "${{ !cancelled() }}",
        Uses = PinnedAction.UploadArtifact,
        With = Yaml.Map(
            ("name", job.Matrix is null ? $"output-{job.Id}" : $"output-{job.Id}-${{{{ strategy.job-index }}}}"),
            ("path", "output"),
            ("if-no-files-found", "ignore"),
            ("overwrite", true)),
    };
}
