using Nuke.Common.CI.GitHubActions;
using Nuke.Common.CI.GitHubActions.Configuration;
using Nuke.Common.Execution;
using Nuke.Common.Tests.Running;
using Nuke.Common.Utilities;

namespace Nuke.Common.Tests.CI.GitHubActions;

public sealed class GitHubActionsAttribute_tests : IDisposable
{
    private readonly TemporaryRoot _root = new();

    [Theory]
    [InlineData("ci")]
    [InlineData("short")]
    [InlineData("many")]
    [InlineData("derived")]
    [InlineData("by hand", "by_hand")]
    [InlineData("refused by GitHub", "refused_by_GitHub")]
    public async Task A_workflow_is_written_byte_for_byte(string name, string? file = null)
    {
        var run = await Run.Of<Workflows>(_root, "--help");
        run.ExitCode.ShouldBe(0, run.Text);
        run.Out.ShouldContain($"[INF] .github/workflows/{file ?? name}.yml was written anew");
        _root[$".github/workflows/{file ?? name}.yml"].ShouldBeApproved(file ?? name);
    }

    [Fact]
    public async Task What_someone_gives_by_hand_is_what_the_parameters_are()
    {
        Dictionary<string, string> inputs = new() { ["Version"] = "1.2", ["NuGetSource"] = "", ["TapName"] = "evf",
            ["NuGetApiKey"] = "" };
        (await Run.Of<Workflows>(_root, "Push", variables: inputs)).Out.ShouldContain("push 1.2  evf \n");
    }

    [Fact]
    public async Task A_workflow_that_is_not_to_be_generated_is_left_alone()
    {
        await Run.Of<Workflows>(_root, "--help");
        _root.Has(".github/workflows/off.yml").ShouldBeFalse();
    }

    [Fact]
    public async Task A_workflow_is_written_only_when_it_changed()
    {
        await Run.Of<Workflows>(_root, "--help");
        (await Run.Of<Workflows>(_root, "--help")).Out.ShouldNotContain("was written anew");
        _root.With(".github/workflows/ci.yml", "edited by hand");
        (await Run.Of<Workflows>(_root, "--help")).Out.ShouldContain(".github/workflows/ci.yml was written anew");
        _root[".github/workflows/ci.yml"].ShouldNotContain("edited by hand");
    }

    [Fact]
    public async Task On_a_server_a_difference_ends_the_run_and_nothing_is_written()
    {
        await Run.Of<Workflows>(_root, "--help");
        var server = new Dictionary<string, string> { ["CI"] = "true" };
        (await Run.Of<Workflows>(_root, "Push", variables: server)).ExitCode.ShouldBe(0);
        _root.With(".github/workflows/ci.yml", "edited by hand");
        File.Delete(Path.Combine(_root.Path, ".github/workflows/short.yml"));
        (await Run.Of<Workflows>(_root, "Push --no-logo", variables: server)).Text.ShouldBeApproved();
        _root[".github/workflows/ci.yml"].ShouldBe("edited by hand");
    }

    [Theory]
    [InlineData("both")]
    [InlineData("none")]
    [InlineData("target")]
    public async Task A_workflow_that_makes_no_sense_is_refused(string kind)
    {
        var run = kind switch
        {
            "both" => await Run.Of<BothTriggers>(_root, "--help"),
            "none" => await Run.Of<NoTrigger>(_root, "--help"),
            _ => await Run.Of<UnknownTarget>(_root, "--help"),
        };
        run.ExitCode.ShouldBe(2);
        run.Text.ShouldBeApproved(kind);
    }

    [Theory]
    [InlineData("output/*.json", "output")]
    [InlineData("output/logs/**/*.txt", "output/logs")]
    [InlineData("output/logs-*.txt", "output")]
    [InlineData("*.txt", ".")]
    [InlineData("output", "output")]
    public async Task What_is_uploaded_is_the_folder_above_the_first_star(string artifact, string folder)
    {
        await Run.Of<Workflows>(_root, "--help --no-logo");
        ArtifactFolder.Of(artifact).ShouldBe(folder);
        ArtifactFolder.Of(_root.Path + "/" + artifact).ShouldBe(folder);
    }

    public void Dispose() => _root.Dispose();

