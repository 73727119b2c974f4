using System.Collections.Concurrent;
using KegImages.Contexts;
using KegImages.Engines;
using KegImages.Planning;

namespace KegImages.Building;

/// <summary>Carries a plan out: builds what is ready, several at once, until all is built or blocked.</summary>
/// <param name="runner">Runs the commands.</param>
/// <param name="docker">The client to call.</param>
/// <param name="engine">The engine that it leads to.</param>
/// <param name="root">The repository's root, from which paths of failures are shown.</param>
/// <param name="temporaryFolder">Where a folder for this run's metadata files is made, and removed.</param>
/// <param name="digestOf">Asks the registry for the digest of a tag; null when it has none.</param>
/// <param name="onEvent">Is told what happens, one event at a time.</param>
public sealed class PlannedBuilds(
    ICommandRunner runner,
    DockerClient docker,
    Engine engine,
    string root,
    string temporaryFolder,
    Func<ImageReference, CancellationToken, Task<Digest?>> digestOf,
    Action<BuildEvent> onEvent)
{
    private readonly Lock oneEventAtATime = new();

    /// <summary>The clock that a second try waits by.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>
    /// Whether what does not descend from a failure is built all the same; else nothing new is started after the first one.
    /// </summary>
    public bool KeepGoing { get; init; } = true;

    /// <summary>
    /// Is asked about each image when its build has ended well; throws <see cref="FailedException"/> where the image may not count.
    /// </summary>
    public Func<BuildStep, CancellationToken, Task> Confirm { get; init; } = (_, _) => Task.CompletedTask;

    /// <summary>
    /// Pushes a built image by its content tag from the store of the engine that builds, and returns the digest; null where something else
    /// builds, so that
    /// buildx pushes or loads the image.
    /// </summary>
    public ImagePush? Push { get; init; }

    /// <summary>Whether the frontend that a Dockerfile's <c># syntax=</c> names is asked for; else the builder's own reads it.</summary>
    public bool AsksForFrontends { get; init; } = true;

    /// <summary>The variables that secrets are taken from.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Takes secrets out of what a build says, before it is cut, wrapped or kept.</summary>
    public Func<string, string> Mask { get; init; } = text => text;

    /// <summary>Reads what an image in the registry says of itself; where nobody does, none is taken over.</summary>
    public Func<ImageReference, CancellationToken, Task<Evidence>> EvidenceOf { get; init; } = (_, _) => Task.FromResult(Evidence.None);

    /// <summary>Says where a step's layers come from and go to, right before it is built.</summary>
    public Func<BuildStep, CancellationToken, Task<LayerCache>> LayersOf { get; init; } = (_, _) => Task.FromResult(LayerCache.None);

    /// <inheritdoc cref="ContentTags.Stood"/>
    public IReadOnlyDictionary<ImageName, Digest> Stood { get; init; } = ImmutableDictionary<ImageName, Digest>.Empty;

    private static readonly TimeSpan UntilHeard = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Builds every step of the plan that can be built. A failing image blocks its descendants, and all that waits where the run does not
    /// keep going.
    /// </summary>
    /// <returns>How each step ended; failures are outcomes, not exceptions.</returns>
    /// <exception cref="OperationCanceledException">The run was cancelled; all its processes are ended.</exception>
    public async Task<FamilyState> RunAsync(BuildPlan plan, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(temporaryFolder, $"build-{Guid.NewGuid():n}");
        OwnFolders.Make(folder);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = new List<Task<BuildOutcome>>();
        try
        {
            return await RunAsync(plan, folder, running, stop.Token);
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(running).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            ContextCopy.Remove(folder);
        }
    }

    private async Task<FamilyState> RunAsync(BuildPlan plan, string folder, List<Task<BuildOutcome>> running,
        CancellationToken cancellationToken)
    {
        var files = new BuildFiles(new OwnFolders(root), AsksForFrontends, folder);
        var schedule = new BuildSchedule(plan.Steps);
        var outcomes = new ConcurrentDictionary<ImageName, BuildOutcome>();
        var tags = new ContentTags(digestOf, EvidenceOf) { Stood = Stood };
        var watch = new BuilderWatch(runner, docker, engine, plan.Builder, Clock);
        while (!schedule.IsDone)
        {
            while (running.Count < Math.Max(1, plan.Parallel) && schedule.Next() is { } step)
                running.Add(BuildAsync(step));
            var task = await Task.WhenAny(running);
            running.Remove(task);
            var outcome = await task;
            if (outcome is Built)
            {
                schedule.Succeed(outcome.Step);
            }
            else
            {
                var lost = (outcome as NotStarted)?.Lost;
                foreach (var blocked in schedule.Fail(outcome.Step))
                    End(lost is null ? new Blocked(blocked, outcome.Step.Image.Name) : new NotStarted(blocked, lost.Image) { Lost = lost });
                foreach (var waiting in KeepGoing && lost is null ? [] : schedule.Stop())
                    End(new NotStarted(waiting, lost?.Image ?? outcome.Step.Image.Name) { Lost = lost });
            }
        }

        return new FamilyState([.. plan.Steps.Select(step => outcomes[step.Image.Name])]);

        async Task<BuildOutcome> BuildAsync(BuildStep planned)
        {
            var step = planned.StandingOn(DigestOf);
            Tell(new ImageStarted(step));
            var build = new StepBuild(
                runner, root, Clock, tags, Confirm, plan.Push ? Push
                    : null, watch, Mask, happened => Tell(new ImageProgressed(step.Image.Name, happened)));
            // A colon is no part of a file's name everywhere.
            var metadata = Path.Combine(folder, $"{step.Image.Name.ToString().Replace(':', '_')}.json");
            var output = Push is not null ? BuildxOutput.Engine : plan.Push ? BuildxOutput.Push : BuildxOutput.Load;
            var shown = BuildxCommand.Shown(step, plan, docker, Pin);
            var outcome = await build.RunAsync(step, CommandAsync, shown, metadata, plan, cancellationToken);
            // A terminal's Ctrl+C reaches the build too, which may end a moment before this process hears of it: that is no failure.
            if (outcome is Failed)
                await Task.Delay(UntilHeard, cancellationToken);
            return End(outcome);

            async Task<Command> CommandAsync(bool hasLayers) =>
                BuildxCommand.WithSecrets(BuildxCommand.For(await files.OfAsync(step, cancellationToken), plan, docker, Pin, metadata,
                    output, hasLayers ? await LayersOf(step, cancellationToken) : null), step, Variables);
        }

        ImageReference Pin(StepParent parent) => parent.Pinned ?? ((Built)outcomes[parent.Edge.Member!]).Pinned;

        Digest? DigestOf(StepParent parent) => parent.IsBuiltHere ? ((Built)outcomes[parent.Edge.Member!]).KnownBy : parent.Digest;

        BuildOutcome End(BuildOutcome outcome)
        {
            outcomes[outcome.Step.Image.Name] = outcome;
            Tell(new ImageEnded(outcome));
            return outcome;
        }
    }

    private void Tell(BuildEvent happened)
    {
        lock (oneEventAtATime)
            onEvent(happened);
    }
}
