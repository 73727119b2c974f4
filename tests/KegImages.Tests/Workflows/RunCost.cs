using KegImages.Images;
using KegImages.LockedPlans;
using KegImages.Planning;

namespace KegImages.Tests.Workflows;

/// <summary>What a run costs that builds all images of a family, each in a minute.</summary>
/// <param name="Jobs">How many jobs there are.</param>
/// <param name="Processor">The processor time beside that of the builds: of jobs that begin.</param>
/// <param name="CriticalPath">From the first job's begin to the last one's end.</param>
internal sealed record RunCost(int Jobs, TimeSpan Processor, TimeSpan CriticalPath)
{
    private const int AtOnce = 8;
    private const int ParallelInAJob = 4;

    private static readonly TimeSpan Image = TimeSpan.FromMinutes(1);

    /// <summary>To compile the program, cold: measured by <c>time ./build.sh --help</c> in a clone without packages.</summary>
    private static readonly TimeSpan Compile = TimeSpan.FromSeconds(57);

    /// <summary>From a job's start to its first build step: the bound that the test of the steps holds it to.</summary>
    private static readonly TimeSpan TakeOver = TimeSpan.FromSeconds(5);

    /// <summary>As it was: a job for each group, of which the last is a matrix, and each compiles.</summary>
    public static RunCost OfThreeStages(Family family)
    {
        const int Largest = 250;
        var stages = Staging.Of(family).Select(stage => family.Images.Count(image => image.Group == stage)).ToList();
        var size = (stages[^1] + Largest - 1) / Largest;
        var entries = Enumerable.Range(0, stages[^1]).Chunk(size).Select(shard => Compile + InAJob(shard.Length)).ToList();
        var jobs = 1 + stages.Count - 1 + entries.Count + 1;
        var path = Compile + stages[..^1].Aggregate(TimeSpan.Zero, (sum, images) => sum + Compile + InAJob(images)) + Scheduled(entries)
            + Compile;
        return new RunCost(jobs, Compile * jobs, path);
    }

    /// <summary>As it is: a matrix for each level, and all but the first job take over what that one compiled.</summary>
    public static RunCost OfLevels(LockedPlan plan)
    {
        var jobs = plan.Shards.Length + 2;
        var levels = plan.Shards.GroupBy(shard => shard.Level)
            .Select(level => Scheduled([.. level.Select(shard => TakeOver + InAJob(shard.Images.Length))]));
        return new RunCost(jobs, Compile + (TakeOver * (jobs - 1)), Compile + levels.Aggregate(TimeSpan.Zero, (sum, level) => sum + level)
            + TakeOver);
    }

    private static TimeSpan InAJob(int images) => Image * ((images + ParallelInAJob - 1) / ParallelInAJob);

    // The next that waits goes to whoever is free first.
    private static TimeSpan Scheduled(List<TimeSpan> entries)
    {
        var free = new TimeSpan[AtOnce];
        foreach (var entry in entries)
            free[Array.IndexOf(free, free.Min())] += entry;
        return free.Max();
    }
}
