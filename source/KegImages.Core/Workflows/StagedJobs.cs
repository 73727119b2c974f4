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
            .. parts.Programs.Select(PlanOutput.ProgramOf).Concat(Stages).Append(PlanOutput.Publish).Append(PlanOutput.Locked)
                .Append(PlanOutput.Program)
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

    /// <summary>The jobs that make the program for other processors, each once for all jobs that need it.</summary>
    public IEnumerable<WorkflowJob> Programs() => parts.Programs.Select(processor =>
    {
        var output = $"needs.plan.outputs.{PlanOutput.ProgramOf(processor)}";
        return parts.Job(PlanOutput.ProgramOf(processor), $"Program for {processor}") with
        {
            Needs = ["plan"],
            If = And(Condition, $"{NothingFailed} && {output} == 'true'"),
            Permissions = parts.Rights(pushes: false),
            MayBeSkipped = $"{output} != 'true'",
            Outputs = [(PlanOutput.Program, $"steps.program.outputs.{PlanOutput.Program}")],
            Runner = parts.RunnerOf(processor),
            HandsOn = true,
            Steps =
            [
                .. parts.Begin(Reference, builds: false),
                HandedOn.DownloadPlan,
                .. parts.Login(everywhere: false),
                new WorkflowStep("Pack the program")
                {
                    Id = "program",
                    Env = new YamlMap([HandedOn.Hash, .. Env?.Entries ?? []]),
                    Run = $"{parts.Call("HandOn")} {HandedOn.PlanOption}",
                },
                HandedOn.UploadProgram(processor),
            ],
        };
    });

    /// <summary>The jobs of each level: those that build, and behind them the one that makes images of parts, if there
    /// are any.</summary>
    public IEnumerable<WorkflowJob> Builds() =>
        Levels.SelectMany(level => parts.JoinsAt(level) ? [Build(level), Join(level)] : new[] { Build(level) });

    private WorkflowJob Build(int level)
    {
        var output = $"needs.plan.outputs.{PlanOutput.NameOf(level)}";
        return parts.Job(PlanOutput.NameOf(level), "Build ${{ matrix.name }}") with
        {
            Needs = ["plan", .. parts.Programs.Select(PlanOutput.ProgramOf), .. StagesBefore(PlanOutput.NameOf(level))],
            If = And(Condition, $"{NothingFailed} && {output} != '[]'"),
            Permissions = parts.Rights(pushes: true),
            Builds = true,
            MayBeSkipped = $"{output} == '[]'",
            Matrix = $"fromJSON({output})",
            MaxParallel = parts.Settings.MaxParallel,
            HasRunners = parts.HasRunners,
            Steps =
            [
                .. parts.TakeOverInMatrix(Reference),
                .. parts.Login(everywhere: false),
                .. parts.Signing.SetUp(),
                new WorkflowStep("Build")
                {
                    Env = parts.Environment(level, [("KEG_SHARD", "${{ matrix.shard }}"), HandedOn.Hash, .. parts.Layers(Layers),
                        .. Env?.Entries ?? []]),
                    Run = HandedOn.Call([parts.WholeTarget, "--content-only", "--shard", "\"$KEG_SHARD\""]),
                },
                parts.HasRunners ? HandedOn.UploadBuiltWithParts : HandedOn.UploadBuilt,
            ],
        };
    }

    private WorkflowJob Join(int level)
    {
        var output = $"needs.plan.outputs.{PlanOutput.JoinOf(level)}";
        return parts.Job(PlanOutput.JoinOf(level), $"Join level {level}") with
        {
            Needs = ["plan", .. StagesBefore(PlanOutput.JoinOf(level))],
            If = And(Condition, $"{NothingFailed} && {output} == 'true'"),
            Permissions = parts.Rights(pushes: true),
            MayBeSkipped = $"{output} != 'true'",
            Steps =
            [
                .. parts.TakeOverToJoin(Reference),
                .. parts.Login(everywhere: false),
                new WorkflowStep("Join the platforms")
                {
                    // Nothing is built here, so nothing is handed that builds need.
                    Env = new YamlMap([HandedOn.Hash, .. Env?.Entries ?? []]),
                    Run = HandedOn.Call([parts.WholeTarget, "--content-only", "--shard", $"{level}.join", .. HandedOn.BuiltOption]),
                },
                HandedOn.UploadJoined(level),
            ],
        };
    }

    public WorkflowJob Publish(params WorkflowStep[] after) => parts.Job("publish", "Publish") with
    {
        Needs = ["plan", .. Stages],
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

    // The jobs between plan and publication, which are called as the outputs that say what they have to do.
    private IEnumerable<string> Stages => Levels.SelectMany(level => parts.JoinsAt(level)
        ? [PlanOutput.NameOf(level), PlanOutput.JoinOf(level)] : new[] { PlanOutput.NameOf(level) });

    private IEnumerable<string> StagesBefore(string stage) => Stages.TakeWhile(other => other != stage);

    private IEnumerable<int> Levels => Enumerable.Range(1, parts.Levels);

    private static string And(string? first, string second) => first is null ? $"${{{{ {second} }}}}" : $"${{{{ {first} && {second} }}}}";
}
