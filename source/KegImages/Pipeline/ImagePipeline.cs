using System.Collections.Immutable;
using KegImages.Building;
using KegImages.Configuration;
using KegImages.Git;
using KegImages.Images;
using KegImages.Planning;
using KegImages.Tagging;

namespace KegImages.Pipeline;

/// <summary>A run from the first fact to the last tag: opened with all wrong use reported at once, then planned, built stage by stage, and published.</summary>
public sealed class ImagePipeline
{
    private const string TemporaryFolder = ".nuke/temp";

    private readonly World world;
    private readonly GitFacts git;
    private readonly FactsReader facts;
    private readonly Dictionary<ImageName, BuildOutcome> outcomes = [];
    private BuildPlan? plan;

    private ImagePipeline(World world, RunOptions options, FamilyModel model, GitFacts git, PlanRequest request, TagSet tags)
    {
        (this.world, this.git, Options, Family, Request, Tags) = (world, git, options, model.Family, request, tags);
        facts = new FactsReader(world, model.Settings, request.Provider, Path.Combine(options.Root, TemporaryFolder, "fingerprints"));
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

    /// <summary>Reads family, repository and options. Builds nothing.</summary>
    /// <param name="options">What is asked for.</param>
    /// <param name="world">Everything outside.</param>
    /// <param name="willBuild">Whether images will be built, so that engine and logins are checked too.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="WrongUseException">Everything that the caller can mend, found together.</exception>
    public static async Task<ImagePipeline> OpenAsync(RunOptions options, World world, bool willBuild, CancellationToken cancellationToken)
    {
        var gathering = new Gathering();
        var loading = gathering.TryAsync(LoadAsync(options, cancellationToken));
        var reading = gathering.TryAsync(GitRepository.ReadAsync(options.Root, world.Environment, world.Runner, cancellationToken));
        var probing = willBuild
            ? gathering.TryAsync(new EngineProbe(world.Runner, world.Docker).RequireAsync(needsEngine: options.Builder is null, cancellationToken))
            : Task.FromResult<EngineFacts?>(null);
        await Task.WhenAll(loading, reading, probing);

        var (model, git) = (await loading, await reading);
        if (options.Parallel < 1)
            gathering.Try<object>(() => throw new WrongUseException($"--parallel {options.Parallel}: at least one image has to be built at a time"));
        var provider = model is null ? null : gathering.Try(() => ProviderOf(options, model.Settings));
        var scope = model is null ? null : gathering.Try(() => Scope.Of(model.Family, options));
        var tags = model is null || git is null ? null : gathering.Try(() => TagsOf(options, model, git));
        if (willBuild && options.Push && provider is not null && scope is not null)
            await gathering.TryAsync(CheckAccessAsync(world, provider, scope, cancellationToken));
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
        return new ImagePipeline(world, options, model!, git!, request, tags);
    }

    /// <summary>The plan; made once, from facts read once.</summary>
    /// <exception cref="WrongUseException">Parents that do not exist, all together.</exception>
    /// <exception cref="FailedException">A registry or git repository does not answer.</exception>
    public async Task<BuildPlan> PlanAsync(CancellationToken cancellationToken) =>
        plan ??= Planner.Plan(Request, await facts.ReadAsync(Request, git, cancellationToken));

    /// <summary>Builds the steps of one stage. A failing image blocks its descendants only, in later stages too.</summary>
    /// <returns>How the stage's steps ended.</returns>
    public async Task<BuildResult> BuildAsync(Stage stage, Action<RunEvent> onEvent, CancellationToken cancellationToken)
    {
        var whole = await PlanAsync(cancellationToken);
        var steps = whole.Steps.Where(step => Scope.StageOf(step.Image, Family) == stage).ToImmutableArray();
        var (ready, blocked) = PlanStage.Of(whole with { Steps = steps }, outcomes);
        foreach (var outcome in blocked)
            Keep(outcome);
        foreach (var outcome in blocked)
            onEvent(new ImageEnded(outcome));

        var run = new BuildRun(
            world.Runner,
            world.Docker,
            Options.Root,
            Path.Combine(Options.Root, TemporaryFolder),
            async (reference, token) => (await world.Registries.HeadAsync(reference, token))?.Digest,
            onEvent);
        var result = await run.RunAsync(ready, cancellationToken);
        foreach (var outcome in result.Outcomes)
            Keep(outcome);
        return new BuildResult([.. steps.Select(step => outcomes[step.Image.Name])]);
    }

    private void Keep(BuildOutcome outcome) => outcomes[outcome.Step.Image.Name] = outcome;

    private static Task<FamilyModel> LoadAsync(RunOptions options, CancellationToken cancellationToken) =>
        FamilyLoader.LoadAsync(options.Root, FamilyOverrides.Of(options.NodeImage, options.Contexts), cancellationToken);

    private static Provider ProviderOf(RunOptions options, KegSettings settings) =>
        Provider.Parse($"{options.Registry ?? settings.Provider.Registry}/{options.Namespace ?? settings.Provider.Namespace}");

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
