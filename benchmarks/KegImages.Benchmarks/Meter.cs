using System.Diagnostics;
using System.Globalization;
using KegImages.Commands;
using KegImages.LocalEngine;

namespace KegImages.Benchmarking;

/// <summary>Runs a command and measures it, the private engine and its registry.</summary>
internal sealed class Meter(ICommandRunner runner, LocalEndpoint engine, string clone)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    // Looking may take a hundredth of one processor: who starts more processes must not pay more for being watched.
    private const double PausesALook = 100;

    private static readonly TimeSpan Glimpse = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestUnrest = TimeSpan.FromSeconds(30);
    private const double IdleSecondsAGlimpse = 0.025;

    // BuildKit writes the trace of a build down three seconds after its end: an engine that was calm for less is about to work again.
    private const int CalmGlimpses = 14;

    /// <summary>
    /// Runs the command to its end, whatever its exit code, and waits until the engine is idle again. Nothing else may use engine and
    /// registry meanwhile.
    /// </summary>
    public async Task<Measurement> RunAsync(Command command, CancellationToken cancellationToken)
    {
        var supervisor = int.Parse((await File.ReadAllTextAsync(LocalPaths.Of(clone).Init, cancellationToken)).Split(' ')[0],
            CultureInfo.InvariantCulture);
        var (time, requests) = (ProcessTree.ProcessorTime(supervisor), Requests());
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watching = WatchAsync(supervisor, over.Token);
        // bash's own keyword counts all that the command waited for.
        var timed = command with { Executable = "bash",
            Arguments = ["-c", "TIMEFORMAT='%U %S'; time \"$@\"", "bash", command.Executable, .. command.Arguments] };
        var result = await runner.RunAsync(timed, null, null, cancellationToken);
        await over.CancelAsync();
        var timeAtRest = await RestAsync(supervisor, cancellationToken);
        var processor = result.StandardError.TrimEnd().Split('\n')[^1].Split(' ')
            .Sum(text => double.Parse(text, CultureInfo.InvariantCulture));
        return new Measurement(result.ExitCode, result.Duration.TotalSeconds, processor, timeAtRest - time, Requests() - requests,
            await watching)
        {
            Output = result.StandardOutput + result.StandardError,
        };
    }

    // An engine goes on when the tool has ended (bake leaves it seconds of work): whoever comes next must not wait for that. Its processor
    // time by then.
    private static async Task<double> RestAsync(int supervisor, CancellationToken cancellationToken)
    {
        var time = ProcessTree.ProcessorTime(supervisor);
        var began = Stopwatch.GetTimestamp();
        for (var calm = 0; calm < CalmGlimpses && Stopwatch.GetElapsedTime(began) < LongestUnrest;)
        {
            await Task.Delay(Glimpse, cancellationToken);
            var now = ProcessTree.ProcessorTime(supervisor);
            calm = now - time < IdleSecondsAGlimpse ? calm + 1 : 0;
            time = now;
        }

        return time;
    }

    private int Requests()
    {
        using var stream = new FileStream(engine.RegistryAccessLog, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        var count = 0;
        while (reader.ReadLine() is not null)
            count++;
        return count;
    }

    // The engine is below this process too where this process started it.
    private static async Task<long> WatchAsync(int supervisor, CancellationToken cancellationToken)
    {
        var most = 0L;
        try
        {
            while (true)
            {
                var began = Stopwatch.GetTimestamp();
                most = Math.Max(most, ProcessTree.ResidentBelow(Environment.ProcessId, without: supervisor));
                var pause = Stopwatch.GetElapsedTime(began) * PausesALook;
                await Task.Delay(pause > Pause ? pause : Pause, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The command ended.
        }

        return most;
    }
}
