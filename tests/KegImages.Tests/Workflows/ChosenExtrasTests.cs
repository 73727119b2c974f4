using System.Text.RegularExpressions;
using KegImages.Components;
using KegImages.Workflows;
using Nuke.Common.CI.GitHubActions;

namespace KegImages.Tests.Workflows;

/// <summary>What NUKE's own attribute offers, as it stands in the compiled file.</summary>
public sealed class ChosenExtrasTests
{
    [Fact]
    public async Task Secrets_and_the_token_are_given_to_every_call_but_to_none_of_a_fork()
    {
        var jobs = await JobsAsync(WorkflowKind.PullRequest, attribute =>
        {
            attribute.ImportSecrets = ["NuGetApiKey", "NPM_TOKEN"];
            attribute.EnableGitHubToken = true;
        });

        foreach (var (id, text) in jobs.Where(job => job.Key is not ("images" or "report")))
        {
            var call = Regex.Match(text,
                @"      - name: [^\n]*\n(?:(?!      - ).*\n)*?        run: '?""?(\./build\.cmd|\$RUNNER_TEMP/keg-plan/run)").Value;
            call.Contains("          NuGetApiKey: ${{ secrets.NUGET_API_KEY }}\n", StringComparison.Ordinal).ShouldBe(id != "fork", id);
            call.Contains("          NPM_TOKEN: ${{ secrets.NPM_TOKEN }}\n", StringComparison.Ordinal).ShouldBe(id != "fork", id);
            call.Contains("          GITHUB_TOKEN: ${{ github.token }}\n", StringComparison.Ordinal).ShouldBe(id != "fork", id);
            Regex.Count(text, @"secrets\.N").ShouldBe(id == "fork" ? 0 : 2, "no other step is given them");
        }
    }

    [Fact]
    public async Task Rights_are_added_to_what_jobs_need_and_neither_the_plan_nor_a_fork_may_write()
    {
        var jobs = await JobsAsync(WorkflowKind.PullRequest, attribute =>
        {
            attribute.WritePermissions = [GitHubActionsPermissions.IdToken, GitHubActionsPermissions.Contents];
            attribute.ReadPermissions = [GitHubActionsPermissions.SecurityEvents, GitHubActionsPermissions.IdToken];
        });

        jobs["publish"].ShouldContain("      contents: write\n");
        jobs["publish"].ShouldContain("      id-token: write\n      security-events: read\n");
        foreach (var job in new[] { "plan", "fork" })
        {
            jobs[job].ShouldContain("      contents: read\n");
            jobs[job].ShouldContain("      id-token: read\n");
            jobs[job].ShouldNotContain(": write\n", Case.Sensitive, job);
        }
    }

    [Fact]
    public async Task A_depth_is_that_of_the_jobs_which_do_not_need_the_whole_history()
    {
        var jobs = await JobsAsync(WorkflowKind.Images, attribute => attribute.FetchDepth = 7);

        jobs["plan"].ShouldContain("          fetch-depth: 7\n");
        jobs["publish"].ShouldContain("          fetch-depth: 0\n");
        (await JobsAsync(WorkflowKind.Images, attribute => attribute.FetchDepth = 0))["plan"].ShouldContain("          fetch-depth: 0\n");
    }

    [Fact]
    public async Task Branches_and_paths_stand_beside_the_default_branch()
    {
        (await TextAsync(WorkflowKind.Images, attribute =>
        {
            attribute.OnPushBranches = ["release/*", "develop"];
            attribute.OnPushIncludePaths = ["images/**"];
            attribute.OnPushExcludePaths = ["**/*.md"];
        })).ShouldContain("  push:\n    branches: [develop, release/*]\n    paths: [images/**, '!**/*.md']\n");
        (await TextAsync(WorkflowKind.Images, attribute => attribute.OnPushExcludePaths = ["docs/**"]))
            .ShouldContain("    branches: [develop]\n    paths-ignore: [docs/**]\n");
        (await TextAsync(WorkflowKind.PullRequest, attribute => attribute.OnPullRequestBranches = ["develop", "next"]))
            .ShouldContain("    types: [opened, synchronize, reopened]\n    branches: [develop, next]\n");
    }

