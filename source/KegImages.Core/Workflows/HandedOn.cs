using KegImages.LockedPlans;

namespace KegImages.Workflows;

/// <summary>What the job that plans hands on to the others as an artifact: the locked plan and the program. Both are checked by what the
/// plan's outputs say before anything of them is believed.</summary>
internal static class HandedOn
{
    /// <summary>How many shards a level has for each job that runs at once, so that one that takes longer holds nobody up.</summary>
    public const int ShardsEach = 2;

    private const string Artifact = "keg-plan";
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
    public static WorkflowStep UploadBuilt => new("Tell what was built")
    {
        Uses = PinnedAction.UploadArtifact,
        With = Yaml.Map(
            ("name", BuiltArtifact + "${{ matrix.shard }}"),
            ("path", $"{Output}/family.json"),
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

    public static IEnumerable<WorkflowStep> Download =>
    [
        new("Take the plan and the program over")
        {
            Uses = PinnedAction.DownloadArtifact,
            With = Yaml.Map(("name", Artifact), ("path", $"${{{{ runner.temp }}}}/{Artifact}")),
        },
        new("Unpack the program")
        {
            Env = Yaml.Map(("KEG_PROGRAM", $"${{{{ needs.plan.outputs.{PlanOutput.Program} }}}}")),
            Run = $"cd \"{Folder}\" && echo \"$KEG_PROGRAM  {Archive}\" | sha256sum --check --quiet && tar -xzf {Archive}",
        },
    ];

    /// <summary>Whether a line calls what was handed on.</summary>
    public static bool IsCall(string line) => line.StartsWith($"\"{Folder}/run\"", StringComparison.Ordinal);

    /// <summary>A line that calls what was handed on, with the plan.</summary>
    public static string Call(IEnumerable<string> words) =>
        $"\"{Folder}/run\" {string.Join(' ', words)} --locked-plan \"{Folder}/{LockedPlan.FileName}\"";
}
