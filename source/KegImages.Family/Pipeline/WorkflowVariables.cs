using KegImages.Workflows;

namespace KegImages.Pipeline;

/// <summary>What a GitHub workflow is told through the files that its variables name.</summary>
internal static class WorkflowVariables
{
    private const string Output = "GITHUB_OUTPUT";

    /// <summary>Appends the plan to the step's outputs, where there are any, so that the jobs after it know what is left to do.</summary>
    public static async Task WriteOutputAsync(World world, ImagePipeline pipeline, CancellationToken cancellationToken)
    {
        var plan = await pipeline.PlanAsync(cancellationToken);
        if (!plan.Push || world.Environment.GetValueOrDefault(Output) is not { Length: > 0 } file)
            return;
        await File.AppendAllLinesAsync(file,
            PlanOutput.Lines(plan, pipeline.Family, publishes: !pipeline.IsInPlace).Select(world.Masking.Apply), cancellationToken);
    }
}
