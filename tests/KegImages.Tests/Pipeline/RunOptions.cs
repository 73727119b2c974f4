using System.Collections.Immutable;
using KegImages.Planning;
using KegImages.Preflight;
using KegImages.Pruning;

namespace KegImages.Pipeline;

/// <summary>What a test asks for, as a command line has it: where, what and how, all in one place.</summary>
public sealed record RunOptions
{
    public required string Root { get; init; }

    public ImmutableArray<StageTarget> Targets { get; init; } = [StageTarget.Base, StageTarget.KegHub, StageTarget.Taps];

    public string? Tag { get; init; }

    public string? Release { get; init; }

    public ImmutableArray<string> Taps { get; init; } = [];

    public ImmutableArray<string> Images { get; init; } = [];

    public ImmutableArray<string> Groups { get; init; } = [];

    public bool Push { get; init; }

    public bool ContentOnly { get; init; }

    public bool IsFirstImage { get; init; }

    public string? Registry { get; init; }

    public string? Namespace { get; init; }

    public string? NodeImage { get; init; }

    public ImmutableArray<string> Contexts { get; init; } = [];

    public ImmutableArray<string> Secrets { get; init; } = [];

    public bool NoCache { get; init; }

    public bool Force { get; init; }

    public bool DryRun { get; init; }

    public LayerKeeping Layers { get; init; }

    public int Parallel { get; init; } = 4;

    public bool KeepGoing { get; init; } = true;

    public string? Builder { get; init; }

    public bool NoRegistry { get; init; }

    public bool Changed { get; init; }

    public bool WithAncestors { get; init; }

    public string? LockedPlan { get; init; }

    public string? LockedPlanSha256 { get; init; }

    public string? Shard { get; init; }

    public string? Built { get; init; }

    public TextWriter? Json { get; init; }

    public Selection Selection => new()
    {
        Targets = Targets,
        Tag = Tag,
        Release = Release,
        Taps = Taps,
        Images = Images,
        Groups = Groups,
        Changed = Changed,
        WithAncestors = WithAncestors,
    };

    public Workplace At(World world) => new(world, new FamilyPlace
    {
        Root = Root,
        Registry = Registry,
        Namespace = Namespace,
        NoRegistry = NoRegistry,
        NodeImage = NodeImage,
        Contexts = Contexts,
        Secrets = Secrets,
    }) { Json = Json };

    public BuildOptions For(bool willBuild) => new()
    {
        Purpose = willBuild ? Purpose.Build : DryRun ? Purpose.Rehearse : Purpose.Look,
        Push = Push,
        ContentOnly = ContentOnly,
        IsFirstImage = IsFirstImage,
        NoCache = NoCache,
        Force = Force,
        Layers = Layers,
        Parallel = Parallel,
        KeepGoing = KeepGoing,
        Builder = Builder,
        LockedPlan = LockedPlan,
        LockedPlanSha256 = LockedPlanSha256,
        Shard = Shard,
        Built = Built,
    };

    public Task<ImageCommands> OpenAsync(World world, bool willBuild, CancellationToken cancellationToken = default) =>
        ImageCommands.OpenAsync(At(world), Selection, For(willBuild), cancellationToken);

    public Task<ImagePipeline> PipelineAsync(World world, bool willBuild) =>
        ImagePipeline.OpenAsync(At(world), Selection, For(willBuild), CancellationToken.None);

    internal Examination Examination(World world) => new(At(world), Selection, For(willBuild: false));

    public Task LockAsync(World world) => EndAsync(LockCommand.UpdateAsync(At(world), CancellationToken.None));

    internal Task PruneAsync(PruneOptions asked, World world, CancellationToken cancellationToken = default) =>
        EndAsync(PruneCommand.DecideAsync(asked, At(world), Selection, cancellationToken), cancellationToken);

    /// <summary>Carries out what was decided, or shows it in a dry run, as the build class does.</summary>
    public Task EndAsync(Decision decision, CancellationToken cancellationToken = default) =>
        (DryRun ? decision.Show : decision.CarryOut)(cancellationToken);

    /// <inheritdoc cref="EndAsync(Decision, CancellationToken)"/>
    public async Task EndAsync(Task<Decision> decision, CancellationToken cancellationToken = default) =>
        await EndAsync(await decision, cancellationToken);
}
