using System.Collections.Concurrent;
using System.Collections.Immutable;
using KegImages.Building;
using KegImages.Configuration;
using KegImages.Explaining;
using KegImages.Git;
using KegImages.Images;
using KegImages.Locking;
using KegImages.Planning;
using KegImages.Processes;
using KegImages.Publishing;
using KegImages.Registry;
using KegImages.Tagging;

namespace KegImages.Pipeline;

/// <summary>A run from the first fact to the last tag: opened with all wrong use reported at once, then planned, built stage by stage, and published.</summary>
public sealed class ImagePipeline
{
    private readonly World world;
    private readonly bool willBuild;
    private readonly GitFacts git;
    private readonly FactsReader facts;
    private readonly KnownImages? images;
    private readonly Dictionary<ImageName, BuildOutcome> outcomes = [];
    private readonly List<string> notes = [];
    private readonly Tag defaultTag;
    private readonly KegLock? locked;
    private readonly ConcurrentDictionary<Digest, RegistryManifest> manifests = [];
    private PlanFacts? known;
    private BuildPlan? plan;

    private ImagePipeline(World world, RunOptions options, bool willBuild, FamilyModel model, GitFacts git, KegLock? locked, PlanRequest request, TagSet tags)
    {
        (this.world, this.willBuild, this.git, Options, Family, Request, Tags) = (world, willBuild, git, options, model.Family, request, tags);
        (defaultTag, this.locked) = (model.Settings.DefaultTag, locked);
        // Where everything is built anyway, the record still says whose the tag is.
        images = request.Push && (willBuild || request is { NoCache: false, Force: false }) ? new KnownImages(world.Registries, request, defaultTag) : null;
        facts = RunSettings.FactsReaderOf(options, world, model, locked, request.Provider);
    }

    /// <summary>What was asked for.</summary>
    public RunOptions Options { get; }

    /// <summary>The family.</summary>
    public Family Family { get; }

    /// <summary>What was asked for, checked; with <c>--changed</c>, once planned, only what differs.</summary>
    public PlanRequest Request { get; private set; }

    /// <summary>The tags of this run.</summary>
    public TagSet Tags { get; }

    /// <summary>The tag of the default branch's images.</summary>
    public Tag DefaultTag => defaultTag;

    /// <summary>The commit that is built; null in a repository with none.</summary>
    public CommitId? Commit => git.HeadCommit;

    /// <summary>How the steps ended so far.</summary>
    public IReadOnlyCollection<BuildOutcome> Outcomes => outcomes.Values;

    /// <summary>What a person should know of the run so far, each once.</summary>
    public IReadOnlyList<string> Notes => notes;

    /// <summary>The tags that move when all is green, each with the content tag that it moves to; none before the plan is made.</summary>
    public IEnumerable<(ImageReference Content, ImageReference Tag)> TagMoves =>
        plan is null ? [] : plan.Steps.Select(step => (step.Content, step.Tags)).Concat(plan.Reused.Select(image => (image.Content, image.Tags)))
            .SelectMany(image => image.Tags.Select(tag => (image.Content, tag)));

