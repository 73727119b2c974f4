namespace Nuke.Common.CI.GitHubActions;

/// <summary>Generates <c>.github/workflows/NAME.yml</c> from a build class. Derive from it to add steps, triggers or jobs.</summary>
public partial class GitHubActionsAttribute : ConfigurationAttributeBase
{
    private readonly string _name;
    private readonly GitHubActionsImage[] _images;
    private GitHubActionsSubmodules? _submodules;
    private bool? _lfs;
    private uint? _fetchDepth;
    private bool? _progress;

    /// <summary>A workflow with one job for each image.</summary>
    /// <param name="name">The workflow's name, and its file's, there with <c>_</c> for each space.</param>
    /// <param name="image">The machine that it runs on.</param>
    /// <param name="images">More machines.</param>
    public GitHubActionsAttribute(string name, GitHubActionsImage image, params GitHubActionsImage[] images) =>
        (_name, _images) = (name, [image, .. images]);

    /// <summary>The targets that each job runs.</summary>
    public string[] InvokedTargets { get; set; } = [];

    /// <summary>What starts the workflow, in its short form; not together with a detailed one.</summary>
    public GitHubActionsTrigger[] On { get; set; } = [];

    /// <summary>Branches whose pushes start it.</summary>
    public string[] OnPushBranches { get; set; } = [];

    /// <summary>Branches whose pushes do not start it.</summary>
    public string[] OnPushBranchesIgnore { get; set; } = [];

    /// <summary>Tags whose pushes start it.</summary>
    public string[] OnPushTags { get; set; } = [];

    /// <summary>Tags whose pushes do not start it.</summary>
    public string[] OnPushTagsIgnore { get; set; } = [];

    /// <summary>Paths that a push must touch.</summary>
    public string[] OnPushIncludePaths { get; set; } = [];

    /// <summary>Paths that do not count as touched by a push.</summary>
    public string[] OnPushExcludePaths { get; set; } = [];

    /// <summary>Branches whose pull requests start it: those that are merged into.</summary>
    public string[] OnPullRequestBranches { get; set; } = [];

    /// <summary>Tags whose pull requests start it.</summary>
    public string[] OnPullRequestTags { get; set; } = [];

    /// <summary>Paths that a pull request must touch.</summary>
    public string[] OnPullRequestIncludePaths { get; set; } = [];

    /// <summary>Paths that do not count as touched by a pull request.</summary>
    public string[] OnPullRequestExcludePaths { get; set; } = [];

    /// <summary>Parameters that may be given when someone starts it by hand; the build reads them from its environment.</summary>
    public string[] OnWorkflowDispatchOptionalInputs { get; set; } = [];

    /// <summary>Parameters that must be given when someone starts it by hand.</summary>
    public string[] OnWorkflowDispatchRequiredInputs { get; set; } = [];

    /// <summary>When it starts by itself, in cron's five fields.</summary>
    public string? OnCronSchedule { get; set; }

    /// <summary>Secret parameters that the job is given: <c>DockerToken</c> comes from the secret <c>DOCKER_TOKEN</c>.</summary>
    public string[] ImportSecrets { get; set; } = [];

    /// <summary>Whether the job is given the workflow's own token as <c>GITHUB_TOKEN</c>.</summary>
    public bool EnableGitHubToken { get; set; }

    /// <summary>What the token may write.</summary>
    public GitHubActionsPermissions[] WritePermissions { get; set; } = [];

    /// <summary>What the token may read.</summary>
    public GitHubActionsPermissions[] ReadPermissions { get; set; } = [];

    /// <summary>Paths that are kept between runs.</summary>
    public string[] CacheIncludePatterns { get; set; } = [".nuke/temp", "~/.nuget/packages"];

    /// <summary>Paths below those that are not kept.</summary>
    public string[] CacheExcludePatterns { get; set; } = [];

    /// <summary>Files whose content names the cache; no cache when there is none.</summary>
    public string[] CacheKeyFiles { get; set; } = ["**/global.json", "**/*.csproj", "**/Directory.Packages.props"];

    /// <summary>Whether what the targets produce is uploaded.</summary>
    public bool PublishArtifacts { get; set; } = true;

    /// <summary>When it is uploaded, as a workflow's <c>if</c>.</summary>
    public string? PublishCondition { get; set; }

    /// <summary>How long a job may run, in minutes; GitHub's own limit when 0.</summary>
    public int TimeoutMinutes { get; set; }

    /// <summary>The environment that a job deploys to.</summary>
    public string? EnvironmentName { get; set; }

    /// <summary>The address of that environment.</summary>
    public string? EnvironmentUrl { get; set; }

    /// <summary>The group in which only one run goes on at a time.</summary>
    public string? ConcurrencyGroup { get; set; }

    /// <summary>
    /// Whether a newer run of the group ends an older one; where no group is named, it is the branch of the pull request, and each push is
    /// alone in its own.
    /// </summary>
    public bool ConcurrencyCancelInProgress { get; set; }

    /// <summary>The group in which only one such job goes on at a time.</summary>
    public string? JobConcurrencyGroup { get; set; }

    /// <summary>Whether a newer job of the group ends an older one.</summary>
    public bool JobConcurrencyCancelInProgress { get; set; }

    /// <summary>Which submodules are checked out.</summary>
    public GitHubActionsSubmodules Submodules
    {
        get => _submodules ?? default;
        set => _submodules = value;
    }

    /// <summary>Whether large files are checked out.</summary>
    public bool Lfs
    {
        get => _lfs ?? false;
        set => _lfs = value;
    }

    /// <summary>How many commits are checked out; all when 0, one when nothing is said.</summary>
    public uint FetchDepth
    {
        get => _fetchDepth ?? 1;
        set => _fetchDepth = value;
    }

    /// <summary>Whether the checkout shows its progress.</summary>
    public bool Progress
    {
        get => _progress ?? true;
        set => _progress = value;
    }

    /// <summary>A partial clone's filter, such as <c>tree:0</c>.</summary>
    public string? Filter { get; set; }
}
