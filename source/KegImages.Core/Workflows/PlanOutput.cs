using KegImages.Planning;

namespace KegImages.Workflows;

/// <summary>What a plan tells the jobs after it, each a line <c>name=JSON</c> of <c>GITHUB_OUTPUT</c>: which images of each stage are
/// built, and whether tags move.</summary>
internal static class PlanOutput
{
    /// <summary>The most jobs that a matrix gets; GitHub refuses more than 256.</summary>
    public const int LargestMatrix = 250;

    public const string Publish = "publish";

    /// <summary>Whether a stage is built by a matrix: the last of several, whose images seldom stand on each other.</summary>
    public static bool IsMatrix(ImageGroup stage, Family family) => Staging.TargetOf(stage, family) == StageTarget.Taps;

    /// <summary>The outputs' lines, one a stage: lists of names for the first ones, entries of a matrix for the last.</summary>
    public static ImmutableArray<string> Lines(BuildPlan plan, Family family, bool publishes)
    {
        var stages = Staging.Of(family);
        var names = new StageNames(stages);
        var byStage = plan.Steps.ToLookup(step => step.Image.Group, step => step.Image.Name.ToString());
        return
        [
            .. stages.Select(stage =>
                $"{names[stage]}={(IsMatrix(stage, family) ? Matrix([.. byStage[stage]]) : List(byStage[stage]))}"),
            $"{Publish}={(publishes ? "true" : "false")}",
        ];
    }

    private static string List(IEnumerable<string> names) =>
        JsonSerializer.Serialize(names.ToArray(), PlanOutputContext.Default.StringArray);

    private static string Matrix(string[] names)
    {
        var size = (names.Length + LargestMatrix - 1) / LargestMatrix;
        var jobs = names.Length == 0 ? []
            : names.Chunk(size).Select(shard => new MatrixJob(NameOf(shard), string.Join(' ', shard))).ToArray();
        return JsonSerializer.Serialize(jobs, PlanOutputContext.Default.MatrixJobArray);
    }

    private static string NameOf(string[] shard) => shard.Length <= 2 ? string.Join(" and ", shard) : $"{shard[0]} to {shard[^1]}";
}
