using KegImages.ReliabilityTests.Checking;
using KegImages.ReliabilityTests.Families;

namespace KegImages.ReliabilityTests.Engines;

/// <summary>When it is over, a push succeeds, and what is published belongs together.</summary>
internal static class Aftermath
{
    public static async Task<IEnumerable<(FindingKind Kind, string Text)>> ProblemsAsync(ReliableFamily family)
    {
        var ending = await family.RunAsync(family.Checkout, TimeProvider.System, "push");
        if (!ending.IsSuccess)
            return [.. ending.Problems(), (FindingKind.Wrong,
                $"when it is over, a push does not succeed: {ending}{Environment.NewLine}{ending.Output}")];
        var view = await family.Registry.LookAsync();
        return (await family.Consistency.ProblemsAsync(view, "develop")).Select(problem => (FindingKind.Wrong, problem));
    }
}
