namespace KegImages.Workflows;

/// <summary>The one job to require before a merge: it has always the same name, runs whatever became of the others, and is green only where
/// each of them is, or was rightly left out.</summary>
internal static class GateJob
{
    public const string Id = "images";

    private const int Minutes = 5;

    /// <summary>Jobs, and behind them the one that says whether all is well.</summary>
    public static ImmutableArray<WorkflowJob> After(WorkflowParts parts, ImmutableArray<WorkflowJob> jobs)
    {
        var needed = jobs.Where(job => job.Id != ReportJob.Id).ToList();
        var own = string.Join(" && ", needed.Where(job => job.Id != ChosenExtras.Fork).Select(IsWell));
        // Of a fork, its one job alone runs.
        var holds = needed.Any(job => job.Id == ChosenExtras.Fork) ? $"{Is(ChosenExtras.Fork, "success")} || {own}" : own;
        return
        [
            .. jobs,
            parts.Job(Id, Id) with
            {
                TimeoutMinutes = Minutes,
                Needs = [.. needed.Select(job => job.Id)],
                If = "${{ always() }}",
                Steps =
                [
                    new WorkflowStep("Something is not done")
                    {
                        If = $"${{{{ !({holds}) }}}}",
                        Env = Yaml.Map(("RESULTS", Results(needed))),
                        Run = "echo \"::error title=images::not all that was needed is done: $RESULTS\" && exit 1",
                    },
                ],
            },
        ];
    }

    /// <summary>What became of jobs: <c>plan success, taps failure</c>.</summary>
    public static string Results(IEnumerable<WorkflowJob> jobs) =>
        string.Join(", ", jobs.Select(job => $"{job.Id} ${{{{ needs.{job.Id}.result }}}}"));

    private static string IsWell(WorkflowJob job) => job.MayBeSkipped is { } right
        ? $"({Is(job.Id, "success")} || {Is(job.Id, "skipped")} && ({right}))" : Is(job.Id, "success");

    private static string Is(string job, string result) => $"needs.{job}.result == '{result}'";
}
