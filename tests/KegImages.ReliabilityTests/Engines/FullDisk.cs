using System.Security.Cryptography;
using KegImages.EngineTests.LocalEngine;
using KegImages.LocalEngine;
using KegImages.ReliabilityTests.Checking;
using KegImages.ReliabilityTests.Families;

namespace KegImages.ReliabilityTests.Engines;

/// <summary>A disk on which nothing more fits: the project's, then the engine's.</summary>
internal static class FullDisk
{
    private const int LittleRoom = 64 * 1024;
    private const int Room = 150 * 1024 * 1024;
    private const int LargerThanTheDisk = 200 * 1024 * 1024;

    public static async Task<IEnumerable<(FindingKind Kind, string Text)>> OfProjectAsync(LocalEndpoint engine)
    {
        await using var family = await ReliableFamily.CreateAsync(engine);
        await family.SucceedAsync(family.Checkout, "push");
        var problems = new List<(FindingKind, string)>();
        foreach (var folder in (string[])[".nuke/temp", "output"])
        {
            family.Edit("base", $"base for {folder}");
            await family.Checkout.CommitAsync($"Fills {folder}");
            var before = await family.Registry.LookAsync();
            await using (var disk = await SmallDisk.MountAsync(Path.Combine(family.Checkout.Root, folder), LittleRoom))
            {
                await disk.FillAsync();
                var ending = await family.RunAsync(family.Checkout, TimeProvider.System, "push");
                problems.AddRange(ending.Problems().Select(problem => (problem.Kind, $"{folder}: {problem.Text}")));
                var moved = await family.ChangesSinceAsync(before);
                if (!ending.IsSuccess && moved.Count > 0 && !ending.Error!.Message.Contains("moved", StringComparison.Ordinal))
                    problems.Add((FindingKind.Wrong, $"{folder}: it failed after tags had moved, and does not say so: {ending}"));
            }

            problems.AddRange(await Aftermath.ProblemsAsync(family));
        }

        return problems;
    }

    public static async Task<IEnumerable<(FindingKind Kind, string Text)>> OfEngineAsync(LocalEndpoint engine)
    {
        await using var clone = await TestClone.CreateAsync();
        await using var disk = await SmallDisk.MountAsync(clone.Paths.Home, Room);
        var endpoint = await clone.SetUpAsync();
        await using var family = await ReliableFamily.CreateAsync(endpoint);
        await family.SucceedAsync(family.Checkout, "push");
        var before = await family.Registry.LookAsync();
        var large = Path.Combine(family.Checkout.Root, ReliableFamily.FolderOf("one"), "file");
        await File.WriteAllBytesAsync(large, RandomNumberGenerator.GetBytes(LargerThanTheDisk));
        family.Edit("two", "two beside it");
        await family.Checkout.CommitAsync("Too large");

        var ending = await family.RunAsync(family.Checkout, TimeProvider.System, "push");
        var problems = ending.Problems().ToList();
        if (ending.IsSuccess)
            problems.Add((FindingKind.Wrong, "it says that it has pushed what does not fit"));
        else if (!$"{ending.Error?.Message}{ending.Output}".Contains("space", StringComparison.OrdinalIgnoreCase))
            problems.Add((FindingKind.Wrong, $"it does not say that there is no space: {ending}{Environment.NewLine}{ending.Output}"));
        problems.AddRange((await family.ChangesSinceAsync(before)).Select(line => (FindingKind.Wrong, line)));
        // What was half written to engine and registry takes its room as long as they like.
        await disk.GrowAsync();
        family.Edit("one", "one that fits");
        await family.Checkout.CommitAsync("Fits");
        problems.AddRange(await Aftermath.ProblemsAsync(family));
        await clone.Profile.TearDownAsync(_ => { }, CancellationToken.None);
        return problems;
    }
}
