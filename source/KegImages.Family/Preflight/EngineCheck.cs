using KegImages.LocalEngine;
using KegImages.Pipeline;

namespace KegImages.Preflight;

/// <summary>Whether there is an engine, a buildx and, where one is asked for, a builder.</summary>
internal static class EngineCheck
{
    private const string Engine = "engine";

    /// <summary>The finding that the private engine does not run: nothing to mend where it can be had.</summary>
    public static Finding PrivateIsDown() => LocalProfile.WhyUnavailable() is { } why
        ? Finding.Error(Engine, $"the private engine cannot be had here: {why}")
        : Finding.Ok(Engine, "the private engine does not run; the next run starts it, and what needs it was not looked at");

    internal static async Task<IEnumerable<Finding>> ExamineAsync(World world, string? asked,
        ImmutableArray<BuilderEntry> said, CancellationToken cancellationToken)
    {
        var entries = BuilderCheck.EntriesOf(asked, world, said);
        var facts = await new EngineProbe(world.Runner, world.Docker, world.Engine)
            .RequireAsync(entries, isEngineLikely: false, cancellationToken);
        return
        [
            .. facts.Engine is { } version ? new[] { Finding.Ok(Engine, $"Docker {version} answers") } : [],
            Finding.Ok("buildx", $"buildx {facts.Buildx}"),
            .. facts.Builders.Where(builder => builder.Entry.Name is not null || builder.Inspection is { IsEngine: false }).Select(Builder),
        ];
    }

    private static Finding Builder(JudgedBuilder builder) => builder.Silence is { } silence
        ? Finding.Warning("builder", $"{builder.Entry.Called} does not answer: {silence}", "a run waits for it, and builds on the others")
        : Finding.Ok("builder", $"{builder} is there");
}