    /// <summary>Reads family, repository and options. Builds nothing.</summary>
    /// <param name="options">What is asked for.</param>
    /// <param name="world">Everything outside.</param>
    /// <param name="willBuild">Whether images will be built, so that engine and logins are checked too.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="WrongUseException">Everything that the caller can mend, found together.</exception>
    public static async Task<ImagePipeline> OpenAsync(RunOptions options, World world, bool willBuild, CancellationToken cancellationToken)
    {
        var gathering = new Gathering();
        var loading = gathering.TryAsync(RunSettings.LoadAsync(options, world, cancellationToken));
        var reading = gathering.TryAsync(GitRepository.ReadAsync(options.Root, world.Environment, world.Runner, cancellationToken));
        var locking = gathering.TryAsync(KegLock.ReadAsync(options.Root, cancellationToken));
        await Task.WhenAll(loading, reading, locking);

        var (model, git) = (await loading, await reading);
        if (options.Parallel < 1)
            gathering.Try<object>(() => throw new WrongUseException($"--parallel {options.Parallel}: at least one image has to be built at a time"));
        if (options.NoRegistry && (options.Push || options.Changed))
            gathering.Try<object>(() => throw new WrongUseException($"--no-registry asks no registry, and {(options.WithAncestors ? "Explain" : options.Push ? "a push" : "--changed")} needs one", next: options.Push && !options.WithAncestors ? "build without a push: ./build.sh BuildTaps --no-registry" : "leave one of them out"));
        var provider = model is null ? null : gathering.Try(() => RunSettings.ProviderOf(options, world, model.Settings));
        var scope = model is null ? null : gathering.Try(() => Scope.Of(model.Family, options));
        var tags = model is null || git is null ? null : gathering.Try(() => RunSettings.TagsOf(options, model, git));
        if (willBuild && gathering.HasAny)
            await BuilderCheck.RunAsync(world, options, options.Push && provider is not null && scope is not null ? scope.Images.Select(image => provider.Of(image.Name)) : [], gathering, cancellationToken);
        gathering.ThrowIfAny();

        var request = new PlanRequest
        {
            Scope = scope!.Images,
            Reason = scope.Reason,
            Provider = provider!,
            Tags = tags!.All,
            Push = options.Push,
            NoCache = options.NoCache,
            Force = options.Force,
            Parallel = options.Parallel,
            Builder = options.Builder,
        };
        return new ImagePipeline(world, options, willBuild, model!, git!, await locking, request, tags);
    }

    /// <summary>The plan; made once, from facts read once. Where it builds, engine and logins are checked too.</summary>
    /// <exception cref="WrongUseException">Parents that do not exist, or what is missing to build and push, all together.</exception>
    /// <exception cref="FailedException">A registry or git repository does not answer.</exception>
    public async Task<BuildPlan> PlanAsync(CancellationToken cancellationToken)
    {
        if (plan is not null)
            return plan;
        try
        {
            known = await facts.ReadAsync(Request, git, images, cancellationToken);
            foreach (var note in facts.Notes)
                Note(note);
            if (Options.Changed)
                (Request, known) = ChangedImages.Only(Request, known, await DefaultRecordAsync(cancellationToken), images?.Records?.Primary.Record, defaultTag);
            var made = Planner.Plan(Request, known);
            while (images is not null && !await images.ConfirmAsync(made, cancellationToken))
            {
                known = known with { Existing = images.Existing };
                made = Planner.Plan(Request, known);
            }

            // What may not be published is not built first.
            if (willBuild && images?.Records is { } records)
                FamilyPublication.ThrowIfOwned(PublicationOf([]) with { Current = records.Primary.Record });
            if (!made.Steps.IsEmpty && images?.Records is { Primary: not RecordFound, Default: null })
                Note($"{Request.Provider} has no family record of {defaultTag}{(Tags.Primary == defaultTag ? "" : $" or {Tags.Primary}")}: what is not there under its content tag is built");
            // Where nothing is built, neither engine nor login is needed, and asking for them would take longer than all the rest.
            await RequireBuilderAsync([.. made.Steps.Select(step => step.Content)], cancellationToken);
            return plan = made;
        }
        catch (FailedException) when (willBuild)
        {
            // On a machine with neither engine nor network, the missing engine is what to mend first.
            await RequireBuilderAsync([.. Request.Scope.Select(image => Request.Provider.Of(image.Name))], cancellationToken);
            throw;
        }
    }

    /// <summary>Whether every image in scope has all tags of this run already; false before the plan is made, and where images stay in the engine.</summary>
    public bool IsInPlace => plan is { Steps.IsEmpty: true } && Request.Scope.All(image => images?.Find(image.Name) is { } known && Tags.All.All(known.InPlace.Contains));

