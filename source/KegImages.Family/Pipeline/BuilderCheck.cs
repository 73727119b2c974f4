namespace KegImages.Pipeline;

/// <summary>Finds out, before anything is built, whether there is an engine to build with and the right to push.</summary>
internal static class BuilderCheck
{
    /// <summary>Keeps everything that is missing.</summary>
    /// <param name="world">Everything outside.</param>
    /// <param name="builder"><c>--builder</c>: the buildx builder; null for the engine's own.</param>
    /// <param name="pushed">The repositories that will be pushed to; none where nothing is pushed.</param>
    /// <param name="gathering">What keeps the problems.</param>
    /// <param name="cancellationToken">Ends the questions.</param>
    /// <returns>What builds here; null where something is missing.</returns>
    public static async Task<EngineFacts?> AskAsync(World world, string? builder, IEnumerable<ImageReference> pushed,
        Gathering gathering, CancellationToken cancellationToken)
    {
        var probe = new EngineProbe(world.Runner, world.Docker, world.Engine);
        var probing = gathering.TryAsync(probe.RequireAsync(builder, cancellationToken));
        var checking = CheckAccessAsync(world, pushed, cancellationToken);
        var facts = await probing;
        await gathering.TryAsync(checking);
        return facts;
    }

    private static async Task<bool> CheckAccessAsync(World world, IEnumerable<ImageReference> pushed, CancellationToken cancellationToken)
    {
        await world.Registries.CheckPushAccessAsync(pushed, cancellationToken);
        return true;
    }
}
