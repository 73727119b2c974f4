using Nuke.Common.CI;
using Nuke.Common.CI.GitHubActions;
using Nuke.Common.CI.GitHubActions.Configuration;
using Nuke.Common.Execution;
using Nuke.Common.IO;
using Nuke.Common.Utilities;
using Nuke.Common.Utilities.Collections;
using Serilog;

namespace Nuke.Common.Tests.Api;

/// <summary>A build class that uses every member in api.txt, as a build in <c>build/</c> would.</summary>
[Everything(
    "everything",
    GitHubActionsImage.UbuntuLatest,
    AutoGenerate = false,
    InvokedTargets = [nameof(All)],
    OnPushBranches = ["main"],
    OnPushBranchesIgnore = ["b"],
    OnPushTags = ["t"],
    OnPushTagsIgnore = ["u"],
    OnPushIncludePaths = ["p"],
    OnPushExcludePaths = ["q"],
    OnPullRequestBranches = ["main"],
    OnPullRequestTags = ["t"],
    OnPullRequestIncludePaths = ["p"],
    OnPullRequestExcludePaths = ["q"],
    OnWorkflowDispatchOptionalInputs = ["o"],
    OnWorkflowDispatchRequiredInputs = ["r"],
    OnCronSchedule = "0 0 * * *",
    ImportSecrets = [nameof(Token)],
    EnableGitHubToken = true,
    WritePermissions =
    [
        GitHubActionsPermissions.Actions, GitHubActionsPermissions.Checks, GitHubActionsPermissions.Contents, GitHubActionsPermissions.Deployments,
        GitHubActionsPermissions.Discussions, GitHubActionsPermissions.IdToken, GitHubActionsPermissions.Issues, GitHubActionsPermissions.Packages,
    ],
    ReadPermissions =
    [
        GitHubActionsPermissions.Pages, GitHubActionsPermissions.PullRequests, GitHubActionsPermissions.RepositoryProjects,
        GitHubActionsPermissions.SecurityEvents, GitHubActionsPermissions.Statuses,
    ],
    CacheIncludePatterns = ["a"],
    CacheExcludePatterns = ["b"],
    CacheKeyFiles = ["c"],
    PublishArtifacts = true,
    PublishCondition = "always()",
    TimeoutMinutes = 1,
    EnvironmentName = "e",
    EnvironmentUrl = "https://example.org",
    ConcurrencyGroup = "g",
    ConcurrencyCancelInProgress = true,
    JobConcurrencyGroup = "j",
    Submodules = GitHubActionsSubmodules.Recursive,
    Lfs = true,
    FetchDepth = 0,
    Progress = true,
    Filter = "tree:0")]
[GitHubActions(
    "images",
    GitHubActionsImage.WindowsLatest,
    GitHubActionsImage.WindowsServer2025,
    GitHubActionsImage.WindowsServer2022,
    GitHubActionsImage.Ubuntu2404,
    GitHubActionsImage.Ubuntu2204,
    GitHubActionsImage.MacOsLatest,
    GitHubActionsImage.MacOs15,
    GitHubActionsImage.MacOs14,
    AutoGenerate = false,
    Submodules = GitHubActionsSubmodules.False,
    On = [GitHubActionsTrigger.Push, GitHubActionsTrigger.PullRequest, GitHubActionsTrigger.WorkflowDispatch])]
sealed class EveryMember : WithBase, IEvery
{
    public static int Start() => Execute<EveryMember>(x => x.All);

    [Parameter("Described.", Name = "Called", Separator = "+", List = false, ValueProviderType = typeof(EveryMember), ValueProviderMember = nameof(Values))]
    [Optional]
    readonly string[] Listed = [];

    [Parameter, Required]
    readonly string? Token;

    [Parameter, Secret]
    readonly int? Number;

    static IEnumerable<string> Values => ["a", "b"];