    /// <summary>Notes which locked images from outside have moved since: one request each, so only a plan that is looked at asks.</summary>
    public async Task NoteBehindAsync(CancellationToken cancellationToken)
    {
        if (locked is null || Options.NoRegistry)
            return;
        try
        {
            foreach (var (tag, then, now) in await OutsideTags.BehindAsync(locked, Family, world.Registries, cancellationToken))
                Note($"{tag} is locked to {then.Abbreviated} and is {now.Abbreviated} by now: ./build.sh UpdateBases takes it over");
        }
        catch (Exception exception) when (exception is FailedException or WrongUseException)
        {
            Note($"whether {KegLock.FileName} is behind cannot be told: {exception.Message}");
        }
    }

    private async Task<FamilyRecord?> DefaultRecordAsync(CancellationToken cancellationToken)
    {
        var record = (await new FamilyRecordStore(world.Registries).GetAsync(Request.Provider, defaultTag, cancellationToken)).Record;
        if (record is null)
            Note($"{Request.Provider} has no family record of {defaultTag}, so every image counts as changed");
        return record;
    }

    /// <summary>The part of the plan that is one stage's.</summary>
    public async Task<BuildPlan> StagePlanAsync(Stage stage, CancellationToken cancellationToken)
    {
        var whole = await PlanAsync(cancellationToken);
        return whole with
        {
            Steps = [.. whole.Steps.Where(step => Scope.StageOf(step.Image, Family) == stage)],
            Reused = [.. whole.Reused.Where(image => Scope.StageOf(image.Image, Family) == stage)],
        };
    }

    /// <summary>The commands that would build a stage, for people; nothing is run.</summary>
    public async Task<ImmutableArray<Command>> CommandsAsync(Stage stage, CancellationToken cancellationToken)
    {
        var whole = await PlanAsync(cancellationToken);
        var commands = BuildxCommand.DryRun(whole, world.Docker);
        return [.. whole.Steps.Zip(commands).Where(pair => Scope.StageOf(pair.First.Image, Family) == stage).Select(pair => pair.Second)];
    }

    /// <summary>Builds the steps of one stage. A failing image blocks its descendants, in later stages too, and all that waits where the run does not keep going.</summary>
    /// <returns>How the stage's steps ended.</returns>
    public async Task<BuildResult> BuildAsync(Stage stage, Action<RunEvent> onEvent, CancellationToken cancellationToken)
    {
        var stagePlan = await StagePlanAsync(stage, cancellationToken);
        var (ready, left) = PlanStage.Of(stagePlan, outcomes, Options.KeepGoing);
        foreach (var outcome in left)
        {
            Keep(outcome);
            onEvent(new ImageEnded(outcome));
        }

        var run = new BuildRun(world.Runner, world.Docker, Options.Root, Path.Combine(Options.Root, RunSettings.TemporaryFolder), DigestOfAsync, onEvent) { KeepGoing = Options.KeepGoing, Confirm = ConfirmAsync };
        var result = await run.RunAsync(ready, cancellationToken);
        foreach (var outcome in result.Outcomes)
            Keep(outcome);
        return new BuildResult([.. stagePlan.Steps.Select(step => outcomes[step.Image.Name])]);
    }

    /// <summary>Explains the plan for the images asked for, against what is under their tags now: the branch's, else the default one.</summary>
    /// <exception cref="FailedException">A registry or git repository does not answer.</exception>
    public async Task<ExplainReport> ExplainAsync(CancellationToken cancellationToken)
    {
        var whole = await PlanAsync(cancellationToken);
        var reader = new ExplainReader(world.Registries, Request.Provider, [.. new[] { Tags.Primary, defaultTag }.Distinct()]);
        var explainer = new Explainer(await reader.ReadAsync(whole, known!.Inputs, Options.Root, cancellationToken));
        return new ExplainReport([.. Scope.Of(Family, Options with { WithAncestors = false }).Images.Select(image => explainer.Explain(image.Name))]);
    }

