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

    private ICommandRunner Runner => runner;

    private DockerClient Docker => docker;

    private Engine Engine => engine;

    private string Root => root;

    private Func<ImageReference, CancellationToken, Task<Digest?>> DigestOf => digestOf;

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

    /// <summary>The builders; where none is said, the plan's own alone.</summary>
    public ImmutableArray<PoolBuilder> Pool { get; init; } = [];

    /// <summary>Makes one image of those that were built for a step's platforms, each by its digest, and returns its digest.</summary>
    public PlatformJoin? Join { get; init; }

    /// <summary>The platforms of steps of which a part is built here and the rest by other machines; none of a step that is built
    /// whole.</summary>
    public Func<ImageName, ImmutableArray<string>> SharedPlatforms { get; init; } = _ => [];

    /// <summary>What other machines say they built of a step that is not built here, but made of its parts; null where steps are
    /// built.</summary>
    public Func<BuildStep, IReadOnlyList<Built>>? PartsOf { get; init; }

    /// <summary>Whether the frontend that a Dockerfile's <c># syntax=</c> names is asked for; else the builder's own reads it.</summary>
    public bool AsksForFrontends { get; init; } = true;

    /// <summary>The variables that secrets are taken from.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Takes secrets out of what a build says, before it is cut, wrapped or kept.</summary>
    public Func<string, string> Mask { get; init; } = text => text;

    /// <summary>Reads what an image in the registry says of itself; where nobody does, none is taken over.</summary>
    public Func<ImageReference, CancellationToken, Task<Evidence>> EvidenceOf { get; init; } = (_, _) => Task.FromResult(Evidence.None);

    /// <summary>Says where a step's layers come from and go to, right before it is built: for some of its platforms, which are named, or
    /// whole.</summary>
    public Func<BuildStep, ImmutableArray<string>, CancellationToken, Task<LayerCache>> LayersOf { get; init; } =
        (_, _, _) => Task.FromResult(LayerCache.None);

    /// <inheritdoc cref="ContentTags.Stood"/>
    public IReadOnlyDictionary<ImageName, Digest> Stood { get; init; } = ImmutableDictionary<ImageName, Digest>.Empty;

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
        var steps = plan.Steps;
        ImmutableArray<PoolBuilder> builders = Pool.IsEmpty ? [new PoolBuilder(plan.Builder, Math.Max(1, plan.Parallel))] : Pool;
        var work = new PlannedWork(this, plan, folder);
        var run = new PoolRun(steps, new BuilderPool(builders), work, KeepGoing);
        try
        {
            await run.RunAsync(stop.Token);
            return new FamilyState([.. steps.Select(step => work.Outcomes[step.Image.Name])]);
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(run.UnderWay).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None,
                TaskScheduler.Default);
            ContextCopy.Remove(folder);
        }
    }

    private void Tell(BuildEvent happened)
    {
        lock (oneEventAtATime)
            onEvent(happened);
    }

    private sealed class PlannedWork(PlannedBuilds builds, BuildPlan plan, string folder) : IPoolWork
    {
        private static readonly TimeSpan UntilHeard = TimeSpan.FromMilliseconds(250);

        private readonly BuildFiles files = new(new OwnFolders(builds.Root), builds.AsksForFrontends, folder);
        private readonly ContentTags tags = new(builds.DigestOf, builds.EvidenceOf) { Stood = builds.Stood };

        public ConcurrentDictionary<ImageName, BuildOutcome> Outcomes { get; } = [];

        public void Begin(Placement placed) =>
            builds.Tell(new ImageStarted(StandingOn(placed.Step)) { Builder = placed.IsPart ? null : placed.Builder.Name });

        public void Retry(Placement placed, PoolBuilder died, string said) =>
            builds.Tell(new ImageProgressed(placed.Step.Image.Name, new VertexWarned("", died == placed.Builder
                ? $"{died.Called} died, is back, and builds it once more: {said}"
                : $"{died.Called} died, and {placed.Builder.Called} builds it once more: {said}", null)));

        public void End(BuildOutcome outcome)
        {
            Outcomes[outcome.Step.Image.Name] = outcome;
            builds.Tell(new ImageEnded(outcome));
        }

        public async Task<(BuildOutcome? Outcome, string? Lost)> BuildAsync(Placement placed, int losses,
            CancellationToken cancellationToken)
        {
            if (builds.PartsOf is { } others)
                return (await JoinOthersAsync(StandingOn(placed.Step), others(placed.Step), cancellationToken), null);
            var all = builds.SharedPlatforms(placed.Step.Image.Name);
            var (whole, isPart) = (StandingOn(placed.Step), placed.IsPart || !all.IsEmpty);
            var step = whole with { Platforms = placed.Platforms };
            if (!all.IsEmpty)
                whole = whole with { Platforms = all };
            var its = plan with { Builder = placed.Builder.Name };
            var build = new StepBuild(builds.Runner, builds.Root, builds.Clock, tags, builds.Confirm,
                plan.Push && !isPart ? builds.Push : null, builds.Mask,
                happened => builds.Tell(new ImageProgressed(step.Image.Name, happened)))
            {
                Whole = isPart ? whole : null,
                ConfirmsParts = !all.IsEmpty,
            };
            // A colon is no part of a file's name everywhere, and neither is a slash.
            var file = isPart ? $"{step.Image.Name} {placed.Platforms[0]}" : step.Image.Name.ToString();
            var metadata = Path.Combine(folder, $"{file.Replace(':', '_').Replace('/', '_')}.json");
            var output = isPart ? BuildxOutput.Digest
                : builds.Push is not null ? BuildxOutput.Engine : plan.Push ? BuildxOutput.Push : BuildxOutput.Load;
            var shown = BuildxCommand.Shown(step, its, builds.Docker, Pin, isPart ? output : null);
            var (outcome, lost) = await build.RunAsync(step, CommandAsync, shown, metadata, its, losses, cancellationToken);
            // A terminal's Ctrl+C reaches the build too, which may end a moment before this process hears of it: that is no failure.
            if (outcome is Failed)
                await Task.Delay(UntilHeard, cancellationToken);
            return (outcome is null ? null : outcome with { Builder = placed.Builder.Name }, lost);

            async Task<Command> CommandAsync(bool hasLayers) =>
                BuildxCommand.WithSecrets(BuildxCommand.For(await files.OfAsync(step, cancellationToken), its, builds.Docker, Pin, metadata,
                    output, hasLayers ? await builds.LayersOf(whole, isPart ? step.Platforms : [], cancellationToken) : null), step,
                    builds.Variables);
        }

        public async Task<BuildOutcome> JoinAsync(BuildStep step, IReadOnlyList<Built> parts, CancellationToken cancellationToken)
        {
            // What another run pushed meanwhile is the whole image.
            if (parts.FirstOrDefault(part => part.IsAdopted) is { } adopted)
                return adopted with { Step = StandingOn(step) };
            return await new StepJoin(builds.Join ?? throw new InvalidOperationException("nobody joins platforms"), tags, builds.Confirm)
                .RunAsync(StandingOn(step), parts, BuildxCommand.Shown(StandingOn(step), plan, builds.Docker, Pin), cancellationToken);
        }

        private async Task<BuildOutcome> JoinOthersAsync(BuildStep step, IReadOnlyList<Built> said, CancellationToken cancellationToken)
        {
            try
            {
                if (await tags.FindAsync(step, cancellationToken) is not { WhyReplaced: null })
                    said = await new PartJudgement(tags, builds.EvidenceOf).OfAsync(step, said, cancellationToken);
                return await JoinAsync(step, said, cancellationToken);
            }
            catch (Exception exception) when (exception is FailedException or WrongUseException)
            {
                return new Failed(step, new BuildLog().Failure(step.Image.Name, step.Image.DockerfilePath,
                    BuildxCommand.Shown(step, plan, builds.Docker, Pin), null, exception.Message), TimeSpan.Zero);
            }
        }

        public Task<bool> IsBackAsync(PoolBuilder builder, CancellationToken cancellationToken) =>
            Watch(builder).IsBackAsync(cancellationToken);

        public Task WaitAsync(PoolBuilder builder, CancellationToken cancellationToken) => Watch(builder).WaitAsync(cancellationToken);

        private BuilderWatch Watch(PoolBuilder builder) => new(builds.Runner, builds.Docker, builds.Engine, builder, builds.Clock);

        private BuildStep StandingOn(BuildStep planned) =>
            planned.StandingOn(parent => parent.IsBuiltHere ? ((Built)Outcomes[parent.Edge.Member!]).KnownBy : parent.Digest);

        private ImageReference Pin(StepParent parent) => parent.Pinned ?? ((Built)Outcomes[parent.Edge.Member!]).Pinned;
    }
}
