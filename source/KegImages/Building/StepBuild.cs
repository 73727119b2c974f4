using System.Diagnostics;
using KegImages.Images;
using KegImages.Planning;
using KegImages.Processes;

namespace KegImages.Building;

/// <summary>Runs the build of one image to its end and judges the result.</summary>
internal sealed class StepBuild(
    ICommandRunner runner,
    string root,
    TimeProvider clock,
    Func<ImageReference, CancellationToken, Task<Digest?>> digestOf,
    Func<BuildStep, CancellationToken, Task> confirm,
    Action<BuildKitEvent> onEvent)
{
    // By then everything but the push is in the cache, so a second try costs less than a second.
    private static readonly TimeSpan PauseBeforeSecondPush = TimeSpan.FromSeconds(2);

    /// <summary>Builds the image. What fails in the world is an outcome; cancellation is an exception.</summary>
    /// <param name="step">What is built.</param>
    /// <param name="command">Builds it.</param>
    /// <param name="shown">The same command for people.</param>
    /// <param name="metadataFile">Where the command says what it built.</param>
    /// <param name="push">Whether it is pushed.</param>
    /// <param name="cancellationToken">Ends the build.</param>
    public async Task<BuildOutcome> RunAsync(BuildStep step, Command command, Command shown, string metadataFile, bool push, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var log = new BuildLog();
        try
        {
            var result = await AttemptAsync(command, log, cancellationToken);
            var cached = log.IsCached;
            if (result.ExitCode != 0 && push && log.HasFailedOnTheWay)
            {
                onEvent(new VertexWarned("", $"the push failed and is tried once more: {log.Message}", null));
                await Task.Delay(PauseBeforeSecondPush, clock, cancellationToken);
                log = new BuildLog();
                result = await AttemptAsync(command, log, cancellationToken);
            }

            if (result.ExitCode != 0)
                return Fail(result.ExitCode);
            var metadata = BuildMetadata.Parse(await File.ReadAllTextAsync(metadataFile, cancellationToken));
            await confirm(step, cancellationToken);
            return push
                ? await ReadBackAsync(metadata, cached)
                : new Built(step, step.Content, null, metadata.Config ?? metadata.Digest, watch.Elapsed, cached);
        }
        catch (Exception exception) when (exception is FailedException or WrongUseException)
        {
            return Fail(null, exception.Message);
        }

        async Task<BuildOutcome> ReadBackAsync(BuildMetadata metadata, bool cached)
        {
            if (metadata.Digest is not { } digest)
                return Fail(null, $"BuildKit says no digest of the image that it pushed to {step.Content}");
            var found = await digestOf(step.Content, cancellationToken);
            if (found != digest)
                return Fail(null, $"BuildKit pushed {digest}, but the registry has {found?.ToString() ?? "nothing"} at {step.Content}");
            return new Built(step, step.Content.At(digest), digest, metadata.Config, watch.Elapsed, cached);
        }

        Failed Fail(int? exitCode, string? message = null) =>
            new(step, log.Failure(step.Image.Name, Relative(step.Image.DockerfilePath), shown, exitCode, message), watch.Elapsed);
    }

    private async Task<CommandResult> AttemptAsync(Command command, BuildLog log, CancellationToken cancellationToken)
    {
        var reader = new RawJsonReader();
        var result = await runner.RunAsync(command, null, line => TakeIn(reader.Read(line)), cancellationToken);
        TakeIn(reader.Complete());
        // Ctrl+C reaches the whole process group: a build that it ended by itself did not fail.
        if (result.ExitCode != 0)
            cancellationToken.ThrowIfCancellationRequested();
        return result;

        void TakeIn(IEnumerable<BuildKitEvent> events)
        {
            foreach (var happened in events)
            {
                log.Add(happened);
                onEvent(happened);
            }
        }
    }

    private string Relative(string path)
    {
        var relative = Path.GetRelativePath(root, path);
        return relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(relative) ? path : relative;
    }
}