    /// <summary>Moves the tags of every image in scope, reads them back, and writes the family record. Nothing moves unless every image is green.</summary>
    /// <exception cref="FailedException">An image is not green, and nothing was moved; or the registry failed.</exception>
    /// <exception cref="WrongUseException">A tag belongs to another branch; nothing was moved.</exception>
    public async Task<PublishedFamily> PublishAsync(CancellationToken cancellationToken)
    {
        var whole = await PlanAsync(cancellationToken);
        var red = whole.Steps.Where(step => outcomes.GetValueOrDefault(step.Image.Name) is not Built).Select(step => step.Image.Name).ToList();
        if (red.Count > 0)
            throw new FailedException($"nothing was pushed, no tag was moved: {string.Join(", ", red)} {(red.Count == 1 ? "is" : "are")} not built");

        var publication = PublicationOf([.. Request.Scope.Select(image => Pushed(image, whole))]);
        return await new FamilyPublication(world.Registries, Request.Provider).PublishAsync(publication, images?.Records, whole, cancellationToken);
    }

    private Publication PublicationOf(ImmutableArray<PushedImage> pushed) => new()
    {
        Images = pushed,
        Tags = Tags,
        Branch = git.Branch,
        Commit = git.HeadCommit,
        CommitTime = git.CommitTime,
        SourceUrl = git.SourceUrl,
        History = new GitHistory(git.Root, world.Runner),
    };

    private PushedImage Pushed(ImageDefinition image, BuildPlan whole)
    {
        var pushed = new PushedImage
        {
            Name = image.Name,
            Pinned = PinnedOf(image.Name, whole)!,
            Fingerprint = known!.Fingerprints[image.Name],
            Inputs = known.Inputs.GetValueOrDefault(image.Name),
            Parents = [.. image.Parents.Select(edge => (edge.Member is { } member ? PinnedOf(member, whole) : null) ?? known.Pins[edge.Reference]).Distinct()],
        };
        if (outcomes.ContainsKey(image.Name))
            return pushed with { Manifest = manifests.GetValueOrDefault(pushed.Digest) };
        return images?.Find(image.Name) is not { Recorded: { } recorded } found
            ? pushed
            : pushed with { InPlace = found.InPlace, Manifest = recorded.Manifest, Size = recorded.Size, Parents = recorded.Parents };
    }

    private ImageReference? PinnedOf(ImageName name, BuildPlan whole) =>
        outcomes.GetValueOrDefault(name) is Built built ? built.Pinned : whole.Reused.FirstOrDefault(image => image.Image.Name == name)?.Pinned;

    // The bytes that are read back are those that the tags are put on afterwards.
    private async Task<Digest?> DigestOfAsync(ImageReference reference, CancellationToken cancellationToken)
    {
        if (await world.Registries.GetManifestAsync(reference, cancellationToken) is not { } manifest)
            return null;
        manifests[manifest.Descriptor.Digest] = manifest;
        return manifest.Descriptor.Digest;
    }

    // BuildKit reads the files long after the plan did: what was edited in between is in an image whose content tag says otherwise, and nobody may find it there.
    private async Task ConfirmAsync(BuildStep step, CancellationToken cancellationToken)
    {
        var changes = await facts.ChangesAsync(step.Image, known!.Inputs[step.Image.Name].Manifest, cancellationToken);
        if (!changes.IsEmpty)
            throw new FailedException(await new EditedImage(world, step.Content, Options.Push).WithdrawAsync(changes, cancellationToken));
    }

    private void Note(string? text)
    {
        lock (notes)
        {
            if (text is not null && !notes.Contains(text))
                notes.Add(text);
        }
    }

    private void Keep(BuildOutcome outcome) => outcomes[outcome.Step.Image.Name] = outcome;

    private async Task RequireBuilderAsync(ImmutableArray<ImageReference> pushed, CancellationToken cancellationToken)
    {
        if (!willBuild || pushed.IsEmpty)
            return;
        var gathering = new Gathering();
        await BuilderCheck.RunAsync(world, Options, Options.Push ? pushed.Append(FamilyRecordStore.RepositoryOf(Request.Provider)) : [], gathering, cancellationToken);
        gathering.ThrowIfAny();
    }
}
