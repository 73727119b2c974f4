using KegImages.ReliabilityTests.Checking;

namespace KegImages.ReliabilityTests.Families;

/// <summary>Judges a registry after a run that was disturbed, by the registry itself.</summary>
internal sealed class Verdicts(ReliableFamily family)
{
    private static readonly string[] Living = ["develop", "master", "feature-x"];

    // Said of a whole publication or prune: nothing at all has changed.
    private static readonly string[] Claims =
    [
        "nothing was published", "nothing was pushed", "no tag was moved", "no tag has moved", "nothing was promoted",
            "nothing was restored", "nothing was removed", "nothing moved",
    ];

    /// <summary>What a disturbed run left behind that it may not.</summary>
    /// <param name="scenario">The run.</param>
    /// <param name="ending">How it ended; null where it was killed.</param>
    /// <param name="mayLackRecord">Whether the registry was made to look as if it took no records.</param>
    public async Task<IReadOnlyList<(FindingKind Kind, string Text)>> AfterAsync(Scenario scenario, Ending? ending, bool mayLackRecord)
    {
        var view = await family.Registry.LookAsync();
        var problems = new List<(FindingKind, string)>(ending?.Problems() ?? []);
        foreach (var name in view.Names.Keys.Union(scenario.Before.Names.Keys).Union(scenario.After.Names.Keys)
            .Where(name => !RegistryView.IsPrunes(name)))
        {
            var (now, before, after) = (view[name], scenario.Before[name], scenario.After[name]);
            // A tag that goes may be on a marker that was not deleted.
            if (scenario.Deletes && after is null || await family.Meanings.AreSameAsync(name, now, before)
                || await family.Meanings.AreSameAsync(name, now, after))
                continue;
            problems.Add(now is null
                ? (FindingKind.Lost, $"{name} is gone")
                : (FindingKind.Wrong,
                    $"{name} names {now}, neither {RegistryView.Short(before)} as before nor {RegistryView.Short(after)}"));
        }

        if (ending is { IsSuccess: true } && !scenario.Deletes)
        {
            problems.AddRange((await family.Meanings.DifferencesAsync(view, scenario.After))
                .Where(line => !mayLackRecord || !line.StartsWith("keg-family:", StringComparison.Ordinal))
                .Select(line => (FindingKind.Wrong, $"it says that it has succeeded, and {line}")));
        }

        if (ending?.Error is { } error && Array.Find(Claims, claim => error.Message.Contains(claim, StringComparison.Ordinal)) is { } claim)
            problems.AddRange((await family.ChangesSinceAsync(scenario.Before))
                .Select(line => (FindingKind.Wrong, $"it says '{claim}', and {line}: {error.Message}")));
        if (ending?.Error is FailedException && !Names(ending.Error.Message))
            problems.Add((FindingKind.Wrong, $"its message does not say where: {ending.Error.Message}"));
        return problems;
    }

    /// <summary>What is wrong when the same run is made once more, and nothing disturbs it.</summary>
    public async Task<IReadOnlyList<(FindingKind Kind, string Text)>> AgainAsync(Scenario scenario)
    {
        var ending = await family.RunAsync(scenario.Checkout, new SteadyClock(scenario.Ahead), scenario.Words);
        if (!ending.IsSuccess)
            return [.. ending.Problems(), (FindingKind.Wrong,
                $"undisturbed, it does not succeed: {ending}{Environment.NewLine}{ending.Output}")];
        var view = await family.Registry.LookAsync();
        var sets = await Task.WhenAll(Living.Select(tag => family.Consistency.ProblemsAsync(view, tag)));
        return
        [
            .. (await family.Meanings.DifferencesAsync(view, scenario.After))
                .Select(line =>
                (view[line.Split(' ')[0]] is null ? FindingKind.Lost : FindingKind.Wrong, $"undisturbed, it ends otherwise: {line}")),
            .. sets.SelectMany(problems => problems).Select(problem => (FindingKind.Wrong, problem)),
        ];
    }

    private bool Names(string message) =>
        message.Contains(family.Proxy.Address, StringComparison.Ordinal) || message.Contains(family.Namespace, StringComparison.Ordinal)
        || message.Contains("keg-family", StringComparison.Ordinal)
            || ReliableFamily.Names.Any(name => message.Contains(name, StringComparison.Ordinal));
}
