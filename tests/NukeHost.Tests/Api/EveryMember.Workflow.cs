using Nuke.Common.CI;
using Nuke.Common.CI.GitHubActions;
using Nuke.Common.CI.GitHubActions.Configuration;
using Nuke.Common.Execution;
using Nuke.Common.Utilities;

namespace Nuke.Common.Tests.Api;

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
        GitHubActionsPermissions.Actions, GitHubActionsPermissions.Checks, GitHubActionsPermissions.Contents,
            GitHubActionsPermissions.Deployments,
        GitHubActionsPermissions.Discussions, GitHubActionsPermissions.IdToken, GitHubActionsPermissions.Issues,
            GitHubActionsPermissions.Packages,
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
    JobConcurrencyCancelInProgress = true,
    Submodules = GitHubActionsSubmodules.Recursive,
    Lfs = true,
    FetchDepth = 0,
    Progress = true,
    Filter = "tree:0")]
[GitHubActions(
    "images",
    GitHubActionsImage.WindowsLatest,
    GitHubActionsImage.WindowsServer2022,
    GitHubActionsImage.WindowsServer2019,
    GitHubActionsImage.Ubuntu2404,
    GitHubActionsImage.Ubuntu2204,
    GitHubActionsImage.Ubuntu2004,
    GitHubActionsImage.Ubuntu1804,
    GitHubActionsImage.MacOsLatest,
    GitHubActionsImage.MacOs14,
    GitHubActionsImage.MacOs13,
    GitHubActionsImage.MacOs12,
    GitHubActionsImage.MacOs11,
    GitHubActionsImage.MacOs1015,
    GitHubActionsImage.SelfHosted,
    AutoGenerate = false,
    Submodules = GitHubActionsSubmodules.False,
    On = [GitHubActionsTrigger.Push, GitHubActionsTrigger.PullRequest, GitHubActionsTrigger.WorkflowDispatch])]
sealed partial class EveryMember;

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
                new GitHubActionsCheckoutStep { Submodules = GitHubActionsSubmodules.True, Lfs = false, FetchDepth = 1, Progress = false,
                    Filter = "f" },
                new GitHubActionsCacheStep { IncludePatterns = ["i"], ExcludePatterns = ["e"], KeyFiles = ["k"] },
                new GitHubActionsRunStep { InvokedTargets = ["t"],
                    Imports = GetImports().ToDictionary(pair => pair.Key, pair => pair.Value) },
                new GitHubActionsArtifactStep { Name = "n", Path = "p", Condition = "c" },
                new OwnStep(),
            ],
        };
    }

    protected override IEnumerable<GitHubActionsDetailedTrigger> GetTriggers() =>
    [
        .. base.GetTriggers(),
        new GitHubActionsVcsTrigger { Kind = GitHubActionsTrigger.Push, Branches = ["b"], BranchesIgnore = [], Tags = [], TagsIgnore = [],
            IncludePaths = [], ExcludePaths = [] },
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
