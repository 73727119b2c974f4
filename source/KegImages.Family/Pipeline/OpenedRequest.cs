using KegImages.Git;
using KegImages.Loading;
using KegImages.LockedPlans;
using KegImages.Locking;
using KegImages.SecretFiles;
using KegImages.Secrets;
using KegImages.TestFiles;
using KegImages.Trust;

namespace KegImages.Pipeline;

/// <summary>A run whose family, repository and options are read and fit each other. Nothing is planned yet.</summary>
internal sealed record OpenedRequest
{
    /// <summary>Where the family is, and everything outside.</summary>
    public required Workplace Workplace { get; init; }

    /// <summary>What was asked for.</summary>
    public required Selection Selection { get; init; }

    /// <summary>How it is planned and built.</summary>
    public required BuildOptions Options { get; init; }

    /// <summary>Everything outside.</summary>
    public World World => Workplace.World;

    /// <summary>Whether images will be built.</summary>
    public bool WillBuild => Options.Purpose == Purpose.Build;

    /// <summary>Whether everything is decided as for a build, in a dry run too.</summary>
    public bool IsForBuilding => Options.Purpose != Purpose.Look;

    /// <summary>Settings and family.</summary>
    public required FamilyModel Model { get; init; }

    /// <summary>What the repository says.</summary>
    public required GitFacts Git { get; init; }

    /// <summary>The builders that are asked for; one where nothing asks for several.</summary>
    public ImmutableArray<BuilderEntry> Builders { get; init; } = [BuilderEntry.InUse];

    /// <summary>The command that builds on any builder, because it pushes under content tags alone.</summary>
    public string Pushing => Workplace.Next("BuildTaps --push --content-only");

    /// <summary>Tells which of two commits is older.</summary>
    public required GitHistory History { get; init; }

    /// <summary>The lock of the images from outside; null where there is none.</summary>
    public KegLock? Lock { get; init; }

    /// <summary>The plan that was made before and that this run is held to; null where it makes its own.</summary>
    public LockedPlan? Plan { get; init; }

    /// <summary>The part of the plan that this run builds; null where it builds all of it.</summary>
    public LockedShard? Shard => Options.Shard is { } name ? Plan?.FindShard(name) : null;

    /// <summary>What was asked for, checked.</summary>
    public required PlanRequest Request { get; init; }

    /// <summary>The tags of the run.</summary>
    public required TagSet Tags { get; init; }

    /// <summary>How the images in scope are tested; those without tests are not among them.</summary>
    public ImmutableDictionary<ImageName, ImageTests> Tests { get; init; } = ImmutableDictionary<ImageName, ImageTests>.Empty;

    /// <summary>What of the images in scope would show a secret: a run that is only explained goes on all the same.</summary>
    public ImmutableArray<Problem> ShownSecrets { get; init; } = [];

    /// <summary>Whose images under content tags are taken over: by what moves the default branch's tags or publishes a release, that
    /// branch's alone, where keg.yml says so.</summary>
    public ContentTrust Trust => Model.Settings.Workflows.TakesOverMergedOnly && (Tags.MovesDefault || Tags.Version is not null)
        && BranchName.TryParse(Model.Settings.DefaultBranch, out var branch) ? new ContentTrust(branch) : ContentTrust.All;

    /// <summary>What is signed, where only that is taken over; null where all that holds is, and where nothing is pushed.</summary>
    public SignedImages? Signed { get; init; }

    /// <summary>The tag of the default branch's images.</summary>
    public Tag DefaultTag => Model.Settings.DefaultTag;

