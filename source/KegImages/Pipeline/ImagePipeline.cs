using System.Collections.Immutable;
using KegImages.Building;
using KegImages.Configuration;
using KegImages.Git;
using KegImages.Images;
using KegImages.Planning;
using KegImages.Processes;
using KegImages.Publishing;
using KegImages.Tagging;

namespace KegImages.Pipeline;

/// <summary>A run from the first fact to the last tag: opened with all wrong use reported at once, then planned, built stage by stage, and published.</summary>
public sealed class ImagePipeline
{
    private const string TemporaryFolder = ".nuke/temp";

    private readonly World world;
    private readonly GitFacts git;
    private readonly FactsReader facts;
    private readonly Tag defaultTag;
    private readonly Dictionary<ImageName, BuildOutcome> outcomes = [];
    private PlanFacts? known;
    private BuildPlan? plan;
    private TaggedImages? tagged;

    private ImagePipeline(World world, RunOptions options, FamilyModel model, GitFacts git, PlanRequest request, TagSet tags)
    {
        (this.world, this.git, Options, Family, Request, Tags) = (world, git, options, model.Family, request, tags);
        defaultTag = model.Settings.DefaultTag;
        facts = new FactsReader(world, model.Settings, request.Provider, name => Scope.StageOf(Family[name], Family), Path.Combine(options.Root, TemporaryFolder, "fingerprints"));
    }

    /// <summary>What was asked for.</summary>
    public RunOptions Options { get; }

    /// <summary>The family.</summary>
    public Family Family { get; }

    /// <summary>What was asked for, checked.</summary>
    public PlanRequest Request { get; }

    /// <summary>The tags of this run.</summary>
    public TagSet Tags { get; }

    /// <summary>How the steps ended so far.</summary>
    public IReadOnlyCollection<BuildOutcome> Outcomes => outcomes.Values;

    /// <summary>The tags that move when all is green, each with the content tag that it moves to; none before the plan is made.</summary>
    public IEnumerable<(ImageReference Content, ImageReference Tag)> TagMoves =>
        plan is null ? [] : plan.Steps.Select(step => (step.Image, step.Content, step.Tags)).Concat(plan.Reused.Select(image => (image.Image, image.Content, image.Tags)))
            .Where(image => (tagged?.Images ?? Request.Asked).Contains(image.Image))
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
        var loading = gathering.TryAsync(LoadAsync(options, world, cancellationToken));
        var reading = gathering.TryAsync(GitRepository.ReadAsync(options.Root, world.Environment, world.Runner, cancellationToken));
        var probing = willBuild
            ? gathering.TryAsync(new EngineProbe(world.Runner, world.Docker).RequireAsync(needsEngine: options.Builder is null, cancellationToken))
            : Task.FromResult<EngineFacts?>(null);
        await Task.WhenAll(loading, reading, probing);

        var (model, git) = (await loading, await reading);
        if (options.Parallel < 1)
            gathering.Try<object>(() => throw new WrongUseException($"--parallel {options.Parallel}: at least one image has to be built at a time"));
        var provider = model is null ? null : gathering.Try(() => ProviderOf(options, world, model.Settings));
        var scope = model is null ? null : gathering.Try(() => Scope.Of(model.Family, options));
        var tags = model is null || git is null ? null : gathering.Try(() => TagsOf(options, model, git));
        if (willBuild && options.Push && provider is not null && scope is not null)
            await gathering.TryAsync(CheckAccessAsync(world, provider, scope, cancellationToken));
        gathering.ThrowIfAny();

