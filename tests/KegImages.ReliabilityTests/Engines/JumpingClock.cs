using KegImages.LocalEngine;
using KegImages.ReliabilityTests.Checking;
using KegImages.ReliabilityTests.Families;

namespace KegImages.ReliabilityTests.Engines;

/// <summary>A machine whose clock jumps ten years to and fro: tokens, ages and names are made of it, promises are not.</summary>
internal static class JumpingClock
{
    public static async Task<IEnumerable<(FindingKind Kind, string Text)>> HappenAsync(LocalEndpoint engine)
    {
        await using var family = await ScenarioFamily.CreateAsync(engine);
        var verdicts = new Verdicts(family.Family);
        var problems = new List<(FindingKind, string)>();
        foreach (var scenario in family.Scenarios.Values)
        {
            await family.Family.Registry.RestoreAsync(scenario.Before);
            var ending = await family.Family.RunAsync(scenario.Checkout, new SteadyClock(scenario.Ahead, new Random(scenario.Name.Length)),
                scenario.Words);
            problems.AddRange((await verdicts.AfterAsync(scenario, ending, mayLackRecord: false))
                .Concat(await verdicts.AgainAsync(scenario)).Select(problem => (problem.Kind, $"{scenario.Name}: {problem.Text}")));
        }

        return problems;
    }
}
