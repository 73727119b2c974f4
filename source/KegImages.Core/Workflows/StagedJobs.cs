namespace KegImages.Workflows;

/// <summary>The jobs plan → each level of the family → publish. What passes between them is the locked plan, the program and what is in the
/// registry, so that one that died can be run again alone.</summary>
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

    /// <summary>What jobs do with layers in the registry, where the family keeps any.</summary>
    public string Layers { get; init; } = WorkflowParts.Keeps;

    /// <summary>Whether the job that publishes signs what it published.</summary>
    public bool Signs { get; init; }

    /// <summary>Whether what is planned depends on the repository's git tags, which say what a release moves.</summary>
    public bool HasGitTags { get; init; }

    public WorkflowJob Plan() => parts.Job("plan", "Plan") with
    {
        If = Condition is null ? null : $"${{{{ {Condition} }}}}",
        Permissions = parts.Rights(pushes: false),
        Outputs =
        [
            .. Levels.Select(PlanOutput.NameOf).Append(PlanOutput.Publish).Append(PlanOutput.Locked).Append(PlanOutput.Program)
                .Select(name => (name, $"steps.plan.outputs.{name}")),
        ],
        Steps =
        [
            .. parts.Begin(Reference, history: HasGitTags),
            .. parts.Login(),
            .. parts.Signing.SetUp(),
            new WorkflowStep("Plan") { Id = "plan", Env = Env,
                Run = parts.FirstCall(["HandOn", .. parts.HasPreflight ? ["--push", "--no-probe"] : Array.Empty<string>(), "--most-shards",
                    $"{parts.Settings.MaxParallel * HandedOn.ShardsEach}", .. Options]) },
            HandedOn.Upload with { If = $"steps.plan.outputs.{PlanOutput.Publish} == 'true'" },
        ],
    };

    public IEnumerable<WorkflowJob> Builds() => Levels.Select(level =>
    {
        var output = $"needs.plan.outputs.{PlanOutput.NameOf(level)}";
        return parts.Job(PlanOutput.NameOf(level), "Build ${{ matrix.name }}") with
        {
            Needs = ["plan", .. Levels.Where(before => before < level).Select(PlanOutput.NameOf)],
            If = And(Condition, $"{NothingFailed} && {output} != '[]'"),
            Permissions = parts.Rights(pushes: true),
            Builds = true,
            MayBeSkipped = $"{output} == '[]'",
            Matrix = $"fromJSON({output})",
            MaxParallel = parts.Settings.MaxParallel,
            Steps =
            [
                .. parts.TakeOver(Reference, history: false),
                .. parts.Login(everywhere: false),
                .. parts.Signing.SetUp(),
                new WorkflowStep("Build")
                {
                    Env = parts.Environment(level, [("KEG_SHARD", "${{ matrix.shard }}"), HandedOn.Hash, .. parts.Layers(Layers),
                        .. Env?.Entries ?? []]),
                    Run = HandedOn.Call([parts.WholeTarget, "--content-only", "--shard", "\"$KEG_SHARD\""]),
                },
                HandedOn.UploadBuilt,
            ],
        };
    });

    public WorkflowJob Publish(params WorkflowStep[] after) => parts.Job("publish", "Publish") with
    {
        Needs = ["plan", .. Levels.Select(PlanOutput.NameOf)],
        If = And(MovesWhen ?? Condition, $"{NothingFailed} && needs.plan.outputs.{PlanOutput.Publish} == 'true'"),
        MayBeSkipped = $"needs.plan.outputs.{PlanOutput.Publish} != 'true'" + (MovesWhen is null ? "" : $" || !({MovesWhen})"),
        MovesTags = true,
        Permissions = [.. parts.Rights(pushes: true), .. Signs ? parts.Signing.Rights : []],
        Steps =
        [
            .. parts.TakeOver(Reference, history: true),
            HandedOn.DownloadBuilt,
            .. parts.Login(),
            .. parts.Signing.SetUp(Signs),
            new WorkflowStep("Publish") { Env = parts.Environment(parts.Levels, [HandedOn.Hash, .. Env?.Entries ?? [],
                .. Signs ? parts.Signing.Environment : []]),
                Run = HandedOn.Call([.. Signs ? parts.Signing.Targets : ["Push"], .. HandedOn.BuiltOption]) },
            .. after,
        ],
    };

    private IEnumerable<int> Levels => Enumerable.Range(1, parts.Levels);

    private static string And(string? first, string second) => first is null ? $"${{{{ {second} }}}}" : $"${{{{ {first} && {second} }}}}";
}
