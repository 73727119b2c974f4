using System.Collections.Immutable;
using KegImages.ReliabilityTests.Families;

namespace KegImages.ReliabilityTests.Faults;

/// <summary>A run in which one or more things go wrong.</summary>
/// <param name="Scenario">The run.</param>
/// <param name="Injections">What goes wrong, and where.</param>
internal sealed record FaultCase(string Scenario, ImmutableArray<Injection> Injections)
{
    private const string And = " and also ";

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static FaultCase Parse(string text) => text.Split(": ", 2) is [var scenario, var injections]
        ? new FaultCase(scenario, [.. injections.Split(And).Select(Injection.Parse)])
        : throw new FormatException($"'{text}' is no fault case: expected a scenario, a colon and faults");

    /// <summary>Every fault at every place of some runs, once each.</summary>
    public static IEnumerable<FaultCase> Singles(IEnumerable<Scenario> scenarios) =>
        from scenario in scenarios
        from asked in scenario.Places.All
        from fault in Fault.All
        where fault.Fits(asked.Place)
        select new FaultCase(scenario.Name, [new Injection(fault, asked.Place, 1, 1)]);

    /// <summary>A case by chance: a fault alone, one that stays, one at a later request of its kind, or two in one run.</summary>
    public static FaultCase Random(Random random, IReadOnlyList<Scenario> scenarios)
    {
        var scenario = scenarios[random.Next(scenarios.Count)];
        var first = Injected(random, scenario);
        return random.Next(3) switch
        {
            0 => new FaultCase(scenario.Name, [first with { Times = Injection.Sticky }]),
            1 => new FaultCase(scenario.Name, [first, Injected(random, scenario)]),
            _ => new FaultCase(scenario.Name, [first]),
        };
    }

    public override string ToString() => $"{Scenario}: {string.Join(And, Injections)}";

    private static Injection Injected(Random random, Scenario scenario)
    {
        var (place, times) = scenario.Places.All[random.Next(scenario.Places.All.Length)];
        var faults = Fault.All.Where(fault => fault.Fits(place)).ToList();
        return new Injection(faults[random.Next(faults.Count)], place, random.Next(times) + 1, 1);
    }
}