    protected override Target All => _ => _
        .Base()
        .Description("Everything.")
        .Unlisted()
        .DependsOn(First).DependsOn<IEvery>(x => x.Component).TryDependsOn<IEvery>(x => x.Component)
        .DependentFor(Last).DependentFor<IEvery>(x => x.Other).TryDependentFor<IEvery>(x => x.Other)
        .After(First).After<IEvery>(x => x.Component).TryAfter<IEvery>(x => x.Component)
        .Before(Last).Before<IEvery>(x => x.Other).TryBefore<IEvery>(x => x.Other)
        .Triggers(Last).Triggers<IEvery>(x => x.Other).TryTriggers<IEvery>(x => x.Other)
        .TriggeredBy(First).TriggeredBy<IEvery>(x => x.Component).TryTriggeredBy<IEvery>(x => x.Component)
        .OnlyWhenStatic(() => IsLocalBuild || IsServerBuild)
        .OnlyWhenDynamic(() => IsSucceeding && !IsFailing)
        .WhenSkipped(DependencyBehavior.Execute).WhenSkipped(DependencyBehavior.Skip)
        .Requires(() => Token).Requires(() => Number).Requires(() => Listed.Length == 0)
        .AssuredAfterFailure()
        .ProceedAfterFailure()
        .Produces("output/*.txt")
        .Consumes(First).Consumes<IEvery>(x => x.Component).Consumes(First, "output/*.txt").Consumes<IEvery>(x => x.Component, "output/*.txt")
        .Executes(Paths, Lists)
        .Executes(async () => await Task.CompletedTask);

    Target First => _ => _.Inherit(Nothing);

    Target Last => _ => _.Inherit<IEvery>(x => x.Other);

    Target Nothing => _ => _;

    protected internal override void OnBuildCreated() => base.OnBuildCreated();

    protected internal override void OnBuildInitialized() => base.OnBuildInitialized();

    protected internal override void OnBuildFinished() => base.OnBuildFinished();

    protected internal override void OnTargetRunning(string target) => base.OnTargetRunning(target);

    protected internal override void OnTargetSkipped(string target) => base.OnTargetSkipped(target);

    protected internal override void OnTargetSucceeded(string target) => base.OnTargetSucceeded(target);

    protected internal override void OnTargetFailed(string target) => base.OnTargetFailed(target);

    static void Paths()
    {
        var file = (RootDirectory / "output" / "every") + ".txt";
        AbsolutePath folder = file.Parent!.CreateDirectory().CreateOrCleanDirectory();
        string text = folder;
        Log.Verbose("{Text} {Same} {Hash}", text, folder.Equals(file) || folder == file || folder != file, file.GetHashCode());
        Log.Debug("{Name} {NameWithoutExtension} {Extension} {Path}", file.Name, file.NameWithoutExtension, file.Extension, file.ToString());
        Log.Information("{File} {Folder}", file.FileExists(), folder.DirectoryExists());
        file.DeleteFile();
        folder.DeleteDirectory();
        Log.Warning("{Assembly} {Project} {Folder}", BuildAssemblyFile, BuildProjectFile, BuildProjectDirectory);
        Log.Error("{Temporary} {Host}", TemporaryDirectory, Host.ToString());
        Verbosity[] all = [Verbosity.Verbose, Verbosity.Normal, Verbosity.Minimal, Verbosity.Quiet];
        NukeBuild.Verbosity = all[1];
        Log.Fatal("{Runs}", Nuke.Common.CI.GitHubActions.GitHubActions.Instance is null);
    }

    void Lists()
    {
        IReadOnlyCollection<ExecutableTarget>[] lists =
        [
            InvokedTargets, SkippedTargets, ScheduledTargets, RunningTargets, AbortedTargets, FailedTargets, SucceededTargets, FinishedTargets,
        ];
        ExecutionStatus[] statuses =
        [
            ExecutionStatus.None, ExecutionStatus.Scheduled, ExecutionStatus.NotRun, ExecutionStatus.Skipped, ExecutionStatus.Running,
            ExecutionStatus.Succeeded, ExecutionStatus.Failed, ExecutionStatus.Aborted, ExecutionStatus.Collective,
        ];
        foreach (var target in lists.SelectMany(list => list).Where(target => statuses.Contains(target.Status)))
            Console.WriteLine((target.Name, target.Description, target.Duration, target.Invoked, target.IsDefault, target.Listed, target.ToString()));
        Console.WriteLine((RunningTargets.Contains(All), IsFinished, Plan, Help, NoLogo, Continue, ((IEvery)this).Value, ((IEvery)this).Count));
        Console.WriteLine((new Choice().CanConvertFrom(typeof(string)), new Choice().ConvertFrom("one"), Kind.One.Equals(Kind.One), Kind.One.GetHashCode(), Kind.One.ToString()));
        ReportSummary(_ => _.AddPair("Key", "Value"));
        ExitCode = 3;
    }