        var request = new PlanRequest
        {
            Scope = scope!.Images,
            Asked = scope.Asked,
            Reason = scope.Reason,
            Provider = provider!,
            Tags = tags!.All,
            Push = options.Push,
            NoCache = options.NoCache,
            Force = options.Force,
            Parallel = options.Parallel,
            Builder = options.Builder,
        };
        return new ImagePipeline(world, options, model!, git!, request, tags);
    }

    /// <summary>The plan; made once, from facts read once.</summary>
    /// <exception cref="WrongUseException">Parents that do not exist, all together.</exception>
    /// <exception cref="FailedException">A registry or git repository does not answer.</exception>
    public async Task<BuildPlan> PlanAsync(CancellationToken cancellationToken)
    {
        known ??= await facts.ReadAsync(Request, git, cancellationToken);
        return plan ??= Planner.Plan(Request, known);
    }

    /// <summary>The images that get the tags of this run, once all is green.</summary>
    /// <exception cref="FailedException">The registry does not answer.</exception>
    public async Task<TaggedImages> TaggedAsync(CancellationToken cancellationToken)
    {
        var whole = await PlanAsync(cancellationToken);
        var records = new FamilyRecordStore(world.Registries);
        return tagged ??= TaggedImages.Of(
            Request,
            whole,
            known!.Fingerprints,
            (await records.GetAsync(Request.Provider, Tags.Primary, cancellationToken)).Record,
            Options.Changed ? (await records.GetAsync(Request.Provider, defaultTag, cancellationToken)).Record : null,
            Options.Changed);
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

    /// <summary>Builds the steps of one stage. A failing image blocks its descendants only, in later stages too.</summary>
    /// <returns>How the stage's steps ended.</returns>
    public async Task<BuildResult> BuildAsync(Stage stage, Action<RunEvent> onEvent, CancellationToken cancellationToken)
    {
        var stagePlan = await StagePlanAsync(stage, cancellationToken);
        var (ready, blocked) = PlanStage.Of(stagePlan, outcomes);
        foreach (var outcome in blocked)
        {
            Keep(outcome);
            onEvent(new ImageEnded(outcome));
        }

        var run = new BuildRun(world.Runner, world.Docker, Options.Root, Path.Combine(Options.Root, TemporaryFolder), DigestOfAsync, onEvent);
        var result = await run.RunAsync(ready, cancellationToken);
        foreach (var outcome in result.Outcomes)
            Keep(outcome);
        return new BuildResult([.. stagePlan.Steps.Select(step => outcomes[step.Image.Name])]);
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

        var images = (await TaggedAsync(cancellationToken)).Images;
        if (images.IsEmpty)
            return new PublishedFamily(whole, [], $"nothing differs from '{defaultTag}': no tag was moved");
        var publication = new Publication
        {
            Images = [.. images.Select(image => Pushed(image, whole))],
            Tags = Tags,
            Branch = git.Branch,
            Commit = git.HeadCommit,
            CommitTime = git.CommitTime,
            SourceUrl = git.SourceUrl,
            History = new GitHistory(git.Root, world.Runner),
        };
        return await new FamilyPublication(world.Registries, Request.Provider).PublishAsync(publication, whole, cancellationToken);
    }

    private PushedImage Pushed(ImageDefinition image, BuildPlan whole) => new()
    {
        Name = image.Name,
        Pinned = PinnedOf(image.Name, whole)!,
        Fingerprint = known!.Fingerprints[image.Name],
        Parents = [.. image.Parents.Select(edge => (edge.Member is { } member ? PinnedOf(member, whole) : null) ?? known.Pins[edge.Reference]).Distinct()],
    };

    private ImageReference? PinnedOf(ImageName name, BuildPlan whole) =>
        outcomes.GetValueOrDefault(name) is Built built ? built.Pinned : whole.Reused.FirstOrDefault(image => image.Image.Name == name)?.Pinned;

    private async Task<Digest?> DigestOfAsync(ImageReference reference, CancellationToken cancellationToken) =>
        (await world.Registries.HeadAsync(reference, cancellationToken))?.Digest;

    private void Keep(BuildOutcome outcome) => outcomes[outcome.Step.Image.Name] = outcome;

    private static async Task<FamilyModel> LoadAsync(RunOptions options, World world, CancellationToken cancellationToken) =>
        await FamilyLoader.LoadAsync(options.Root, FamilyOverrides.Of(options.NodeImage ?? world.NodeImage?.ToString(), options.Contexts), cancellationToken);

    private static Provider ProviderOf(RunOptions options, World world, KegSettings settings) =>
        Provider.Parse($"{options.Registry ?? world.Registry ?? settings.Provider.Registry}/{options.Namespace ?? settings.Provider.Namespace}");

    private static TagSet TagsOf(RunOptions options, FamilyModel model, GitFacts git)
    {
        var rule = TagRule.For(model.Family.Images.Select(image => image.Alias));
        var settings = new TagSettings(BranchName.Parse(model.Settings.DefaultBranch), model.Settings.DefaultTag, model.Settings.Aliases) { Rule = rule };
        return TagSet.For(options.Tag is null ? git.BranchOrThrow() : git.Branch, settings, options.Tag);
    }

    private static async Task<bool> CheckAccessAsync(World world, Provider provider, Scope scope, CancellationToken cancellationToken)
    {
        await world.Registries.CheckPushAccessAsync(scope.Images.Select(image => provider.Of(image.Name)), cancellationToken);
        return true;
    }
}
