using System.Diagnostics;
using KegImages.Planning;

namespace KegImages.Building;

/// <summary>Runs the build of one image to its end and judges the result.</summary>
internal sealed class StepBuild(
    ICommandRunner runner,
    string root,
    TimeProvider clock,
    ContentTags tags,
    Func<BuildStep, CancellationToken, Task> confirm,
    ImagePush? push,
    Func<string, string> mask,
    Action<BuildKitEvent> onEvent)
{
    /// <summary>The step that this is a part of, whose image is made of all parts afterwards; null where it is a whole one.</summary>
    public BuildStep? Whole { get; init; }

    /// <summary>Whether a part is looked at by itself: where it is joined elsewhere, nobody there saw what it was built from.</summary>
    public bool ConfirmsParts { get; init; }

    // By then everything but the push is in the cache, so a second try costs less than a second.
    private static readonly TimeSpan PauseBeforeSecondPush = TimeSpan.FromSeconds(2);

    /// <summary>Builds the image. What fails in the world is an outcome; cancellation is an exception.</summary>
    /// <param name="step">What is built.</param>
    /// <param name="commandOf">Makes the command that builds it, and pushes it where nothing else does; with or without a cache of layers
    /// in a registry.</param>
    /// <param name="shown">The same command for people.</param>
    /// <param name="metadataFile">Where the command says what it built.</param>
    /// <param name="plan">The plan that it is a step of.</param>
    /// <param name="losses">How often its builder died before while it was built.</param>
    /// <param name="cancellationToken">Ends the build.</param>
    /// <returns>How it ended, or what was said when the builder was lost.</returns>
    public async Task<(BuildOutcome? Outcome, string? Lost)> RunAsync(
        BuildStep step,
        Func<bool, Task<Command>> commandOf,
        Command shown,
        string metadataFile,
        BuildPlan plan,
        int losses,
        CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var log = new BuildLog();
        var hasLayers = true;
        (Digest Digest, string Reason)? replaced = null;
        try
        {
            var (outcome, said) = await TryAsync();
            return said is null || losses < BuilderWatch.MostLosses ? (outcome, said)
                : (Fail(null, $"the builder died {losses + 1} times while it was built, the last time with: {said}"), null);
        }
        catch (Exception exception) when (exception is FailedException or WrongUseException or IOException or UnauthorizedAccessException)
        {
            return (Fail(null, exception.Message), null);
        }

        // The outcome, or what was said when the builder was lost.
        async Task<(BuildOutcome? Outcome, string? Lost)> TryAsync()
        {
            // A builder that pushes by itself cannot be stopped between the two, so this is as late as it can be.
            if (plan.Push && push is null && await TakenOverAsync() is { } before)
                return (before, null);
            var command = await commandOf(hasLayers);
            var result = await AttemptAsync(command, log, cancellationToken);
            if (BuilderLoss.In(result, log) is { } said)
                return (null, said);
            if (result.ExitCode != 0 && hasLayers && log.HasFailedByLayers)
            {
                onEvent(new VertexWarned("", $"built once more without the layer cache, which failed: {log.Message}", null));
                (hasLayers, log) = (false, new BuildLog());
                command = await commandOf(false);
                result = await AttemptAsync(command, log, cancellationToken);
            }

            var cached = log.IsCached;
            if (result.ExitCode != 0 && plan.Push && push is null && log.HasFailedOnTheWay)
            {
                await PauseAsync(log.Message, cancellationToken);
                if (await TakenOverAsync() is { } meanwhile)
                    return (meanwhile, null);
                log = new BuildLog();
                result = await AttemptAsync(command, log, cancellationToken);
            }

            if (result.ExitCode != 0)
                return BuilderLoss.In(result, log) is { } late ? (null, late) : (Fail(result.ExitCode), null);
            var metadata = BuildMetadata.Parse(await File.ReadAllTextAsync(metadataFile, cancellationToken));
            if (Whole is not null && ConfirmsParts)
                await confirm(step, cancellationToken);
            if (Whole is not null)
                return (await PartAsync(metadata.Digest, cached), null);
            await confirm(step, cancellationToken);
            // An engine's store knows an image by the digest that BuildKit says, whatever kind of store it is.
            if (!plan.Push)
            {
                var kept = new Built(step, step.Content, watch.Elapsed, cached);
                return (kept with { KnownBy = metadata.Digest ?? metadata.Config }, null);
            }

            if (push is null)
                return (await ReadBackAsync(metadata.Digest, cached), null);
            if (await TakenOverAsync() is { } first)
                return (first, null);
            try
            {
                return (await ReadBackAsync(await PushAsync(push, step.Content, plan.Timeout, cancellationToken), cached), null);
            }
            catch (FailedException exception) when (BuilderLoss.In(exception) is not null)
            {
                return (null, exception.Message);
            }
        }

        async Task<Built?> TakenOverAsync()
        {
            if (await tags.FindAsync(Whole ?? step, cancellationToken) is not { } there)
                return null;
            if (there.WhyReplaced is not { } reason)
                return TakenOver(there.Digest);
            replaced = (there.Digest, reason);
            return null;
        }

        Built TakenOver(Digest digest) => new(step, step.Content.At(digest), watch.Elapsed, false)
        {
            IsAdopted = true,
            Note = $"adopted {digest.Abbreviated}, which another run pushed under {step.Content.Tag} first",
        };

        // A part has no tag: what it is told by is that the registry has it.
        async Task<BuildOutcome> PartAsync(Digest? pushed, bool cached) => pushed is not { } digest
            ? Fail(null, $"BuildKit says no digest of the image that it pushed for {step.Platforms[0]}")
            : await tags.DigestOfAsync(step.Content.At(digest), cancellationToken) == digest
                ? new Built(step, step.Content.At(digest), watch.Elapsed, cached)
                : Fail(null, $"BuildKit pushed {digest} for {step.Platforms[0]}, but the registry does not have it");

        async Task<BuildOutcome> ReadBackAsync(Digest? pushed, bool cached)
        {
            if (pushed is not { } digest)
                return Fail(null, $"BuildKit says no digest of the image that it pushed to {step.Content}");
            var built = new Built(step, step.Content.At(digest), watch.Elapsed, cached);
            var found = await tags.DigestOfAsync(step.Content, cancellationToken);
            if (found == digest)
                return built with { Note = replaced is { } old && old.Digest != digest
                    ? $"replaced {old.Digest.Abbreviated} under {step.Content.Tag}: it {old.Reason}" : null };
            // Another run pushed at the same moment, and was the last to do so.
            if (found is not null && await tags.FindAsync(step, cancellationToken) is { WhyReplaced: null } there)
                return TakenOver(there.Digest);
            if (found is not null && await tags.DigestOfAsync(step.Content.At(digest), cancellationToken) == digest)
                return built with { Note =
                    $"another run put {found.Abbreviated} under {step.Content.Tag} at the same moment; this run stays with "
                        + $"{digest.Abbreviated}, which is in the registry" };
            return Fail(null, $"BuildKit pushed {digest}, but the registry has {found?.ToString() ?? "nothing"} at {step.Content}");
        }

        Failed Fail(int? exitCode, string? message = null) =>
            new(step, log.Failure(step.Image.Name, Relative(step.Image.DockerfilePath), shown, exitCode, message), watch.Elapsed);
    }

    // What was edited while it was built never gets here: the registry has nothing of it.
    private async Task<Digest> PushAsync(ImagePush push, ImageReference content, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            return await TwiceAsync();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new FailedException($"the push of {content} was ended after {timeout:g}: it did not finish in time");
        }

        async Task<Digest> TwiceAsync()
        {
            try
            {
                return await push(content, onEvent, limit.Token);
            }
            catch (FailedException exception) when (!BuildLog.IsRefusal(exception.Message))
            {
                await PauseAsync(exception.Message, limit.Token);
                return await push(content, onEvent, limit.Token);
            }
        }
    }

    private Task PauseAsync(string why, CancellationToken cancellationToken)
    {
        onEvent(new VertexWarned("", $"the push failed and is tried once more: {why}", null));
        return Task.Delay(PauseBeforeSecondPush, clock, cancellationToken);
    }

    private async Task<CommandResult> AttemptAsync(Command command, BuildLog log, CancellationToken cancellationToken)
    {
        var reader = new RawJsonReader();
        // The build goes on without them.
        var warned = new HashSet<string>(StringComparer.Ordinal);
        var result = await runner.RunAsync(command, null, line => TakeIn(reader.Read(line)), cancellationToken);
        TakeIn(reader.Complete());
        // Ctrl+C reaches the whole process group: a build that it ended by itself did not fail.
        if (result.ExitCode != 0)
            cancellationToken.ThrowIfCancellationRequested();
        return result;

        void TakeIn(IEnumerable<BuildKitEvent> events)
        {
            foreach (var happened in events.Select(said => said.Masked(mask)))
            {
                log.Add(happened);
                onEvent(happened);
                if (happened is VertexChanged { Vertex: { IsOfLayers: true, IsFailed: true } vertex } && warned.Add(vertex.Digest))
                    onEvent(new VertexWarned(vertex.Digest, $"{vertex.Work}: {vertex.Error.Split('\n')[0]}", null));
            }
        }
    }

    private string Relative(string path)
    {
        var relative = Path.GetRelativePath(root, path);
        return relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(relative) ? path : relative;
    }
}
