using KegImages.Configuration;
using KegImages.Planning;

namespace KegImages.Workflows;

/// <summary>What the workflows of one family share: facts about it, and the steps that jobs begin with.</summary>
internal sealed class WorkflowParts(FamilyModel model, WorkflowSettings settings)
{
    /// <summary>Holds on pull requests of the repository's own branches, and on everything that is no pull request from a fork.</summary>
    public const string IsOwn = "github.event.pull_request.head.repo.full_name == github.repository";

    /// <summary>Holds on pull requests from forks, also those whose fork is gone.</summary>
    public const string IsFork = "github.event.pull_request.head.repo.full_name != github.repository";

    /// <summary>Holds where a merge is tried that waits in a queue: what others wrote was agreed to by then.</summary>
    public const string IsQueued = "github.event_name == 'merge_group'";

    /// <summary>Holds on runs that Dependabot did not start: GitHub gives its ones the rights of a fork.</summary>
    public const string IsNoBot = "github.actor != 'dependabot[bot]'";

    /// <summary>Holds where the token may push.</summary>
    public const string MayPush = $"{IsNoBot} && ({IsQueued} || {IsOwn})";

    public const string MayOnlyRead = $"github.actor == 'dependabot[bot]' || github.event_name != 'merge_group' && {IsFork}";

    /// <summary>What is done with layers by a job that keeps its own, and by one that only takes others over.</summary>
    public const string Keeps = "write";

    /// <inheritdoc cref="Keeps"/>
    public const string TakesOver = "read";

    /// <summary>The variable of the option <c>--layer-cache</c>.</summary>
    public const string LayerVariable = "NUKE_LAYER_CACHE";

    private const string GitHubRegistry = "ghcr.io";

    // How GitHub calls its runners of the other processor.
    private const string ArmLabel = "-arm";

    private readonly ImmutableDictionary<ImageName, int> levels = FamilyLevels.Of(model.Family);

    public WorkflowSettings Settings => settings;

    public string DefaultBranch => model.Settings.DefaultBranch;

    /// <summary>Holds on pull requests of the default branch itself, whose tags are not theirs to move.</summary>
    public string IsOfDefault => $"github.event.pull_request.head.ref == {Literal(DefaultBranch)}";

    public string IsNotOfDefault => $"github.event.pull_request.head.ref != {Literal(DefaultBranch)}";

    /// <summary>Holds where a person moves the default branch's tags from another branch.</summary>
    public string MovesDefaultByHand =>
        $"github.event_name == 'workflow_dispatch' && github.ref != {Literal($"refs/heads/{DefaultBranch}")} "
        + $"&& ({string.Join(" || ", model.Settings.DefaultTags.Select(tag => $"inputs.tag == {Literal(tag.ToString())}"))})";

    /// <summary>The environment that this needs.</summary>
    public string Production => model.Settings.Workflows.Environment;

    /// <summary>The repositories that are told what was published, as owner/name.</summary>
    public ImmutableArray<string> Downstream => model.Settings.Downstream;

    /// <summary>What jobs have to do with signatures.</summary>
    public SigningParts Signing { get; } = new(model.Settings);

    /// <summary>Whether a git tag is published as a release.</summary>
    public bool HasReleases => !model.Settings.Tags.Releases.IsEmpty;

    public bool IsSmall => model.Family.Images.Length <= settings.SmallFamily && model.Family.Images.All(image => !IsElsewhere(image));

    /// <summary>Whether anything of the family is built by a runner that its platform has in <c>keg.yml</c>.</summary>
    public bool HasRunners => model.Family.Images.Any(IsElsewhere);

    /// <summary>Whether an image of a level is built by several runners.</summary>
    public bool JoinsAt(int level) => level < FamilyLevels.Most
        && model.Family.Images.Any(image => levels[image.Name] == level && Runners.IsDivided(image));

    /// <summary>Whether anything is checked before the plan.</summary>
    public bool HasPreflight => !settings.Preflight.IsEmpty;

