using System.Runtime.CompilerServices;
using KegImages.WorkflowFiles;
using KegImages.Workflows;
using Nuke.Common.CI;
using Nuke.Common.CI.GitHubActions;
using Nuke.Common.Execution;
using Nuke.Common.Utilities;

namespace KegImages.Components;

/// <summary>
/// A workflow that is compiled from the family. GenerateWorkflows writes it; with <c>AutoGenerate = true</c> NUKE does so on
/// every local run instead, under its own header. A property that its kind does not read is refused: see docs/workflows.md.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class KegWorkflowAttribute : GitHubActionsAttribute
{
    private readonly string name;
    private readonly WorkflowKind kind;
    private readonly SortedSet<string> given = new(StringComparer.Ordinal);

    /// <summary>A workflow of a name and a kind.</summary>
    public KegWorkflowAttribute(string name, WorkflowKind kind)
        : base(name, GitHubActionsImage.UbuntuLatest)
    {
        (this.name, this.kind) = (name, kind);
        AutoGenerate = false;
    }

    /// <summary>The runners' label.</summary>
    public string RunsOn { get; set => field = Take(value); } = "ubuntu-24.04";

    /// <summary>Targets that run before the plan, in the same call.</summary>
    public string[] Preflight { get; set => field = Take(value); } = [];

    /// <summary>Up to how many images one job does it all.</summary>
    public int SmallFamily { get; set => field = Take(value); } = WorkflowSettings.UsualSmallFamily;

    /// <summary>How many jobs of the matrix run at once.</summary>
    public int MaxParallel { get; set => field = Take(value); } = 8;

    public new int TimeoutMinutes { get; set => field = Take(value); }

    public new string? OnCronSchedule { get; set => field = Take(value); }

    public new bool Lfs { get; set => field = Take(value); }

    public new GitHubActionsSubmodules Submodules { get; set => field = Take(value); }

    public new string? Filter { get; set => field = Take(value); }

    public new bool Progress { get; set => field = Take(value); } = true;

    // What follows is NUKE's own. WorkflowChoices says which of them a kind reads; the others are here to be refused.
    public new string[] InvokedTargets { get; set => field = Take(value); } = [];

    public new GitHubActionsTrigger[] On { get; set => field = Take(value); } = [];

    public new string[] OnPushBranches { get; set => field = Take(value); } = [];

    public new string[] OnPushBranchesIgnore { get; set => field = Take(value); } = [];

    public new string[] OnPushTags { get; set => field = Take(value); } = [];

    public new string[] OnPushTagsIgnore { get; set => field = Take(value); } = [];

    public new string[] OnPushIncludePaths { get; set => field = Take(value); } = [];

    public new string[] OnPushExcludePaths { get; set => field = Take(value); } = [];

    public new string[] OnPullRequestBranches { get; set => field = Take(value); } = [];

    public new string[] OnPullRequestTags { get; set => field = Take(value); } = [];

    public new string[] OnPullRequestIncludePaths { get; set => field = Take(value); } = [];

    public new string[] OnPullRequestExcludePaths { get; set => field = Take(value); } = [];

    public new string[] OnWorkflowDispatchOptionalInputs { get; set => field = Take(value); } = [];

    public new string[] OnWorkflowDispatchRequiredInputs { get; set => field = Take(value); } = [];

    public new string[] ImportSecrets { get; set => field = Take(value); } = [];

    public new bool EnableGitHubToken { get; set => field = Take(value); }

    public new GitHubActionsPermissions[] WritePermissions { get; set => field = Take(value); } = [];

    public new GitHubActionsPermissions[] ReadPermissions { get; set => field = Take(value); } = [];

    public new string[] CacheIncludePatterns { get; set => field = Take(value); } = [];

    public new string[] CacheExcludePatterns { get; set => field = Take(value); } = [];

    public new string[] CacheKeyFiles { get; set => field = Take(value); } = [];

    public new bool PublishArtifacts { get; set => field = Take(value); }

    public new string? PublishCondition { get; set => field = Take(value); }

    public new string? EnvironmentName { get; set => field = Take(value); }

    public new string? EnvironmentUrl { get; set => field = Take(value); }

    public new string? ConcurrencyGroup { get; set => field = Take(value); }

    public new bool ConcurrencyCancelInProgress { get; set => field = Take(value); }

    public new string? JobConcurrencyGroup { get; set => field = Take(value); }

    public new bool JobConcurrencyCancelInProgress { get; set => field = Take(value); }

    public new uint FetchDepth { get; set => field = Take(value); }

    /// <summary>What the compiler is told. Throws <see cref="KegImages.WrongUseException"/> for what this kind does not read.</summary>
    public WorkflowSettings Settings
    {
        get
        {
            WorkflowChoices.Check(name, kind, given);
            var settings = new WorkflowSettings
            {
                Name = name,
                Kind = kind,
                RunsOn = RunsOn,
                Preflight = [.. Preflight],
                SmallFamily = SmallFamily,
                MaxParallel = MaxParallel,
                TimeoutMinutes = TimeoutMinutes > 0 ? TimeoutMinutes : 60,
                Schedule = OnCronSchedule,
                Lfs = Lfs,
                Submodules = !given.Contains(nameof(Submodules)) ? null : Submodules == GitHubActionsSubmodules.Recursive ? "recursive"
                    : "true",
                Filter = Filter,
                Progress = Progress,
                FetchDepth = given.Contains(nameof(FetchDepth)) ? (int)Math.Min(FetchDepth, int.MaxValue) : null,
                Branches = [.. OnPushBranches],
                IncludedPaths = [.. OnPushIncludePaths],
                ExcludedPaths = [.. OnPushExcludePaths],
                PullRequestBranches = [.. OnPullRequestBranches],
                Inputs =
                [
                    .. OnWorkflowDispatchRequiredInputs.Select(input => new WorkflowInput(input, IsRequired: true)),
                    .. OnWorkflowDispatchOptionalInputs.Select(input => new WorkflowInput(input, IsRequired: false)),
                ],
                ImportedSecrets = [.. ImportSecrets],
                HandsToken = EnableGitHubToken,
                Permissions = [.. Rights(WritePermissions, "write"), .. Rights(ReadPermissions, "read")],
                Uploads = PublishArtifacts || PublishCondition is not null,
                UploadCondition = PublishCondition,
                EnvironmentName = EnvironmentName,
                EnvironmentUrl = EnvironmentUrl,
                ConcurrencyGroup = ConcurrencyGroup,
                CancelInProgress = given.Contains(nameof(ConcurrencyCancelInProgress)) ? ConcurrencyCancelInProgress : null,
            };
            WorkflowChoices.Check(settings);
            return settings;
        }
    }

    public override ConfigurationEntity GetConfiguration(IReadOnlyCollection<ExecutableTarget> relevantTargets) =>
        new CompiledWorkflow(Settings);

    // IdToken → id-token.
    private static IEnumerable<(string Scope, string Access)> Rights(GitHubActionsPermissions[] scopes, string access) =>
        scopes.Select(scope => (string.Concat(scope.ToString().Select((letter, index) =>
            (index > 0 && char.IsAsciiLetterUpper(letter) ? "-" : "") + char.ToLowerInvariant(letter))), access));

    private T Take<T>(T value, [CallerMemberName] string property = "")
    {
        given.Add(property);
        return value;
    }

    private sealed class CompiledWorkflow(WorkflowSettings settings) : ConfigurationEntity
    {
        public override void Write(CustomFileWriter writer)
        {
            // Waited for: NUKE's Write is synchronous by its signature, and a console has no synchronization context that this could lock
            // up.
            var folder = new WorkflowFolder(Nuke.Common.NukeBuild.RootDirectory);
            var compiled = Task.Run(() => folder.TextAsync(settings, CancellationToken.None)).GetAwaiter().GetResult();
            // Not by its line ends: MSBuild, which packs this file, takes a backslash for a slash.
            using var text = new StringReader(compiled.TrimEnd());
            while (text.ReadLine() is { } line)
                writer.WriteLine(line);
        }
    }
}
