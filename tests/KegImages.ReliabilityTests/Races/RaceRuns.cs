using System.Collections.Immutable;
using KegImages.ReliabilityTests.Checking;
using KegImages.ReliabilityTests.Families;

namespace KegImages.ReliabilityTests.Races;

/// <summary>Lets runs meet, in one family.</summary>
internal sealed class RaceRuns(ScenarioFamily family)
{
    private const int LongestWait = 25;
    private const int LatestStart = 250;
    private readonly ReliableFamily all = family.Family;

    /// <summary>How many races were run.</summary>
    public int Count { get; private set; }

    public RaceCase Random(Random random) =>
        new(family.Races.Keys.Order(StringComparer.Ordinal).ElementAt(random.Next(family.Races.Count)), random.Next());

    /// <summary>Puts the registry back, runs both at once, judges, and runs both once more, one after the other.</summary>
    public async Task<IReadOnlyList<Finding>> RunAsync(RaceCase @case)
    {
        var race = family.Races[@case.Race];
        await all.Registry.RestoreAsync(race.Before);
        var random = new Random(@case.Seed);
        var (later, isSwapped) = (random.Next(LatestStart), random.Next(2) == 0);
        all.Proxy.Interference = exchange =>
        {
            int wait;
            lock (random)
                wait = random.Next(LongestWait);
            return Task.Delay(wait).ContinueWith(_ => exchange.ForwardAsync(), TaskScheduler.Default).Unwrap();
        };
        var first = RunAsync(race.First, isSwapped ? later : 0);
        var second = RunAsync(race.Second, isSwapped ? 0 : later);
        var endings = await Task.WhenAll(first, second);
        all.Proxy.Interference = null;
        Count++;

        var view = await all.Registry.LookAsync();
        var problems = endings.SelectMany(ending => ending.Problems()).Concat(Odd(race, view)).ToList();
        if (endings.All(ending => ending.IsSuccess))
            problems.AddRange((await all.Meanings.DifferencesAsync(view.Without(race.Open.Contains), race.After))
                .Select(line => (FindingKind.Wrong, $"both say that they have succeeded, and {line}")));
        problems.AddRange(await AgainAsync(race));
        var how = string.Join(Environment.NewLine,
            endings.Select((ending, place) => $"  {(place == 0 ? race.First : race.Second).Words[0]}: {ending}"));
        return [.. problems.Select(problem => new Finding(problem.Item1, $"race {@case}", $"{problem.Item2}{Environment.NewLine}{how}"))];
    }

    private async Task<Ending> RunAsync(Runner runner, int later)
    {
        await Task.Delay(later);
        return await all.RunAsync(runner.Checkout, null, runner.Words);
    }

    private static IEnumerable<(FindingKind Kind, string Text)> Odd(Race race, RegistryView view)
    {
        ImmutableArray<RegistryView> known = [race.Before, .. race.Between, race.After];
        foreach (var name in view.Names.Keys.Union(race.Before.Names.Keys).Union(race.After.Names.Keys)
            .Where(name => !RegistryView.IsPrunes(name)))
        {
            // A record of both is one that neither alone would write.
            var isRecordOfBoth = view[name] is not null && name.StartsWith("keg-family:", StringComparison.Ordinal);
            // What goes may stand on its marker for a moment.
            if (isRecordOfBoth || known.Any(possible => possible[name] == view[name]) || race.After[name] is null)
                continue;
            yield return view[name] is null ? (FindingKind.Lost, $"{name} is gone")
                : (FindingKind.Wrong, $"{name} names {view[name]}, which neither of them would have published");
        }
    }

    private async Task<IEnumerable<(FindingKind Kind, string Text)>> AgainAsync(Race race)
    {
        // The first may be refused by now: the second is what counts.
        var first = await all.RunAsync(race.First.Checkout, null, race.First.Words);
        var second = await all.RunAsync(race.Second.Checkout, null, race.Second.Words);
        var view = await all.Registry.LookAsync();
        var sets = await Task.WhenAll(race.After.Of("keg-family").Where(record => !record.Tag.Contains('.', StringComparison.Ordinal))
            .Select(record => all.Consistency.ProblemsAsync(view, record.Tag)));
        return
        [
            .. first.Problems(),
            .. second.IsSuccess ? second.Problems() : [(FindingKind.Wrong, $"undisturbed, the second does not succeed: {second}")],
            .. (await all.Meanings.DifferencesAsync(view.Without(race.Open.Contains), race.After))
                .Select(line => (FindingKind.Wrong, $"undisturbed, it ends otherwise: {line}")),
            .. sets.SelectMany(lines => lines).Select(line => (FindingKind.Wrong, line)),
        ];
    }
}