    [GitHubActions(
        "ci",
        GitHubActionsImage.UbuntuLatest,
        OnPushBranches = ["main", "release/*"],
        OnPullRequestBranches = ["main"],
        OnWorkflowDispatchOptionalInputs = ["tag"],
        OnCronSchedule = "0 4 * * 1",
        WritePermissions = [GitHubActionsPermissions.Packages],
        ReadPermissions = [GitHubActionsPermissions.Contents],
        ConcurrencyCancelInProgress = true,
        TimeoutMinutes = 30,
        FetchDepth = 0,
        CacheKeyFiles = ["global.json", "build/**/*.csproj"],
        InvokedTargets = [nameof(Push)],
        ImportSecrets = [nameof(DockerToken)],
        EnableGitHubToken = true)]
    [GitHubActions("short", GitHubActionsImage.Ubuntu2404, GitHubActionsImage.WindowsLatest,
        On = [GitHubActionsTrigger.Push, GitHubActionsTrigger.PullRequest], CacheKeyFiles = [], PublishArtifacts = false)]
    [GitHubActions(
        "many",
        GitHubActionsImage.Ubuntu2404,
        OnPushBranchesIgnore = ["wip/**"],
        OnPushTags = ["v[0-9]+"],
        OnPushIncludePaths = ["images/**"],
        OnPushExcludePaths = ["docs"],
        OnPullRequestIncludePaths = ["source"],
        OnPullRequestExcludePaths = ["*.md"],
        OnWorkflowDispatchRequiredInputs = ["tap"],
        ReadPermissions = [GitHubActionsPermissions.Issues, GitHubActionsPermissions.PullRequests],
        ConcurrencyGroup = "one",
        JobConcurrencyGroup = "job",
        EnvironmentName = "production",
        EnvironmentUrl = "https://example.org",
        Submodules = GitHubActionsSubmodules.Recursive,
        Lfs = true,
        Progress = false,
        Filter = "tree:0",
        CacheIncludePatterns = ["a"],
        CacheExcludePatterns = ["a/b"],
        PublishCondition = "always()",
        InvokedTargets = [nameof(Push), nameof(Test)])]
    [WithLogin("derived", GitHubActionsImage.UbuntuLatest, CacheKeyFiles = [], InvokedTargets = [nameof(Test)],
        EnvironmentName = "staging")]
    [GitHubActions(
        "by hand",
        GitHubActionsImage.Ubuntu2204,
        OnWorkflowDispatchOptionalInputs = ["Version", "NuGetSource"],
        OnWorkflowDispatchRequiredInputs = ["TapName"],
        CacheKeyFiles = [],
        InvokedTargets = [nameof(Push)],
        ImportSecrets = [nameof(NuGetApiKey)],
        EnableGitHubToken = true,
        JobConcurrencyCancelInProgress = true)]
    [GitHubActions(
        "refused by GitHub",
        GitHubActionsImage.SelfHosted,
        GitHubActionsImage.MacOs1015,
        GitHubActionsImage.WindowsServer2019,
        GitHubActionsImage.Ubuntu1804,
        OnPushTagsIgnore = ["old"],
        OnPullRequestTags = ["t"],
        ReadPermissions = [GitHubActionsPermissions.IdToken],
        CacheKeyFiles = [],
        PublishArtifacts = false,
        InvokedTargets = [nameof(Test)])]
    [GitHubActions("off", GitHubActionsImage.UbuntuLatest, AutoGenerate = false)]
    sealed class Workflows : NukeBuild
    {
        [Parameter, Secret]
        readonly string? DockerToken;

        [Parameter, Secret]
        readonly string? NuGetApiKey;

        [Parameter]
        readonly string? Version;

        [Parameter]
        readonly string? NuGetSource;

        [Parameter]
        readonly string? TapName;

        Target Test => _ => _.Produces("output/tests/*.trx").Executes(() => Console.WriteLine(DockerToken is null));

        Target Push => _ => _.DependsOn(Test).Produces(RootDirectory / "output" / "*.json", "output/*.html").Consumes(Test)
            .Executes(() => Console.WriteLine($"push {Version} {NuGetSource} {TapName} {NuGetApiKey}"));
    }

    sealed class WithLoginAttribute(string name, GitHubActionsImage image) : GitHubActionsAttribute(name, image)
    {
        protected override IEnumerable<GitHubActionsDetailedTrigger> GetTriggers() => [new ReleaseTrigger()];

        protected override IEnumerable<(string Key, string Value)> GetImports() => [("KEG_REGISTRY", "${{ vars.REGISTRY }}")];

        protected override GitHubActionsJob GetJobs(GitHubActionsImage image, IReadOnlyCollection<ExecutableTarget> relevantTargets)
        {
            var job = base.GetJobs(image, relevantTargets);
            job.Name = "test.it";
            job.Steps = [job.Steps[0], new LoginStep(), .. job.Steps[1..]];
            return job;
        }
    }

    sealed class ReleaseTrigger : GitHubActionsDetailedTrigger
    {
        public override void Write(CustomFileWriter writer)
        {
            writer.WriteLine("release:");
            using (writer.Indent())
                writer.WriteLine("types: [published]");
        }
    }

    sealed class LoginStep : GitHubActionsStep
    {
        public override void Write(CustomFileWriter writer)
        {
            writer.WriteLine("- name: 'Log in'");
            using (writer.Indent())
                writer.WriteLine("run: docker login");
        }
    }

    [GitHubActions("both", GitHubActionsImage.UbuntuLatest, On = [GitHubActionsTrigger.Push], OnPushBranches = ["main"])]
    sealed class BothTriggers : NukeBuild;

    [GitHubActions("none", GitHubActionsImage.UbuntuLatest)]
    sealed class NoTrigger : NukeBuild;

    [GitHubActions("target", GitHubActionsImage.UbuntuLatest, On = [GitHubActionsTrigger.Push], InvokedTargets = ["Psuh"])]
    sealed class UnknownTarget : NukeBuild
    {
        Target Push => _ => _;
    }
}
