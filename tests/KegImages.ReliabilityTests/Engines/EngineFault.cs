using System.Collections.Immutable;
using KegImages.LocalEngine;
using KegImages.ReliabilityTests.Checking;

namespace KegImages.ReliabilityTests.Engines;

/// <summary>Something that happens to the engine, a disk or the clock: too slow for every test run, and so part of a soak only.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="HappenAsync">Lets it happen to a run; what is wrong then, one line each.</param>
internal sealed record EngineFault(string Name, Func<LocalEndpoint, Task<IEnumerable<(FindingKind Kind, string Text)>>> HappenAsync)
{
    /// <summary>Every one of them.</summary>
    public static ImmutableArray<EngineFault> All { get; } =
    [
        new("a clock that jumps", JumpingClock.HappenAsync), new("a RUN that hangs", HungRun.HappenAsync),
            new("the project's disk is full", FullDisk.OfProjectAsync),
        new("the engine is killed", KilledEngine.HappenAsync), new("the engine's disk is full", FullDisk.OfEngineAsync),
    ];

    /// <summary>The fault of a name.</summary>
    public static EngineFault Named(string name) =>
        All.FirstOrDefault(fault => fault.Name == name) ?? throw new FormatException($"there is no fault of an engine '{name}'");

    /// <summary>Lets it happen.</summary>
    public async Task<IReadOnlyList<Finding>> RunAsync(LocalEndpoint engine)
    {
        try
        {
            return [.. (await HappenAsync(engine)).Select(problem => new Finding(problem.Kind, $"engine {Name}", problem.Text))];
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return [new Finding(FindingKind.Crash, $"engine {Name}", $"it could not be made to happen: {exception}")];
        }
    }
}