    [Fact]
    public async Task Parameters_are_asked_for_by_hand_and_reach_every_call()
    {
        var text = await TextAsync(WorkflowKind.Images, attribute =>
        {
            attribute.OnWorkflowDispatchRequiredInputs = ["Retries"];
            attribute.OnWorkflowDispatchOptionalInputs = ["NoCache"];
        });

        text.ShouldContain("      Retries:\n        description: retries\n        required: true\n        type: string\n"
            + "      NoCache:\n        description: no cache\n        required: false\n        type: string\n");
        Regex.Count(text, @"NUKE_NO_CACHE: \$\{\{ inputs\.NoCache \}\}\n")
            .ShouldBe(Regex.Count(text, @"run: '?""?(\./build\.cmd|\$RUNNER_TEMP/keg-plan/run)"));
    }

    [Fact]
    public async Task What_jobs_wrote_is_kept_under_a_name_of_each()
    {
        var jobs = await JobsAsync(WorkflowKind.Images, attribute => attribute.PublishArtifacts = true);

        jobs["plan"].ShouldContain("          name: output-plan\n");
        jobs.Values.ShouldContain(job => job.Contains("matrix:") && job.Contains("-${{ strategy.job-index }}\n"));
        (await TextAsync(WorkflowKind.Test, attribute => attribute.PublishCondition = "failure()"))
            .ShouldContain("      - name: Keep what was written\n        if: failure()\n        uses: actions/upload-artifact@");
    }

    [Fact]
    public async Task The_job_that_moves_tags_has_the_environment_and_no_other()
    {
        var jobs = await JobsAsync(WorkflowKind.Images, attribute =>
        {
            attribute.EnvironmentName = "registry";
            attribute.EnvironmentUrl = "https://example.org/packages";
        });

        jobs["publish"].ShouldContain("registry");
        jobs["publish"].ShouldContain("      url: https://example.org/packages\n");
        jobs.Where(job => job.Key != "publish").ShouldAllBe(job => !job.Value.Contains("environment:"));
    }

    [Fact]
    public async Task Runs_of_a_group_of_one_s_own_wait_for_each_other_and_only_tests_are_ended()
    {
        (await TextAsync(WorkflowKind.Images, attribute => attribute.ConcurrencyGroup = "all-${{ github.repository }}"))
            .ShouldContain("concurrency:\n  group: all-${{ github.repository }}\n  cancel-in-progress: false\n");
        (await TextAsync(WorkflowKind.Test, attribute => attribute.ConcurrencyCancelInProgress = false))
            .ShouldContain("  cancel-in-progress: false\n");
    }

    [Theory]
    [InlineData("NpmToken", "NPM_TOKEN")]
    [InlineData("NPM_TOKEN", "NPM_TOKEN")]
    [InlineData("NuGetApiKey", "NUGET_API_KEY")]
    [InlineData("GitHubToken", "GITHUB_TOKEN")]
    [InlineData("HTTPProxy", "HTTP_PROXY")]
    [InlineData("token2", "TOKEN2")]
    [InlineData("MSBuild", "MSBUILD")]
    [InlineData("_a", "_A")]
    public void A_parameter_s_variable_is_called_as_NUKE_calls_it(string parameter, string variable) =>
        VariableName.Of(parameter).ShouldBe(variable);

    private static async Task<string> TextAsync(WorkflowKind kind, Action<KegWorkflowAttribute> choose)
    {
        var attribute = new KegWorkflowAttribute("some", kind);
        choose(attribute);
        var text = FamilyWorkflow.Compile(await Families.LoadAsync(Families.Own), attribute.Settings).Text;
        WorkflowSafety.Check("some.yml", text).ShouldBeEmpty();
        return text;
    }

    private static async Task<Dictionary<string, string>> JobsAsync(WorkflowKind kind, Action<KegWorkflowAttribute> choose)
    {
        var text = await TextAsync(kind, choose);
        return Regex.Split(text[text.IndexOf("\njobs:", StringComparison.Ordinal)..], @"\n  (?=[a-z0-9-]+:\n)").Skip(1)
            .ToDictionary(job => job[..job.IndexOf(':', StringComparison.Ordinal)], job => job + "\n");
    }
}
