using System.Collections.Immutable;
using System.Diagnostics;
using KegImages.Images;
using KegImages.Planning;
using KegImages.Processes;

namespace KegImages.Building;

/// <summary>Runs the build of one image to its end and judges the result.</summary>
internal sealed class StepBuild(
    ICommandRunner runner, string root, Func<ImageReference, CancellationToken, Task<Digest?>> digestOf, Action<BuildKitEvent> onEvent)
{
    private readonly BuildLog log = new();
    private readonly RawJsonReader reader = new();

    /// <summary>Builds the image. What fails in the world is an outcome; cancellation is an exception.</summary>
    public async Task<BuildOutcome> RunAsync(BuildStep step, Command command, Command shown, string metadataFile, bool push, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            var result = await runner.RunAsync(command, null, line => TakeIn(reader.Read(line)), cancellationToken);
            TakeIn(reader.Complete());
            if (result.ExitCode != 0)
                return Fail(result.ExitCode);
            var metadata = BuildMetadata.Parse(await File.ReadAllTextAsync(metadataFile, cancellationToken));
            if (!push)
                return new Built(step, step.Content, null, metadata.Config ?? metadata.Digest, watch.Elapsed, log.IsCached);
            return await ReadBackAsync(metadata);
        }
        catch (FailedException exception)
        {
            return Fail(null, exception.Message);
        }

        async Task<BuildOutcome> ReadBackAsync(BuildMetadata metadata)
        {
            if (metadata.Digest is not { } digest)
                return Fail(null, $"BuildKit says no digest of the image that it pushed to {step.Content}");
            var found = await digestOf(step.Content, cancellationToken);
            if (found != digest)
                return Fail(null, $"BuildKit pushed {digest}, but the registry has {found?.ToString() ?? "nothing"} at {step.Content}");
            return new Built(step, step.Content.At(digest), digest, metadata.Config, watch.Elapsed, log.IsCached);
        }

        Failed Fail(int? exitCode, string? message = null) =>
            new(step, log.Failure(step.Image.Name, Shown(step.Image.DockerfilePath), shown, exitCode, message), watch.Elapsed);
    }

    private void TakeIn(ImmutableArray<BuildKitEvent> events)
    {
        foreach (var happened in events)
        {
            log.Add(happened);
            onEvent(happened);
        }
    }

    private string Shown(string path)
    {
        var relative = Path.GetRelativePath(root, path);
        return relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(relative) ? path : relative;
    }
}
