using KegImages.EngineTests.Engine;
using KegImages.ReliabilityTests.Checking;
using KegImages.ReliabilityTests.Families;
using KegImages.ReliabilityTests.Faults;
using KegImages.ReliabilityTests.Kills;
using KegImages.ReliabilityTests.Model;
using KegImages.ReliabilityTests.Races;

namespace KegImages.ReliabilityTests.Soak;

/// <summary>
/// A slice of a soak, short enough for every test run, with another seed each time: <c>KEG_SEED</c> takes one again, <c>KEG_SECONDS</c>
/// makes it longer.
/// </summary>
public sealed class SliceTests(EngineFixture engine, ITestOutputHelper output)
{
    private readonly int seed = Seed.Given ?? Seed.New();
    private readonly double longer = double.TryParse(Environment.GetEnvironmentVariable("KEG_SECONDS"), out var seconds) ? seconds / 10 : 1;

    [EngineFact]
    public async Task Whatever_a_registry_answers_tags_and_record_are_old_or_new_and_the_next_run_mends_it()
    {
        await using var family = await ScenarioFamily.CreateAsync(engine.Endpoint);
        var (faults, kills, races) = (new FaultRuns(family), new KillRuns(family), new RaceRuns(family));
        var random = Seed.For(seed, "slice");
        // An engine whose push fails waits for seconds before it tries again: those are a soak's.
        var quick = family.Scenarios.Values.Where(scenario => scenario.Name != "build").ToList();
        var singles = FaultCase.Singles(quick).ToArray();
        random.Shuffle(singles);
        var scenarios = quick.OrderBy(scenario => scenario.Name, StringComparer.Ordinal).ToList();
        var findings = new List<Finding>();

        await ForAsync(10, async turn =>
            findings.AddRange(await faults.RunAsync(turn % 3 == 2 ? FaultCase.Random(random, scenarios) : singles[turn % singles.Length])));
        await ForAsync(5, async _ => findings.AddRange(await kills.RunAsync(kills.Random(random))));
        await ForAsync(5, async _ => findings.AddRange(await races.RunAsync(races.Random(random))));

        output.WriteLine($"seed {seed}: {faults.Injected} faults of {singles.Length}, {kills.Count} kills, {races.Count} races");
        Tell(findings);
        faults.Injected.ShouldBeGreaterThan(0);
    }

    [EngineFact]
    public async Task Every_tag_and_record_names_what_the_model_says_after_any_steps()
    {
        var runs = new EpisodeRuns(engine.Endpoint);
        var random = Seed.For(seed, "episodes");
        using var time = new CancellationTokenSource(TimeSpan.FromSeconds(8 * longer));
        var findings = new List<Finding>();

        while (!time.IsCancellationRequested && findings.Count == 0)
        {
            if (await runs.RunAsync(EpisodeRuns.Random(random, 25), time.Token) is { } finding)
                findings.Add(finding);
        }

        output.WriteLine($"seed {seed}: {runs.Steps} steps");
        Tell(findings);
        runs.Steps.ShouldBeGreaterThan(0);
    }

    private async Task ForAsync(double seconds, Func<int, Task> step)
    {
        var until = DateTime.UtcNow.AddSeconds(seconds * longer);
        for (var turn = 0; DateTime.UtcNow < until; turn++)
            await step(turn);
    }

    private void Tell(List<Finding> findings)
    {
        foreach (var finding in findings)
            output.WriteLine(finding.ToString());
        findings.Select(finding => $"{finding.Kind}: {finding.Script.ReplaceLineEndings(" / ")}: {finding.Text.Split('\n')[0]}")
            .ShouldBeEmpty();
    }
}
