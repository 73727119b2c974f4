using KegImages.Workflows;

namespace KegImages.Pipeline;

/// <summary>What a GitHub workflow is told through the files that its variables name.</summary>
internal static class WorkflowVariables
{
    private const string Output = "GITHUB_OUTPUT";

    /// <summary>Locks a plan for a push, and appends what is left to do to the step's outputs, where there are any, for the jobs after
    /// it.</summary>
    public static async Task LockAsync(World world, ImagePipeline pipeline, CancellationToken cancellationToken)
    {
        var made = await pipeline.PlanAsync(cancellationToken);
        if (!made.Push || pipeline.Options.LockedPlan is not null)
            return;
        var (plan, hash) = await pipeline.LockAsync(cancellationToken);
        if (FileOf(world) is { } file)
            await File.AppendAllLinesAsync(file, PlanOutput.Lines(plan, pipeline.Family, publishes: !pipeline.IsInPlace, hash)
                .Select(world.Masking.Apply), cancellationToken);
    }

    /// <summary>The file of the step's outputs; null where there is none.</summary>
    public static string? FileOf(World world) => world.Environment.GetValueOrDefault(Output) is { Length: > 0 } file ? file : null;
}