    /// <summary>How many levels the family has, each a job of its own.</summary>
    public int Levels { get; } = FamilyLevels.CountOf(model.Family);

    /// <summary>The variables of a step that builds images up to a level and what they are built on: the secrets that those mount, and the
    /// step's own; null for none.</summary>
    public YamlMap? Environment(int level, params IEnumerable<(string Name, Yaml Value)> own)
    {
        var all = own.Concat(HandedSecrets.Of(model.Family.Images.Where(image => levels[image.Name] <= level))).ToImmutableArray();
        return all.IsEmpty ? null : new YamlMap(all);
    }

    /// <summary>Whether jobs keep layers in the registry: where that is switched on, and anything runs a command.</summary>
    public bool KeepsLayers => model.Settings.Workflows.KeepsLayers && model.Family.Images.Any(image => image.Use.RunsCommands);

    /// <summary>The variable that says what a step does with layers in the registry; none where nothing is done.</summary>
    public IEnumerable<(string Name, Yaml Value)> Layers(string keeping) =>
        KeepsLayers ? [(LayerVariable, keeping)] : [];

    /// <summary>The names of build contexts that are other repositories: a push there leads to new images here.</summary>
    public IEnumerable<string> Sources =>
        model.Settings.Contexts.Where(context => IsRepository(context.Value.Value)).Select(context => context.Key);

    /// <summary>What the token of a job may do that reads the repository and works at the registries. Packages are GitHub's own registry:
    /// of any other one the token knows nothing.</summary>
    public ImmutableArray<(string Scope, string Access)> Rights(bool pushes) =>
        model.Settings.Mirrors.Prepend(model.Settings.Provider).Any(provider => IsGitHub(provider.Registry))
            ? [("contents", "read"), ("packages", pushes ? "write" : "read")] : [("contents", "read")];

    public string Call(params IEnumerable<string> words) => settings.Call.Of(words);

    /// <summary>The call that plans, or does it all in a small family, after whatever is to be checked first.</summary>
    public string FirstCall(params string[] words) => Call(settings.Preflight.Concat(words));

    /// <summary>The target that builds any image.</summary>
    public string WholeTarget => Staging.NameOf(Staging.TargetOf(model.Family.Images[^1], model.Family));

    public WorkflowJob Job(string id, string name) => new(id, name, settings.RunsOn, settings.TimeoutMinutes) { Steps = [] };

    /// <summary>The steps before the call: the checkout, what the program needs, the engine.</summary>
    public IEnumerable<WorkflowStep> Begin(string? reference = null, bool history = false, bool builds = true, bool pushes = true)
    {
        yield return CheckOut(reference, history);
        foreach (var step in settings.Call.Steps(settings.Name))
            yield return step;
        if (!builds)
            yield break;
        foreach (var step in SetUpBuilder(pushes))
            yield return step;
    }

    /// <summary>The steps before a call of what the plan's job handed on: neither an SDK nor a cache.</summary>
    public IEnumerable<WorkflowStep> TakeOver(string? reference, bool history) =>
        [CheckOut(reference, history), .. HandedOn.Download(), .. SetUpBuilder(pushes: true)];

    /// <summary>The same where an entry of a matrix says what it builds.</summary>
    public IEnumerable<WorkflowStep> TakeOverInMatrix(string? reference) =>
        [CheckOut(reference, history: false), .. HandedOn.Download(Programs), .. SetUpBuilder(pushes: true, inMatrix: true)];

    /// <summary>The same where images are made of what other jobs built.</summary>
    public IEnumerable<WorkflowStep> TakeOverToJoin(string? reference) =>
    [
        CheckOut(reference, history: false), .. HandedOn.Download(), HandedOn.DownloadBuilt, .. SetUpBuilder(pushes: true, emulates: false),
    ];

