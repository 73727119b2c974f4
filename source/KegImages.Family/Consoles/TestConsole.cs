using KegImages.Testing;

namespace KegImages.Consoles;

/// <summary>Shows tests of images while they run: when those of an image begin, what fails, when they end, and what is waited
/// for.</summary>
internal sealed class TestConsole : IAsyncDisposable
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(8);
    private const int MostNamed = 3;

    private readonly Action<IEnumerable<string>> say;
    private readonly TimeProvider clock;
    private readonly Lock gate = new();
    private readonly Dictionary<(ImageName Image, string Kind, string Name), long> running = [];
    private readonly CancellationTokenSource stop = new();
    private readonly Task beating;
    private long lastSaid;

    public TestConsole(Action<IEnumerable<string>> say, TimeProvider clock)
    {
        (this.say, this.clock, lastSaid) = (say, clock, clock.GetTimestamp());
        beating = BeatAsync();
    }

    public void Show(TestEvent happened)
    {
        lock (gate)
        {
            if (happened is TestBegun begun)
                running[(begun.Image, begun.Kind, begun.Name)] = clock.GetTimestamp();
            if (happened is TestEnded { Test: var test })
                running.Remove((happened.Image, test.Kind, test.Name));
            var lines = Lines(happened).ToList();
            if (lines.Count > 0)
                Say(lines);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await beating;
        stop.Dispose();
    }

    private static IEnumerable<string> Lines(TestEvent happened) => happened switch
    {
        TestingBegun { Count: var count } => [$"{happened.Image}: {Tests(count)}"],
        TestEnded { Test: { Passed: false } test } =>
            [$"{happened.Image}: {test.Kind} '{test.Name}' failed ({Human.Duration(test.Duration)})",
                .. test.Failures.SelectMany(failure => failure.Split('\n')).Select(line => $"  {line.TrimEnd()}")],
        TestingEnded { Tested: { KnownSince: { } since } tested } => [$"{tested.Name}: {Tests(tested.Count)} passed before, at {since:u}"],
        TestingEnded { Tested: { IsGreen: true } tested } =>
            [$"{tested.Name}: {Tests(tested.Count)} passed ({Human.Duration(tested.Duration)})"],
        TestingEnded { Tested: var tested } => [$"{tested.Name}: {tested.Failed.Count()} of {Tests(tested.Count)} failed"],
        _ => [],
    };

    private static string Tests(int count) => count == 1 ? "1 test" : $"{count} tests";

    private void Say(IEnumerable<string> lines)
    {
        lastSaid = clock.GetTimestamp();
        say(lines);
    }

    // Nobody is left to guess for ten seconds whether anything goes on.
    private async Task BeatAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stop.Token))
            {
                lock (gate)
                {
                    if (running.Count > 0 && clock.GetElapsedTime(lastSaid) >= Silence)
                        Say([$"still testing: {string.Join(", ", running.OrderBy(test => test.Value).Take(MostNamed).Select(test =>
                            $"{test.Key.Image} {test.Key.Kind} '{test.Key.Name}' ({Human.Duration(clock.GetElapsedTime(test.Value))})"))}"
                            + (running.Count > MostNamed ? $" and {running.Count - MostNamed} more" : "")]);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }
}
