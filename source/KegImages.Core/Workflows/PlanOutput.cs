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

    /// <summary>What the job and the output of a level are called that makes images of their parts.</summary>
    public static string JoinOf(int level) => string.Create(CultureInfo.InvariantCulture, $"join-{level}");

    /// <summary>What the job is called that makes the program for another processor, and what says that it is needed.</summary>
    public static string ProgramOf(string processor) => $"{Program}-{processor}";

    /// <summary>The outputs' lines: the entries of a matrix for each level, whether any of it is made of parts, and the rest.</summary>
    public static ImmutableArray<string> Lines(LockedPlan plan, Family family, bool publishes, string sha256) =>
    [
        .. Enumerable.Range(1, FamilyLevels.CountOf(family)).Select(level => $"{NameOf(level)}={Matrix(plan, family, level)}"),
        .. Enumerable.Range(1, FamilyLevels.CountOf(family)).Where(plan.JoinsAt).Select(level => $"{JoinOf(level)}=true"),
        .. plan.Shards.Select(shard => OtherProcessor(plan, family, shard)).OfType<string>().Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal).Select(processor => $"{ProgramOf(processor)}=true"),
        $"{Publish}={(publishes ? "true" : "false")}",
        $"{Locked}={sha256}",
    ];

    private static string Matrix(LockedPlan plan, Family family, int level) => JsonSerializer.Serialize(
        [.. plan.Of(level).Select(shard => new MatrixJob(NameOf(shard), shard.Name)
        {
            Runner = shard.Runner.IsEmpty ? null : shard.Runner,
            Program = OtherProcessor(plan, family, shard),
            Emulates = Emulates(plan, family, shard) ? true : null,
        })], PlanOutputContext.Default.MatrixJobArray);

    // The usual runner is the one that planned.
    private static bool Emulates(LockedPlan plan, Family family, LockedShard shard) =>
        shard.Runner.IsEmpty && PlatformsOf(family, shard).Any(platform => platform != plan.Platform);

    private static string? OtherProcessor(LockedPlan plan, Family family, LockedShard shard) => shard.Runner.IsEmpty ? null
        : NativeRunners.ProcessorOf(PlatformsOf(family, shard).First()) is var processor
            && processor != NativeRunners.ProcessorOf(plan.Platform) ? processor : null;

    private static IEnumerable<string> PlatformsOf(Family family, LockedShard shard) =>
        shard.IsOfParts ? shard.Platforms : shard.Images.SelectMany(name => family[name].Platforms);

    private static string NameOf(LockedShard shard) => NameOf(shard.Images)
        + (shard.IsOfParts ? $" for {string.Join(", ", shard.Platforms)}" : "");

    private static string NameOf(ImmutableArray<ImageName> images)
    {
        var named = string.Join(", ", images.Take(MostNamed));
        var name = images.Length <= MostNamed ? named : $"{named} and {images.Length - MostNamed} more";
        return name.Length <= LongestName ? name : $"{name[..LongestName]}…";
    }
}