    private WorkflowStep CheckOut(string? reference, bool history) =>
        new("Check out")
        {
            Uses = PinnedAction.Checkout,
            With = Yaml.Map(("ref", reference is null ? null : $"${{{{ {reference} }}}}"),
                ("fetch-depth", history ? 0 : settings.FetchDepth),
                ("lfs", settings.Lfs ? true : null), ("submodules", settings.Submodules), ("filter", settings.Filter),
                    ("show-progress", settings.Progress ? null : false),
                ("persist-credentials", false)),
        };

    private IEnumerable<WorkflowStep> SetUpBuilder(bool pushes, bool inMatrix = false, bool emulates = true)
    {
        var isForeign = model.Family.Images.Any(image => !image.Platforms.IsEmpty);
        var isAttested = model.Family.Images.Any(image => !image.Attest.IsNone);
        if (emulates && model.Family.Images.Any(Emulates))
            yield return new WorkflowStep("Set up emulation") { Uses = PinnedAction.SetupQemu,
                If = inMatrix && HasRunners ? "matrix.emulates" : null };
        // Several platforms, attestations, and layers in a registry, need a builder of their own; else it is quicker, and can build on
        // what stays unpushed, with the engine's.
        yield return new WorkflowStep("Set up buildx") { Uses = PinnedAction.SetupBuildx,
            With = Yaml.Map(("driver", (isForeign || isAttested || KeepsLayers) && pushes ? "docker-container" : "docker")) };
    }

    /// <summary>The processors of runners that the program of the plan's job does not run on.</summary>
    public ImmutableArray<string> Programs => !HasRunners ? []
        : [.. Runners.Processors.Select(pair => pair.Processor).Where(processor => processor != NativeRunners.ProcessorOf(UsualPlatform))];

    /// <summary>The labels of a runner of a processor.</summary>
    public ImmutableArray<string> RunnerOf(string processor) => Runners.Processors.First(pair => pair.Processor == processor).Runner;

    private string UsualPlatform => settings.RunsOn.EndsWith(ArmLabel, StringComparison.Ordinal) ? "linux/arm64" : "linux/amd64";

    private NativeRunners Runners { get; } = new(model.Settings.Runners);

    private bool IsElsewhere(Image image) => Runners.PartsOf(image).Any(part => !part.Runner.IsEmpty);

    // Who named a runner for one platform says by that what the others need.
    private bool Emulates(Image image) => (levels[image.Name] == FamilyLevels.Most ? image.Platforms : Runners.UsualOf(image))
        .Any(platform => Runners.IsEmpty || platform != UsualPlatform);

    /// <summary>A login for each registry that a job needs. What is not GitHub's has its name and password in the repository's settings,
    /// numbered from the second such registry on.</summary>
    /// <param name="everywhere">Whether the job works at all providers, and not at the first alone.</param>
    public IEnumerable<WorkflowStep> Login(bool everywhere = true)
    {
        var others = 0;
        foreach (var registry in (everywhere ? model.Settings.Mirrors : []).Prepend(model.Settings.Provider)
            .Select(provider => provider.Registry).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var isGitHub = IsGitHub(registry);
            var number = isGitHub || ++others == 1 ? "" : $"_{others}";
            yield return new WorkflowStep($"Log in to {registry}")
            {
                Uses = PinnedAction.Login,
                With = isGitHub
                    ? Yaml.Map(("registry", registry), ("username", "${{ github.actor }}"), ("password", "${{ github.token }}"))
                    : Yaml.Map(("registry", registry), ("username", $"${{{{ vars.REGISTRY_USERNAME{number} }}}}"),
                        ("password", $"${{{{ secrets.REGISTRY_PASSWORD{number} }}}}")),
            };
        }
    }

    /// <summary>A text as expressions have it.</summary>
    public static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static bool IsGitHub(string registry) => registry.Equals(GitHubRegistry, StringComparison.OrdinalIgnoreCase);

    private static bool IsRepository(string context) =>
        !NamedContext.IsFolder(context) && !context.StartsWith("docker-image://", StringComparison.Ordinal)
        && !context.StartsWith("oci-layout://", StringComparison.Ordinal);
}
