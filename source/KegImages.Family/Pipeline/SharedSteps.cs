namespace KegImages.Pipeline;

/// <summary>Makes of a plan what one job has to do of images that several machines build: a part of each, or one image of all
/// parts.</summary>
internal static class SharedSteps
{
    /// <summary>The plan where a shard builds parts: of each step the shard's platforms alone.</summary>
    /// <param name="plan">The plan of all platforms.</param>
    /// <param name="run">The run, and the shard that it is held to.</param>
    /// <exception cref="FailedException">An image that others divide among them is missing, and no job builds it alone.</exception>
    public static BuildPlan Of(BuildPlan plan, OpenedRequest run)
    {
        if (run.Shard is not { } shard)
            return plan;
        var missing = plan.Steps.Select(step => step.Image.Name)
            .Where(name => !shard.Images.Contains(name) && run.Plan!.IsDivided(name)).ToList();
        if (missing.Count > 0)
            throw new FailedException($"what shard {shard.Name} stands on is not there: {string.Join(", ", missing)}, of which several "
                + $"machines build a platform each. Run the jobs again that build and join {(missing.Count == 1 ? "it" : "them")}");
        return !shard.IsOfParts ? plan : plan with
        {
            Images = [.. plan.Images.Select(image => image is Planned planned && shard.Images.Contains(image.Name)
                ? new Planned(planned.Step with { Platforms = [.. planned.Step.Platforms.Where(shard.Platforms.Contains)] }) : image)],
        };
    }
}
