namespace KegImages.Workflows;

/// <summary>The jobs plan → each stage (base → keg-hub → taps) → publish. What passes between them is in the registry, so that one
/// that died can be run again alone.</summary>
internal sealed class StagedJobs(WorkflowParts parts)
{
    private const string NothingFailed = "!failure() && !cancelled()";

    /// <summary>The commit that all jobs check out, as an expression; null for the event's own.</summary>
    public string? Reference { get; init; }

    /// <summary>When the jobs run, as an expression; null for always.</summary>
    public string? Condition { get; init; }

    /// <summary>When tags move, as an expression beside <see cref="Condition"/>; null for always.</summary>
    public string? MovesWhen { get; init; }

    /// <summary>What the calls say of tags and images, such as <c>--changed</c>.</summary>
    public ImmutableArray<string> Options { get; init; } = [];

    public YamlMap? Env { get; init; }

    /// <summary>Whether every job has the repository's git tags, which say what a release moves.</summary>
    public bool HasGitTags { get; init; }

    public WorkflowJob Plan() => parts.Job("plan", "Plan") with
    {
        If = Condition is null ? null : $"${{{{ {Condition} }}}}",
        Permissions = parts.Rights(pushes: false),
        Outputs =
        [
            .. parts.Stages.Select(stage => (parts.Names[stage], $"steps.plan.outputs.{parts.Names[stage]}")),
            (PlanOutput.Publish, $"steps.plan.outputs.{PlanOutput.Publish}"),
        ],
        Steps =
        [
            .. parts.Begin(Reference, history: HasGitTags),
            .. parts.Login(),
            new WorkflowStep("Plan") { Id = "plan", Env = Env,
                Run = parts.FirstCall(["Plan", .. parts.HasPreflight ? ["--push", "--no-probe"] : Array.Empty<string>(), .. Options]) },
        ],
    };

    public IEnumerable<WorkflowJob> Builds() => parts.Stages.Select((stage, index) =>
    {
        var output = $"needs.plan.outputs.{parts.Names[stage]}";
        var isMatrix = parts.IsMatrix(stage);
        return parts.Job(parts.Names[stage], isMatrix ? "Build ${{ matrix.name }}" : $"Build {stage.Name}") with
        {
            Needs = ["plan", .. parts.Stages.Take(index).Select(before => parts.Names[before])],
            If = And(Condition, $"{NothingFailed} && {output} != '[]'"),
            Permissions = parts.Rights(pushes: true),
            Builds = true,
            MayBeSkipped = $"{output} == '[]'",
            Matrix = isMatrix ? $"fromJSON({output})" : null,
            MaxParallel = parts.Settings.MaxParallel,
            Steps =
            [
                .. parts.Begin(Reference, history: HasGitTags),
                .. parts.Login(everywhere: false),
                new WorkflowStep("Build")
                {
                    Env = parts.Environment(stage,
                        [("AFFECTED", $"${{{{ {(isMatrix ? "matrix.images" : $"join(fromJSON({output}), ' ')")} }}}}"), .. Env?.Entries
                            ?? []]),
                    Run = parts.Call([parts.TargetOf(stage), "--content-only", "--with-parents", "--image", "$AFFECTED",
                        .. Options]),
                },
            ],
        };
    });

    public WorkflowJob Publish(params WorkflowStep[] after) => parts.Job("publish", "Publish") with
    {
        Needs = ["plan", .. parts.Stages.Select(stage => parts.Names[stage])],
        If = And(MovesWhen ?? Condition, $"{NothingFailed} && needs.plan.outputs.{PlanOutput.Publish} == 'true'"),
        MayBeSkipped = $"needs.plan.outputs.{PlanOutput.Publish} != 'true'" + (MovesWhen is null ? "" : $" || !({MovesWhen})"),
        MovesTags = true,
        Permissions = parts.Rights(pushes: true),
        Steps =
        [
            .. parts.Begin(Reference, history: true),
            .. parts.Login(),
            new WorkflowStep("Publish") { Env = parts.Environment(parts.Stages[^1], Env?.Entries ?? []),
                Run = parts.Call(["Push", .. Options]) },
            .. after,
        ],
    };

    private static string And(string? first, string second) => first is null ? $"${{{{ {second} }}}}" : $"${{{{ {first} && {second} }}}}";
}
