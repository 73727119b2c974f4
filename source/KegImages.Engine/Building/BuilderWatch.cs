using KegImages.Engines;

namespace KegImages.Building;

/// <summary>Asks a builder that was lost whether it is back, with longer and longer pauses.</summary>
/// <param name="runner">Runs the commands.</param>
/// <param name="docker">The client to ask.</param>
/// <param name="engine">The engine to ask where no builder is named.</param>
/// <param name="builder">The builder.</param>
/// <param name="clock">The clock that is waited by.</param>
internal sealed class BuilderWatch(ICommandRunner runner, DockerClient docker, Engine engine, PoolBuilder builder, TimeProvider clock)
{
    /// <summary>How often a build is begun again: a builder that dies as often of one image dies by that image.</summary>
    public const int MostLosses = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan[] Pauses = [.. new[] { 1, 2, 4, 8, 15 }.Select(seconds => TimeSpan.FromSeconds(seconds))];

    /// <summary>How long it is waited for before nobody counts on it any more.</summary>
    public static readonly TimeSpan Waited = Pauses.Aggregate(TimeSpan.Zero, (sum, pause) => sum + pause);

    /// <summary>Waits until it answers; false when it did not in all that time.</summary>
    public async Task<bool> IsBackAsync(CancellationToken cancellationToken)
    {
        foreach (var pause in Pauses)
        {
            if (await IsBackAfterAsync(pause, cancellationToken))
                return true;
        }

        return false;
    }

    /// <summary>Waits until it answers, however long that takes, while others build.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        while (!await IsBackAfterAsync(Pauses[^1], cancellationToken))
        {
            // It is asked again.
        }
    }

    private async Task<bool> IsBackAfterAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        await Task.Delay(pause, clock, cancellationToken);
        try
        {
            return await AnswersAsync(cancellationToken);
        }
        catch (FailedException) when (!cancellationToken.IsCancellationRequested)
        {
            // It did not answer in time: it is asked again.
            return false;
        }
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        if (builder.Name is not null)
        {
            var asking = docker.Command("buildx", "inspect", "--bootstrap", builder.Name) with { Timeout = Patience };
            return (await runner.RunAsync(asking, null, null, cancellationToken)).ExitCode == 0;
        }

        await engine.PingAsync(Patience, cancellationToken);
        return true;
    }
}
