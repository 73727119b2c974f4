using KegImages.LocalEngine;

namespace KegImages.Preflight;

/// <summary>Whether there is an engine, a buildx and, where one is asked for, a builder.</summary>
internal static class EngineCheck
{
    private const string Engine = "engine";

    /// <summary>The finding that the private engine does not run: nothing to mend where it can be had.</summary>
    public static Finding PrivateIsDown() => LocalProfile.WhyUnavailable() is { } why
        ? Finding.Error(Engine, $"the private engine cannot be had here: {why}")
        : Finding.Ok(Engine, "the private engine does not run; the next run starts it, and what needs it was not looked at");

    internal static async Task<IEnumerable<Finding>> ExamineAsync(World world, string? asked, CancellationToken cancellationToken)
    {
        var probing = new EngineProbe(world.Runner, world.Docker, world.Engine).RequireAsync(asked, cancellationToken);
        var builder = asked is { } name ? await BuilderAsync(world, name, cancellationToken) : null;
        var facts = await probing;
        return new[]
        {
            facts.Engine is { } version ? Finding.Ok(Engine, $"Docker {version} answers") : null,
            Finding.Ok("buildx", $"buildx {facts.Buildx}"),
            builder,
        }.OfType<Finding>();
    }

    private static async Task<Finding> BuilderAsync(World world, string builder, CancellationToken cancellationToken)
    {
        var result = await world.Runner.RunAsync(world.Docker.Command("buildx", "inspect", builder), null, null, cancellationToken);
        return result.ExitCode == 0
            ? Finding.Ok("builder", $"the builder '{builder}' is there")
            : Finding.Error("builder", $"the builder '{builder}' does not answer: {result.StandardError.Trim()}",
                "docker buildx ls shows those that there are");
    }
}
