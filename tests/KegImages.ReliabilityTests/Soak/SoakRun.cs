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

/// <summary>Everything at once for as long as is asked: lanes of faults, of kills and races, of episodes, and of what is slow.</summary>
internal sealed class SoakRun(SoakOptions options, LocalEndpoint engine, TextWriter output)
{
    private const int InputsAtLeast = 24_000;
    private const int StepsOfAnEpisode = 25;

    private readonly Tally tally = new();

    /// <summary>Runs; 0 when every promise was kept, else 1.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await output.WriteLineAsync($"seed {options.Seed}");
        if (options.Replay is { } script)
        {
            foreach (var finding in await Script.RunAsync(await File.ReadAllLinesAsync(script, cancellationToken), engine,
                cancellationToken))
                await TellAsync(finding);
        }
        else
        {
            using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            time.CancelAfter(options.Time);
            // Alone, because their time is measured.
            await ReadAsync(time.Token);
            await Task.WhenAll(
                LaneAsync(() => FaultsAsync("faults", time.Token)), LaneAsync(() => FaultsAsync("more faults", time.Token)),
                LaneAsync(() => FaultsAsync("yet more faults", time.Token)),
                LaneAsync(() => KillsAndRacesAsync(time.Token)), LaneAsync(() => EpisodesAsync(time.Token)),
                LaneAsync(() => SecretsAndEnginesAsync(time.Token)));
        }

        foreach (var line in tally.ToTable())
            await output.WriteLineAsync(line);
        return tally.IsGreen ? 0 : 1;
    }

    // A lane that ends by itself has tested nothing from then on.
    private async Task LaneAsync(Func<Task> lane)
    {
        try
        {
            await Task.Run(lane);
        }
        catch (Exception exception)
        {
            await TellAsync(new Finding(FindingKind.Crash, "# a lane of the soak ended", exception.ToString()));
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var (generated, findings) = await ReaderProcess.RunAsync(options.Seed, InputsAtLeast / Readers.All.Length, cancellationToken);
        tally.Add("inputs", generated);
        foreach (var finding in findings)
            await TellAsync(finding);
    }

    private async Task FaultsAsync(string lane, CancellationToken cancellationToken)
    {
        var random = Seed.For(options.Seed, lane);
        await using var family = await ScenarioFamily.CreateAsync(engine);
        var runs = new FaultRuns(family);
        var singles = FaultCase.Singles(family.Scenarios.Values).ToArray();
        random.Shuffle(singles);
        var scenarios = family.Scenarios.Values.OrderBy(scenario => scenario.Name, StringComparer.Ordinal).ToList();
        for (var i = 0; !cancellationToken.IsCancellationRequested; i++)
        {
            foreach (var finding in await runs.RunAsync(i % 3 == 2 ? FaultCase.Random(random, scenarios) : singles[i % singles.Length]))
                await TellAsync(finding);
        }

        foreach (var (stage, count) in runs.Stages)
            tally.Add(stage, count);
    }

    private async Task KillsAndRacesAsync(CancellationToken cancellationToken)
    {
        var random = Seed.For(options.Seed, "kills and races");
        await using var family = await ScenarioFamily.CreateAsync(engine);
        var (kills, races) = (new KillRuns(family), new RaceRuns(family));
        for (var i = 0; !cancellationToken.IsCancellationRequested; i++)
        {
            foreach (var finding in i % 3 == 2 ? await races.RunAsync(races.Random(random)) : await kills.RunAsync(kills.Random(random)))
                await TellAsync(finding);
        }

        tally.Add("kills", kills.Count);
        tally.Add("races", races.Count);
    }

    private async Task SecretsAndEnginesAsync(CancellationToken cancellationToken)
    {
        var secrets = await new SecretRuns(engine).RunAsync(isWhole: true, cancellationToken);
        tally.Add("secrets", secrets.Searched);
        foreach (var finding in secrets.Findings)
            await TellAsync(finding);
        foreach (var fault in EngineFault.All.TakeWhile(_ => !cancellationToken.IsCancellationRequested))
        {
            foreach (var finding in await fault.RunAsync(engine))
                await TellAsync(finding);
            tally.Add("engine", 1);
        }
    }

    private async Task EpisodesAsync(CancellationToken cancellationToken)
    {
        var runs = new EpisodeRuns(engine);
        var random = Seed.For(options.Seed, "episodes");
        while (!cancellationToken.IsCancellationRequested)
        {
            if (await runs.RunAsync(EpisodeRuns.Random(random, StepsOfAnEpisode), cancellationToken) is { } finding)
                await TellAsync(await runs.ShrinkAsync(finding, cancellationToken));
        }

        tally.Add("steps", runs.Steps);
        tally.Add("episodes", runs.Injected);
    }

    private async Task TellAsync(Finding finding)
    {
        tally.Add(finding);
        var folder = Directory.CreateDirectory(options.Output).FullName;
        var file = Path.Combine(folder, $"{options.Seed}-{tally.Findings.Length}.txt");
        await File.WriteAllTextAsync(file,
            $"{string.Concat(finding.Text.Split('\n').Select(line => $"# {line.TrimEnd()}\n"))}{finding.Script}\n");
        await output.WriteLineAsync($"{finding}{Environment.NewLine}  again: ./build.sh Soak --replay {file}");
    }
}