    sealed class Choice : Tooling.Enumeration.TypeConverter<Kind>;

    sealed class Kind : Tooling.Enumeration
    {
        public static readonly Kind One = new() { Value = "one" };
    }
}

abstract class WithBase : NukeBuild
{
    protected virtual Target All => _ => _;
}

interface IEvery : INukeBuild
{
    [Parameter]
    string? Value => TryGetValue(() => Value);

    [Parameter]
    int? Count => TryGetValue<int>(() => Count!);

    Target Component => _ => _;

    Target Other => _ => _;
}

sealed class EverythingAttribute(string name, GitHubActionsImage image) : GitHubActionsAttribute(name, image)
{
    public override ConfigurationEntity GetConfiguration(IReadOnlyCollection<ExecutableTarget> relevantTargets)
    {
        var configuration = (GitHubActionsConfiguration)base.GetConfiguration(relevantTargets);
        return new GitHubActionsConfiguration
        {
            Name = configuration.Name,
            ShortTriggers = configuration.ShortTriggers,
            DetailedTriggers = configuration.DetailedTriggers,
            Permissions = configuration.Permissions,
            ConcurrencyGroup = configuration.ConcurrencyGroup,
            ConcurrencyCancelInProgress = configuration.ConcurrencyCancelInProgress,
            Jobs = configuration.Jobs,
        };
    }

    protected override GitHubActionsJob GetJobs(GitHubActionsImage image, IReadOnlyCollection<ExecutableTarget> relevantTargets)
    {
        var job = base.GetJobs(image, relevantTargets);
        return new GitHubActionsJob
        {
            Name = job.Name,
            Image = job.Image,
            TimeoutMinutes = job.TimeoutMinutes,
            EnvironmentName = job.EnvironmentName,
            EnvironmentUrl = job.EnvironmentUrl,
            ConcurrencyGroup = job.ConcurrencyGroup,
            ConcurrencyCancelInProgress = job.ConcurrencyCancelInProgress,
            Steps =
            [
                new GitHubActionsCheckoutStep { Submodules = GitHubActionsSubmodules.True, Lfs = false, FetchDepth = 1, Progress = false, Filter = "f" },
                new GitHubActionsCacheStep { IncludePatterns = ["i"], ExcludePatterns = ["e"], KeyFiles = ["k"] },
                new GitHubActionsRunStep { InvokedTargets = ["t"], Imports = GetImports().ToDictionary(pair => pair.Key, pair => pair.Value) },
                new GitHubActionsArtifactStep { Name = "n", Path = "p", Condition = "c" },
                new OwnStep(),
            ],
        };
    }

    protected override IEnumerable<GitHubActionsDetailedTrigger> GetTriggers() =>
    [
        .. base.GetTriggers(),
        new GitHubActionsVcsTrigger { Kind = GitHubActionsTrigger.Push, Branches = ["b"], BranchesIgnore = [], Tags = [], TagsIgnore = [], IncludePaths = [], ExcludePaths = [] },
        new GitHubActionsWorkflowDispatchTrigger { OptionalInputs = [], RequiredInputs = [] },
        new GitHubActionsScheduledTrigger { Cron = "0 0 * * *" },
    ];

    protected override IEnumerable<(string Key, string Value)> GetImports() => base.GetImports();

    private sealed class OwnStep : GitHubActionsStep
    {
        public override void Write(CustomFileWriter writer)
        {
            using (writer.Indent())
                writer.WriteLine("own");
        }
    }
}
