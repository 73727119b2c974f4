using KegImages.ReliabilityTests.Checking;
using KegImages.ReliabilityTests.Families;

namespace KegImages.ReliabilityTests.Faults;

/// <summary>Carries fault cases out, one after the other, in one family.</summary>
internal sealed class FaultRuns(ScenarioFamily family)
{
    private readonly Verdicts verdicts = new(family.Family);

    private readonly SortedDictionary<string, long> stages = new(StringComparer.Ordinal);

    /// <summary>How many answers went wrong so far.</summary>
    public long Injected => stages.Values.Sum();

    /// <summary>How many of them in which part of a run.</summary>
    public IReadOnlyDictionary<string, long> Stages => stages;

    /// <summary>Puts the registry back, has the run disturbed, judges, and runs it once more.</summary>
    public async Task<IReadOnlyList<Finding>> RunAsync(FaultCase @case)
    {
        var scenario = family.Scenarios[@case.Scenario];
        await family.Family.Registry.RestoreAsync(scenario.Before);
        var misbehaviour = new Misbehaviour(@case.Injections, family.Family.Namespace);
        family.Family.Proxy.Interference = misbehaviour.Interfere;
        var ending = await family.Family.RunAsync(scenario.Checkout, new SteadyClock(scenario.Ahead), scenario.Words);
        family.Family.Proxy.Interference = null;
        foreach (var (place, times) in misbehaviour.Places)
            stages[place.StageOf(scenario.Name)] = stages.GetValueOrDefault(place.StageOf(scenario.Name)) + times;

        var problems = await verdicts.AfterAsync(scenario, ending, MayLackRecord(scenario, @case));
        var again = await verdicts.AgainAsync(scenario);
        return [.. problems.Concat(again).Select(problem => new Finding(problem.Kind, $"fault {@case}", problem.Text))];
    }

    // "This registry keeps no records" may be believed of one that has none, or says so.
    private static bool MayLackRecord(Scenario scenario, FaultCase @case) =>
        scenario.Before["keg-family:develop"] is null || @case.Injections.Any(injection =>
        injection.Fault.Name == "404 although it is there" && injection.Place.Repository == "keg-family");
}
