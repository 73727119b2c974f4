using KegImages.Git;
using KegImages.Loading;
using KegImages.Locking;
using KegImages.SecretFiles;
using KegImages.Secrets;

namespace KegImages.Pipeline;

/// <summary>A run whose family, repository and options are read and fit each other. Nothing is planned yet.</summary>
internal sealed record OpenedRun
{
    /// <summary>What was asked for.</summary>
    public required RunOptions Options { get; init; }

    /// <summary>Everything outside.</summary>
    public required World World { get; init; }

    /// <summary>Whether images will be built.</summary>
    public required bool WillBuild { get; init; }

    /// <summary>Settings and family.</summary>
    public required FamilyModel Model { get; init; }

    /// <summary>What the repository says.</summary>
    public required GitFacts Git { get; init; }

    /// <summary>Tells which of two commits is older.</summary>
    public required GitHistory History { get; init; }

    /// <summary>The lock of the images from outside; null where there is none.</summary>
    public KegLock? Lock { get; init; }

    /// <summary>What was asked for, checked.</summary>
    public required PlanRequest Request { get; init; }

    /// <summary>The tags of the run.</summary>
    public required TagSet Tags { get; init; }

    /// <summary>What of the images in scope would show a secret: a run that is only explained goes on all the same.</summary>
    public ImmutableArray<Problem> ShownSecrets { get; init; } = [];

    /// <summary>The tag of the default branch's images.</summary>
    public Tag DefaultTag => Model.Settings.DefaultTag;

    /// <summary>
    /// Reads family, repository and options. Where something is wrong and images would be built, engine and logins are looked at too, so
    /// that all is reported at once.
    /// </summary>
    /// <exception cref="WrongUseException">Everything that the caller can mend, found together.</exception>
    public static async Task<OpenedRun> OpenAsync(RunOptions options, World world, bool willBuild, CancellationToken cancellationToken)
    {
        var gathering = new Gathering();
        var loading = gathering.TryAsync(RunSettings.LoadAsync(options, world, cancellationToken));
        var reading = gathering.TryAsync(GitRepository.ReadAsync(options.Root, world.Environment, world.Runner, cancellationToken));
        var locking = gathering.TryAsync(LockFile.ReadAsync(options.Root, cancellationToken));
        await Task.WhenAll(loading, reading, locking);

        var (model, git) = (await loading, await reading);
        gathering.Try(() => Checked(options, world));
        var provider = model is null ? null : gathering.Try(() => RunSettings.ProviderOf(options, world, model.Settings));
        var scope = model is null ? null : gathering.Try(() => Scope.Of(model.Family, options, world.SameWorld));
        var tags = model is null || git is null ? null : gathering.Try(() => RunSettings.TagsOf(options, model, git));
        ImmutableArray<Problem> shown = model is null || scope is null ? []
            : SecretArguments.Problems(scope.Images, model.Settings, new MachineSecrets(world.Environment).Known(model));
        if (willBuild || options.DryRun)
            gathering.Try(() => WithoutAny(shown));
        if (willBuild && gathering.HasAny)
            await BuilderCheck.RunAsync(world, options, options.Push && provider is not null && scope is not null
                ? scope.Images.Select(image => provider.Of(image.Name)) : [], gathering, cancellationToken);
        gathering.ThrowIfAny();

        return new OpenedRun
        {
            Options = options,
            World = world,
            WillBuild = willBuild,
            Model = model!,
            Git = git!,
            History = new GitHistory(git!.Root, world.Runner),
            Lock = await locking,
            ShownSecrets = shown,
            Request = RequestOf(options, scope!, provider!, tags!),
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

    private static RunOptions Checked(RunOptions options, World world)
    {
        List<Problem> problems = [];
        if (options.Parallel < 1)
            problems.Add(new Problem($"--parallel {options.Parallel}: at least one image has to be built at a time"));
        if (options.NoRegistry && (options.Push || options.Changed))
        {
            var (what, isPush) = options.WithAncestors ? ("Explain", false) : options.Push ? ("a push", true) : ("--changed", false);
            problems.Add(new Problem($"--no-registry asks no registry, and {what} needs one", Next: isPush
                ? $"build without a push: ./build.sh BuildTaps --no-registry{world.SameWorld}" : "leave one of them out"));
        }

        WrongUseException.ThrowIfAny(problems);
        return options;
    }

    private static PlanRequest RequestOf(RunOptions options, Scope scope, Provider provider, TagSet tags) => new()
    {
        Scope = scope.Images,
        Reason = scope.Reason,
        Provider = provider,
        Tags = tags.All,
        Push = options.Push,
        ContentOnly = options.ContentOnly,
        NoCache = options.NoCache,
        Force = options.Force,
        Parallel = options.Parallel,
        Builder = options.Builder,
    };
}
