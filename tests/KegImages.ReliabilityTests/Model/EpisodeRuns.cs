using System.Collections.Immutable;
using KegImages.LocalEngine;
using KegImages.ReliabilityTests.Checking;

namespace KegImages.ReliabilityTests.Model;

/// <summary>Runs episodes, and shortens those that end badly.</summary>
internal sealed class EpisodeRuns(LocalEndpoint engine)
{
    /// <summary>How many steps were taken.</summary>
    public long Steps { get; private set; }

    /// <summary>How many answers of the registry went wrong on the way.</summary>
    public long Injected { get; private set; }

    /// <summary>Runs a script; what broke a promise first, with the steps up to there.</summary>
    public async Task<Finding?> RunAsync(IEnumerable<Step> script, CancellationToken cancellationToken)
    {
        await using var episode = await Episode.BeginAsync(engine);
        var taken = new List<Step>();
        foreach (var step in script.TakeWhile(_ => !cancellationToken.IsCancellationRequested))
        {
            taken.Add(step);
            var problems = await episode.TakeAsync(step);
            Steps++;
            if (problems.Count > 0)
                return new Finding(problems[0].Kind, ScriptOf(taken),
                    string.Join(Environment.NewLine, problems.Select(problem => $"{problem.Kind}: {problem.Text}")));
        }

        Injected += episode.Injected;
        return null;
    }

    /// <summary>Leaves out of a script what is not needed for its finding, as long as there is time.</summary>
    public async Task<Finding> ShrinkAsync(Finding finding, CancellationToken cancellationToken)
    {
        for (var size = Math.Max(1, StepsOf(finding.Script).Length / 2); size >= 1; size /= 2)
        {
            for (var from = 0; from < StepsOf(finding.Script).Length - 1 && !cancellationToken.IsCancellationRequested;)
            {
                var steps = StepsOf(finding.Script);
                if (await RunAsync(steps.RemoveRange(from, Math.Min(size, steps.Length - 1 - from)), cancellationToken) is { } same
                    && same.Kind == finding.Kind)
                    finding = same;
                else
                    from += size;
            }
        }

        return finding;
    }

    /// <summary>A script by chance, which begins with a family that is published.</summary>
    public static ImmutableArray<Step> Random(Random random, int length) =>
        [Step.Parse("push"), .. Enumerable.Range(0, length).Select(_ => Step.Random(random))];

    private static string ScriptOf(IEnumerable<Step> steps) => string.Join(Environment.NewLine, steps.Select(step => $"step {step}"));

    private static ImmutableArray<Step> StepsOf(string script) =>
        [.. script.Split(Environment.NewLine).Select(line => Step.Parse(line["step ".Length..]))];
}
