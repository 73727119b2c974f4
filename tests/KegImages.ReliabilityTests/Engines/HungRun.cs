using KegImages.LocalEngine;
using KegImages.ReliabilityTests.Checking;
using KegImages.ReliabilityTests.Families;

namespace KegImages.ReliabilityTests.Engines;

/// <summary>A RUN that never ends, and somebody who has waited long enough.</summary>
internal static class HungRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task<IEnumerable<(FindingKind Kind, string Text)>> HappenAsync(LocalEndpoint engine)
    {
        await using var family = await ReliableFamily.CreateAsync(engine);
        await family.SucceedAsync(family.Checkout, "push");
        var before = await family.Registry.LookAsync();
        var file = ReliableFamily.DockerfileOf("base");
        var dockerfile = family.Checkout.Read(file);
        family.Checkout.Write(file, $"FROM {engine.RootImage}\nRUN sleep {Random.Shared.Next(100_000, 900_000)}\n");
        await family.Checkout.CommitAsync("Hangs");

        using var interruption = new CancellationTokenSource();
        var run = family.RunAsync(family.Checkout, TimeProvider.System, interruption.Token, "push");
        await Task.Delay(Patience);
        var began = !run.IsCompleted;
        await interruption.CancelAsync();
        var isOver = await Task.WhenAny(run, Task.Delay(Patience)) == run;

        var problems = new List<(FindingKind, string)>();
        if (!began)
            problems.Add((FindingKind.Wrong, $"it ended by itself: {await run}"));
        if (!isOver)
            problems.Add((FindingKind.Hang, "an interruption does not end it"));
        problems.AddRange((await family.ChangesSinceAsync(before)).Select(line => (FindingKind.Wrong, line)));
        family.Checkout.Write(file, dockerfile);
        await family.Checkout.CommitAsync("Does not hang");
        problems.AddRange(await Aftermath.ProblemsAsync(family));
        return problems;
    }
}
