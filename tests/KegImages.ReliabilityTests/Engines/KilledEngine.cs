using System.Diagnostics;
using KegImages.EngineTests.LocalEngine;
using KegImages.LocalEngine;
using KegImages.ReliabilityTests.Checking;
using KegImages.ReliabilityTests.Families;

namespace KegImages.ReliabilityTests.Engines;

/// <summary>Engine and registry of another clone are killed while a push runs.</summary>
internal static class KilledEngine
{
    public static async Task<IEnumerable<(FindingKind Kind, string Text)>> HappenAsync(LocalEndpoint engine)
    {
        await using var clone = await TestClone.CreateAsync();
        var endpoint = await clone.SetUpAsync();
        await using var family = await ReliableFamily.CreateAsync(endpoint);
        await family.SucceedAsync(family.Checkout, "push");
        var before = await family.Registry.LookAsync();
        foreach (var name in ReliableFamily.Names)
            family.Edit(name, $"{name} anew");
        await family.Checkout.CommitAsync("All of it");

        var asked = 0;
        family.Proxy.Interference = exchange =>
        {
            if (exchange.Request.Method == "POST" && Interlocked.Increment(ref asked) == 1)
                Process.GetProcessById(clone.ProcessOf("supervisor.sh")).Kill();
            return null;
        };
        var ending = await family.RunAsync(family.Checkout, TimeProvider.System, "push");
        family.Proxy.Interference = null;
        await clone.EndAsync();
        var problems = ending.Problems().ToList();
        if (ending.IsSuccess)
            problems.Add((FindingKind.Wrong, "it says that it has pushed, and its engine was killed"));

        await clone.SetUpAsync();
        problems.AddRange((await family.ChangesSinceAsync(before)).Select(line => (FindingKind.Wrong, line)));
        problems.AddRange(await Aftermath.ProblemsAsync(family));
        return problems;
    }
}
