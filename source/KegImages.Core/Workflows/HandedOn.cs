using KegImages.LockedPlans;

namespace KegImages.Workflows;

/// <summary>What the job that plans hands on to the others as an artifact: the locked plan and the program. Both are checked by what the
/// plan's outputs say before anything of them is believed.</summary>
internal static class HandedOn
{
    /// <summary>How many shards a level has for each job that runs at once, so that one that takes longer holds nobody up.</summary>
    public const int ShardsEach = 2;

    private const string Artifact = "keg-plan";
    private const string ProgramArtifact = "keg-program-";
    private const string Built = "keg-built";
    private const string BuiltArtifact = Built + "-";
    private const string Output = "output";
    private const string Archive = "program.tar.gz";
    private const string Folder = "$RUNNER_TEMP/" + Artifact;

    // As long as GitHub lets a job of the run be run again.
    private const int Days = 30;

    /// <summary>The variable that says which locked plan is the right one.</summary>
    public static (string Name, Yaml Value) Hash => ("NUKE_LOCKED_PLAN_SHA256", $"${{{{ needs.plan.outputs.{PlanOutput.Locked} }}}}");

    public static WorkflowStep Upload => new("Hand the plan and the program on")
    {
        Uses = PinnedAction.UploadArtifact,
        With = Yaml.Map(
            ("name", Artifact),
            ("path", new YamlLines($"{Output}/{LockedPlan.FileName}\n{Output}/{Archive}")),
            ("if-no-files-found", "error"),
            ("compression-level", 0),
            ("retention-days", Days),
            // The run may be started again as a whole.
            ("overwrite", true)),
    };

    /// <summary>What a job that builds says of it: how long each image took, by which the next run divides them.</summary>
    public static WorkflowStep UploadBuilt => UploadAs("${{ matrix.shard }}", $"{Output}/family.json");

    /// <summary>The same with the parts of images that it pushed, which the job that joins them has to know.</summary>
    public static WorkflowStep UploadBuiltWithParts =>
        UploadAs("${{ matrix.shard }}", new YamlLines($"{Output}/family.json\n{Output}/{ImageParts.FileName}"));

    /// <summary>What the job that joins says of it.</summary>
    public static WorkflowStep UploadJoined(int level) =>
        UploadAs(string.Create(CultureInfo.InvariantCulture, $"{level}.join"), $"{Output}/family.json");

    private static WorkflowStep UploadAs(string shard, Yaml path) => new("Tell what was built")
    {
        Uses = PinnedAction.UploadArtifact,
        With = Yaml.Map(
            ("name", BuiltArtifact + shard),
            ("path", path),
            // Where all was there already, nothing is told.
            ("if-no-files-found", "ignore"),
            ("retention-days", Days),
            ("overwrite", true)),
    };

    /// <summary>Brings what all jobs that built say of it, each in a folder of its own.</summary>
    public static WorkflowStep DownloadBuilt => new("Learn what was built")
    {
        Uses = PinnedAction.DownloadArtifact,
        With = Yaml.Map(("pattern", $"{BuiltArtifact}*"), ("path", $"${{{{ runner.temp }}}}/{Built}")),
    };

    /// <summary>The option that reads it.</summary>
    public static ImmutableArray<string> BuiltOption => ["--built", $"\"$RUNNER_TEMP/{Built}\""];

    /// <summary>Keeps the program for another processor than the plan's.</summary>
    public static WorkflowStep UploadProgram(string processor) => new("Hand the program on")
    {
        Uses = PinnedAction.UploadArtifact,
        With = Yaml.Map(
            ("name", ProgramArtifact + processor),
            ("path", $"{Output}/{Archive}"),
            ("if-no-files-found", "error"),
            ("compression-level", 0),
            ("retention-days", Days),
            ("overwrite", true)),
    };

    /// <summary>Brings the plan, and the program beside it, which nobody has checked yet.</summary>
    public static WorkflowStep DownloadPlan => new("Take the plan and the program over")
    {
        Uses = PinnedAction.DownloadArtifact,
        With = Yaml.Map(("name", Artifact), ("path", $"${{{{ runner.temp }}}}/{Artifact}")),
    };

    /// <summary>Brings plan and program.</summary>
    /// <param name="processors">The processors beside the plan's own that an entry of the matrix may be of.</param>
    public static IEnumerable<WorkflowStep> Download(params IReadOnlyCollection<string> processors) =>
    [
        DownloadPlan,
        // It takes the place of the other one.
        .. processors.Select(processor => new WorkflowStep($"Take the program for {processor} over")
        {
            If = $"matrix.program == '{processor}'",
            Uses = PinnedAction.DownloadArtifact,
            With = Yaml.Map(("name", ProgramArtifact + processor), ("path", $"${{{{ runner.temp }}}}/{Artifact}")),
        }),
        new("Unpack the program")
        {
            Env = Yaml.Map(("KEG_PROGRAM",
                $"${{{{ {string.Concat(processors.Select(HashOf))}needs.plan.outputs.{PlanOutput.Program} }}}}")),
            Run = $"cd \"{Folder}\" && echo \"$KEG_PROGRAM  {Archive}\" | sha256sum --check --quiet && tar -xzf {Archive}",
        },
    ];

    // Of another processor's program, where an entry is of that.
    private static string HashOf(string processor) =>
        $"matrix.program == '{processor}' && needs.{PlanOutput.ProgramOf(processor)}.outputs.{PlanOutput.Program} || ";

    /// <summary>Whether a line calls what was handed on.</summary>
    public static bool IsCall(string line) => line.StartsWith($"\"{Folder}/run\"", StringComparison.Ordinal);

    /// <summary>A line that calls what was handed on, with the plan.</summary>
    public static string Call(IEnumerable<string> words) =>
        $"\"{Folder}/run\" {string.Join(' ', words)} {PlanOption}";

    /// <summary>The option that names the plan.</summary>
    public static string PlanOption => $"--locked-plan \"{Folder}/{LockedPlan.FileName}\"";
}
