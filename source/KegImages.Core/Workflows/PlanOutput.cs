using KegImages.LockedPlans;
using KegImages.Planning;

namespace KegImages.Workflows;

/// <summary>
/// What a plan tells the jobs after it, each a line <c>name=value</c> of <c>GITHUB_OUTPUT</c>: the shards of each level, whether tags move,
/// and which file of a locked plan is the right one. What a shard builds is in that file alone.
/// </summary>
internal static class PlanOutput
{
    public const string Publish = "publish";

    public const string Locked = "locked-plan";

    /// <summary>The SHA-256 of the program that is handed on.</summary>
    public const string Program = "program";

    private const int MostNamed = 2;
    private const int LongestName = 60;

    /// <summary>What the job and the output of a level are called.</summary>
    public static string NameOf(int level) => string.Create(CultureInfo.InvariantCulture, $"level-{level}");

    /// <summary>The outputs' lines: the entries of a matrix for each level, and the rest.</summary>
    public static ImmutableArray<string> Lines(LockedPlan plan, Family family, bool publishes, string sha256) =>
    [
        .. Enumerable.Range(1, FamilyLevels.CountOf(family)).Select(level => $"{NameOf(level)}={Matrix(plan.Of(level))}"),
        $"{Publish}={(publishes ? "true" : "false")}",
        $"{Locked}={sha256}",
    ];

    private static string Matrix(IEnumerable<LockedShard> shards) => JsonSerializer.Serialize(
        [.. shards.Select(shard => new MatrixJob(NameOf(shard.Images), shard.Name))], PlanOutputContext.Default.MatrixJobArray);

    private static string NameOf(ImmutableArray<ImageName> images)
    {
        var named = string.Join(", ", images.Take(MostNamed));
        var name = images.Length <= MostNamed ? named : $"{named} and {images.Length - MostNamed} more";
        return name.Length <= LongestName ? name : $"{name[..LongestName]}…";
    }
}
