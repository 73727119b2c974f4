using KegImages.Engines;
using KegImages.Planning;

namespace KegImages.Building;

/// <summary>
/// Waits for a builder that was lost, once for all images that were built on it; when it does not come back, that is said once.
/// </summary>
/// <param name="runner">Runs the commands.</param>
/// <param name="docker">The client to ask.</param>
/// <param name="engine">The engine to ask where no builder is named.</param>
/// <param name="builder">The buildx builder; null for the engine's own.</param>
/// <param name="clock">The clock that is waited by.</param>
internal sealed class BuilderWatch(ICommandRunner runner, DockerClient docker, Engine engine, string? builder, TimeProvider clock)
{
    /// <summary>How often a build is begun again: a builder that dies as often of one image dies by that image.</summary>
    public const int MostLosses = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan[] Pauses = [.. new[] { 1, 2, 4, 8, 15 }.Select(seconds => TimeSpan.FromSeconds(seconds))];

    private readonly Lock oneAtATime = new();
    private Task<bool>? waiting;
    private LostBuilder? lost;

    /// <summary>Waits until the builder answers again.</summary>
    /// <param name="image">The image in whose build it was lost.</param>
    /// <param name="said">What was said then.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Null when it is back; else how it was lost.</returns>
    public async Task<LostBuilder?> WaitAsync(ImageName image, string said, CancellationToken cancellationToken)
    {
        Task<bool> wait;
        lock (oneAtATime)
        {
            if (lost is not null)
                return lost;
            // Those that lose it while it is waited for wait too; who loses it again afterwards waits anew.
            if (waiting is null or { IsCompleted: true })
                waiting = IsBackAsync(cancellationToken);
            wait = waiting;
        }

        if (await wait)
            return null;
        lock (oneAtATime)
            return lost ??= new LostBuilder(image, builder, said, Pauses.Aggregate(TimeSpan.Zero, (sum, pause) => sum + pause));
    }

    private async Task<bool> IsBackAsync(CancellationToken cancellationToken)
    {
        foreach (var pause in Pauses)
        {
            await Task.Delay(pause, clock, cancellationToken);
            try
            {
                if (await AnswersAsync(cancellationToken))
                    return true;
            }
            catch (FailedException) when (!cancellationToken.IsCancellationRequested)
            {
                // It did not answer in time: it is asked again.
            }
        }

        return false;
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        if (builder is not null)
            return (await runner.RunAsync(docker.Command("buildx", "inspect", "--bootstrap", builder) with { Timeout = Patience }, null,
                null, cancellationToken)).ExitCode == 0;
        await engine.PingAsync(Patience, cancellationToken);
        return true;
    }
}
