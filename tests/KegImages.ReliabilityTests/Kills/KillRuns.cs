using KegImages.ReliabilityTests.Checking;
using KegImages.ReliabilityTests.Families;
using KegImages.ReliabilityTests.Proxy;

namespace KegImages.ReliabilityTests.Kills;

/// <summary>Kills runs, one after the other, in one family.</summary>
internal sealed class KillRuns(ScenarioFamily family)
{
    private static readonly string[] Killed = ["first", "push", "branch", "tap", "promote", "rollback", "prune", "prune", "unprune",
        "push"];

    private readonly Verdicts verdicts = new(family.Family);

    /// <summary>How many runs were killed before they had ended.</summary>
    public int Count { get; private set; }

    /// <summary>A kill by chance.</summary>
    public KillCase Random(Random random)
    {
        var scenario = family.Scenarios[Killed[random.Next(Killed.Length)]];
        var requests = scenario.Places.All.Sum(asked => asked.Times);
        return random.Next(4) == 0
            ? new KillCase(scenario.Name, 0, false, random.Next(200, 2_500))
            : new KillCase(scenario.Name, random.Next(requests) + 1, random.Next(2) == 0, 0);
    }

    /// <summary>Puts the registry back, has the run killed, judges, and runs it once more.</summary>
    public async Task<IReadOnlyList<Finding>> RunAsync(KillCase @case)
    {
        var scenario = family.Scenarios[@case.Scenario];
        await family.Family.Registry.RestoreAsync(scenario.Before);
        var moment = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var seen = 0;
        family.Family.Proxy.Interference = exchange =>
            @case.Request > 0 && Interlocked.Increment(ref seen) == @case.Request ? DieAsync(exchange, @case.IsAnswered, moment) : null;
        using var process = ProductProcess.Start(scenario.Checkout, family.Family.Proxy.Address, family.Family.Namespace, scenario.Words);
        var end = process.EndAsync(family.Family.Limit);
        if (@case.Request == 0)
            _ = Task.Delay(@case.Milliseconds).ContinueWith(_ => moment.TrySetResult(), TaskScheduler.Default);
        await Task.WhenAny(end, moment.Task);
        if (!end.IsCompleted)
        {
            process.Kill();
            Count++;
        }

        family.Family.Proxy.Interference = null;
        try
        {
            await end;
        }
        catch (OperationCanceledException)
        {
            return [new Finding(FindingKind.Hang, $"kill {@case}", "it did not end in its time")];
        }

        var problems = await verdicts.AfterAsync(scenario, null, mayLackRecord: false);
        var again = await verdicts.AgainAsync(scenario);
        return [.. problems.Concat(again).Select(problem => new Finding(problem.Kind, $"kill {@case}", problem.Text))];
    }

    // Whoever asked is dead before it hears the answer.
    private static async Task<Answer> DieAsync(Exchange exchange, bool isAnswered, TaskCompletionSource moment)
    {
        if (isAnswered)
            await exchange.ForwardAsync();
        moment.TrySetResult();
        return Answer.Of(200) with { Delivery = Delivery.Stall };
    }
}
