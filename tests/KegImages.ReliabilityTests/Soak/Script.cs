using KegImages.LocalEngine;
using KegImages.ReliabilityTests.Checking;
using KegImages.ReliabilityTests.Engines;
using KegImages.ReliabilityTests.Families;
using KegImages.ReliabilityTests.Faults;
using KegImages.ReliabilityTests.Generators;
using KegImages.ReliabilityTests.Kills;
using KegImages.ReliabilityTests.Model;
using KegImages.ReliabilityTests.Races;
using KegImages.ReliabilityTests.Secrets;

namespace KegImages.ReliabilityTests.Soak;

/// <summary>
/// What is written down of a finding, and can be done again: lines of <c>fault …</c>, <c>kill …</c>, <c>race …</c>, <c>input …</c> and
/// <c>engine …</c>, <c>secrets</c>,
/// and an episode as lines of <c>step …</c>.
/// </summary>
internal static class Script
{
    /// <summary>Carries the lines out, in their order; what was found.</summary>
    /// <exception cref="FormatException">A line is none of these.</exception>
    public static async Task<IReadOnlyList<Finding>> RunAsync(IEnumerable<string> text, LocalEndpoint engine,
        CancellationToken cancellationToken)
    {
        var lines = text.Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(' ', 2))
            .ToLookup(words => words[0], words => words[^1]);
        if (lines.FirstOrDefault(group =>
            group.Key is not ("fault" or "kill" or "race" or "input" or "inputs" or "step" or "engine" or "secrets")) is { } other)
            throw new FormatException($"'{other.Key}' is no line: expected fault, kill, race, input, inputs, step, engine or secrets");
        var findings = new List<Finding>();
        findings.AddRange(lines["input"].Select(new ReaderRuns().Replay).OfType<Finding>());
        findings.AddRange(lines["inputs"].Select(new ReaderRuns().RunAgain).OfType<Finding>());
        if (lines["step"].Any() && await new EpisodeRuns(engine)
            .RunAsync(lines["step"].Select(Step.Parse), cancellationToken) is { } broken)
            findings.Add(broken);
        foreach (var line in lines["engine"])
            findings.AddRange(await EngineFault.Named(line).RunAsync(engine));
        if (lines["secrets"].Any())
            findings.AddRange((await new SecretRuns(engine).RunAsync(isWhole: true, cancellationToken)).Findings);
        if (!lines["fault"].Any() && !lines["kill"].Any() && !lines["race"].Any())
            return findings;

        await using var family = await ScenarioFamily.CreateAsync(engine);
        var (faults, kills, races) = (new FaultRuns(family), new KillRuns(family), new RaceRuns(family));
        foreach (var line in lines["fault"])
            findings.AddRange(await faults.RunAsync(FaultCase.Parse(line)));
        foreach (var line in lines["kill"])
            findings.AddRange(await kills.RunAsync(KillCase.Parse(line)));
        foreach (var line in lines["race"])
            findings.AddRange(await races.RunAsync(RaceCase.Parse(line)));
        return findings;
    }
}