    /// <summary>
    /// Reads family, repository and options. Where something is wrong and images would be built, engine and logins are looked at too, so
    /// that all is reported at once.
    /// </summary>
    /// <exception cref="WrongUseException">Everything that the caller can mend, found together.</exception>
    public static async Task<OpenedRequest> OpenAsync(Workplace workplace, Selection selection, BuildOptions options,
        CancellationToken cancellationToken)
    {
        var (world, willBuild) = (workplace.World, options.Purpose == Purpose.Build);
        var gathering = new Gathering();
        var loading = gathering.TryAsync(workplace.LoadAsync(cancellationToken));
        var reading = gathering.TryAsync(workplace.ReadGitAsync(cancellationToken));
        var locking = gathering.TryAsync(LockFile.ReadAsync(workplace.Root, cancellationToken));
        var planned = gathering.TryAsync(LockedPlanFile.ReadAsync(workplace, options, cancellationToken));
        await Task.WhenAll(loading, reading, locking, planned);

        var (model, git) = (await loading, await reading);
        var plan = await planned;
        if (plan is not null && git is not null)
            git = PlannedSource.Of(plan, git);
        else if (model is not null && git is not null)
            git = await gathering.TryAsync(ReleaseFacts.WithAsync(workplace, selection, model.Settings, git, cancellationToken));
        gathering.Try(() => Checked(workplace, selection, options));
        var builders = gathering.Try<IReadOnlyList<BuilderEntry>>(() => BuilderCheck.EntriesOf(options.Builder, world,
            model?.Settings.Builders ?? []));
        var provider = model is null ? null : gathering.Try(() => workplace.ProviderOf(model.Settings));
        var scope = model is null ? null : gathering.Try(() => plan is null ? workplace.ScopeOf(model.Family, selection)
            : PlannedScope.Of(model.Family, selection, options, plan, world.SameWorld));
        var tags = model is null || git is null ? null : gathering.Try(() =>
            FamilyTags.Checked(FamilyTags.Of(selection.Tag, model, git), git, FamilyTags.SettingsOf(model), world));
        if (plan is not null && provider is not null && tags is not null)
            gathering.Try(() => PlannedSource.Checked(plan, options.LockedPlan!, selection, model!, git!, provider, tags));
        var signed = model is null || !options.Push ? null
            : gathering.Try(() => SignedImages.Required(workplace, model.Settings));
        var tests = model is null || scope is null ? null
            : await gathering.TryAsync(TestFileReader.ReadAsync(model, scope.Images, cancellationToken));
        ImmutableArray<Problem> shown = model is null || scope is null ? []
            : SecretArguments.Problems(scope.Images, model.Settings, new MachineSecrets(world.Environment).Known(model));
        if (options.Purpose != Purpose.Look)
            gathering.Try(() => WithoutAny(shown));
        if (willBuild && gathering.HasAny)
        {
            ImmutableArray<ImageReference> pushed = options.Push && provider is not null && scope is not null
                ? [.. scope.Images.Select(image => provider.Of(image.Name))] : [];
            await new BuilderCheck(world, [.. builders ?? [BuilderEntry.InUse]], options.Push)
                .AskAsync([], pushed, "", gathering, cancellationToken);
        }

        gathering.ThrowIfAny();

        return new OpenedRequest
        {
            Workplace = workplace,
            Selection = selection,
            Options = options,
            Model = model!,
            Git = git!,
            History = new GitHistory(git!.Root, world.Runner),
            Builders = [.. builders!],
            Lock = await locking,
            Plan = plan,
            ShownSecrets = shown,
            Tests = tests!,
            Signed = signed,
            Request = RequestOf(options, scope!, [provider!, .. workplace.MirrorsOf(model!.Settings)], tags!) with
            {
                Builder = builders![0].Name,
                BuiltByOthers = plan is null ? [] : PlannedScope.BuiltByOthers(scope!, options, plan),
            },
            Tags = tags!,
        };
    }

    /// <summary>Throws what would show a secret.</summary>
    /// <exception cref="WrongUseException">It would, each with its place.</exception>
    public void ThrowIfSecretsAreShown() => WithoutAny(ShownSecrets);

    private static bool WithoutAny(ImmutableArray<Problem> problems)
    {
        WrongUseException.ThrowIfAny(problems);
        return true;
    }

    private static BuildOptions Checked(Workplace workplace, Selection selection, BuildOptions options)
    {
        List<Problem> problems = [];
        if (options.Parallel < 1)
            problems.Add(new Problem($"--parallel {options.Parallel}: at least one image has to be built at a time"));
        if (options.Shards < 1)
            problems.Add(new Problem($"--most-shards {options.Shards}: at least one machine has to build"));
        if (options.LockedPlan is null && (options.Shard ?? options.LockedPlanSha256) is not null)
            problems.Add(new Problem(
                $"--{(options.Shard is null ? "locked-plan-sha256" : "shard")} is about a locked plan, and none is given",
                Next: "give its file: --locked-plan <file>"));
        if (workplace.Place.NoRegistry && (options.Push || selection.Changed))
        {
            var (what, isPush) = selection.WithAncestors ? ("Explain", false) : options.Push ? ("a push", true) : ("--changed", false);
            problems.Add(new Problem($"--no-registry asks no registry, and {what} needs one", Next: isPush
                ? $"build without a push: {workplace.Next("BuildTaps --no-registry")}" : "leave one of them out"));
        }

        WrongUseException.ThrowIfAny(problems);
        return options;
    }

    private static PlanRequest RequestOf(BuildOptions options, Scope scope, ImmutableArray<Provider> providers, TagSet tags) => new()
    {
        Scope = scope.Images,
        Reason = scope.Reason,
        Provider = providers[0],
        // What has its content tag alone stays where it was built.
        Mirrors = options is { Push: true, ContentOnly: false } ? providers[1..] : [],
        Tags = tags,
        Push = options.Push,
        ContentOnly = options.ContentOnly,
        NoCache = options.NoCache,
        Force = options.Force,
        Parallel = options.Parallel,
    };
}
