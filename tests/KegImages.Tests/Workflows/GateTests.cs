using System.Text.Json.Nodes;
using KegImages.EngineTests.Workflows;
using KegImages.Tests.Configuration;
using KegImages.Workflows;
using YamlDotNet.RepresentationModel;

namespace KegImages.Tests.Workflows;

/// <summary>The job to require before a merge: green only where all that was needed is done, by GitHub's own rules of
/// expressions.</summary>
public sealed class GateTests
{
    private const string Everything = "level-1=[x] level-2=[x] level-3=[x] publish=true";
    private const string Nothing = "level-1=[] level-2=[] level-3=[] publish=false";

    [Theory]
    [InlineData("a push", "plan level-1 level-2 level-3 publish", "", Everything, true)]
    [InlineData("a push", "plan", "", Nothing, true)]
    [InlineData("a push", "plan level-3 publish", "", "level-1=[] level-2=[] level-3=[x] publish=true", true)]
    [InlineData("a push", "", "plan", "", false)]
    [InlineData("a push", "", "", "", false)]
    [InlineData("a push", "plan level-1 level-2", "level-3", Everything, false)]
    [InlineData("a push", "plan level-1 level-2 level-3", "publish", Everything, false)]
    [InlineData("a push", "plan level-1 level-2 level-3", "", Everything, false)]
    [InlineData("a push", "plan level-2 level-3 publish", "", Everything, false)]
    public Task A_push_is_green_when_each_job_is_or_had_nothing_to_do(string happened, string succeeded, string failed, string outputs,
        bool isGreen) => CheckAsync(Families.Own, "images", happened, succeeded, failed, outputs, isGreen);

    [Theory]
    [InlineData("a pull request", "plan level-1 level-2 level-3 publish", "", Everything, true)]
    [InlineData("a pull request", "plan", "", Nothing, true)]
    [InlineData("a pull request", "plan level-1 level-2 level-3", "", Everything, false)]
    [InlineData("a pull request", "plan level-1 level-2", "level-3", Everything, false)]
    [InlineData("a pull request of the default branch", "plan level-1 level-2 level-3", "", Everything, true)]
    [InlineData("a pull request of the default branch", "plan level-1 level-2", "level-3", Everything, false)]
    [InlineData("a merge queue", "plan level-1 level-2 level-3", "", Everything, true)]
    [InlineData("a merge queue", "plan level-1 level-2", "", Everything, false)]
    [InlineData("a fork", "fork", "", "", true)]
    [InlineData("a fork", "", "fork", "", false)]
    [InlineData("a fork", "", "", "", false)]
    [InlineData("Dependabot", "fork", "", "", true)]
    [InlineData("Dependabot", "", "fork", "", false)]
    public Task A_pull_request_is_green_when_what_its_author_may_run_is(string happened, string succeeded, string failed, string outputs,
        bool isGreen) => CheckAsync(Families.Own, "pull-request", happened, succeeded, failed, outputs, isGreen);

    [Theory]
    [InlineData("images", "a push", "build", "", true)]
    [InlineData("images", "a push", "", "build", false)]
    [InlineData("pull-request", "a pull request", "build", "", true)]
    [InlineData("pull-request", "a pull request", "", "build", false)]
    [InlineData("pull-request", "a merge queue", "trial", "", true)]
    [InlineData("pull-request", "a merge queue", "", "trial", false)]
    [InlineData("pull-request", "a fork", "fork", "", true)]
    [InlineData("pull-request", "a fork", "", "", false)]
    public Task A_small_family_is_green_when_its_one_job_is(string workflow, string happened, string succeeded, string failed,
        bool isGreen) => CheckAsync(Families.One, workflow, happened, succeeded, failed, "", isGreen);

    [Theory]
    [InlineData("a pull request", "plan level-1 level-2 level-3 publish")]
    [InlineData("a pull request of the default branch", "plan level-1 level-2 level-3")]
    [InlineData("a merge queue", "plan level-1 level-2 level-3")]
    [InlineData("a fork", "fork")]
    [InlineData("Dependabot", "fork")]
    public async Task Who_may_run_what_follows_from_where_a_change_comes_from(string happened, string jobs)
    {
        var all = await JobsAsync(Families.Own, "pull-request");
        var contexts = Contexts(happened, "", "", Everything);

        var ran = all.Children.Where(job => job.Key.ToString() is not ("images" or "report")
            && Holds(job.Value["if"].ToString(), contexts)).Select(job => job.Key.ToString());

        ran.Where(job => string.CompareOrdinal(job, "level-3") <= 0 || !job.StartsWith("level-", StringComparison.Ordinal))
            .ShouldBe(jobs.Split(' '));
        Holds(all["report"]["if"].ToString(), contexts).ShouldBe(happened.StartsWith("a pull request", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a pull request", "build")]
    [InlineData("a pull request of the default branch", "trial")]
    [InlineData("a merge queue", "trial")]
    [InlineData("a fork", "fork")]
    public async Task A_small_family_moves_no_tag_that_is_not_the_branch_s(string happened, string jobs)
    {
        var all = await JobsAsync(Families.One, "pull-request");

        all.Children.Where(job => job.Key.ToString() is not ("images" or "report")
            && Holds(job.Value["if"].ToString(), Contexts(happened, "", "", ""))).Select(job => job.Key.ToString()).ShouldBe([jobs]);
    }

    [Theory]
    [InlineData("workflow_dispatch", "refs/heads/feature", "develop", "production")]
    [InlineData("workflow_dispatch", "refs/heads/feature", "master", "production")]
    [InlineData("workflow_dispatch", "refs/heads/feature", "other", "")]
    [InlineData("workflow_dispatch", "refs/heads/feature", "", "")]
    [InlineData("workflow_dispatch", "refs/heads/develop", "develop", "")]
    [InlineData("push", "refs/heads/develop", "", "")]
    public async Task Who_moves_the_default_tag_by_hand_from_another_branch_needs_an_environment(string @event, string reference,
        string tag, string environment)
    {
        foreach (var (family, job) in new[] { (Families.Own, "publish"), (Families.One, "build") })
        {
            var jobs = await JobsAsync(family, "images");
            var contexts = new JsonObject
            {
                ["github"] = new JsonObject { ["event_name"] = @event, ["ref"] = reference },
                ["inputs"] = new JsonObject { ["tag"] = tag },
            };
            // A family without aliases has one default tag.
            var expected = family == Families.One && tag == "master" ? "" : environment;
            Expression.Interpolate(jobs[job]["environment"].ToString(), contexts, _ => true).ShouldBe(expected);
        }
    }

    [Theory]
    [InlineData("", "refs/heads/develop", "images-refs/heads/develop")]
    [InlineData("v2", "refs/heads/develop", "images-tag-v2")]
    [InlineData("", "refs/tags/v2", "images-refs/tags/v2")]
    public async Task A_tag_that_somebody_asks_for_waits_in_a_group_of_its_own(string tag, string reference, string group)
    {
        var root = await RootAsync(Families.Own, "images");
        var contexts = new JsonObject { ["github"] = new JsonObject { ["ref"] = reference },
            ["inputs"] = new JsonObject { ["tag"] = tag } };

        Expression.Interpolate(root["concurrency"]["group"].ToString(), contexts, _ => true).ShouldBe(group);
    }

    [Fact]
    public async Task The_environment_is_the_one_that_keg_yml_names_and_steps_of_one_s_own_stand_around_each_build()
    {
        using var folder = new FamilyFolder().Keg("""
            provider: ghcr.io/example
            groups:
              base: { folders: [base] }
              taps: { folders: ['taps/*'] }
            workflows: { environment: live, before: ./.github/actions/before, after: ./.github/actions/after }
            """).Add("base/Dockerfile", "FROM scratch\n");
        for (var i = 0; i < 5; i++)
            folder.Add($"taps/t{i}/Dockerfile", "FROM ghcr.io/example/base:develop\n");
        var model = await folder.LoadAsync();

        FamilyWorkflow.TextOf(model, Families.Workflows[0]).ShouldContain("&& 'live' || ''");
        foreach (var settings in Families.Workflows.Take(2))
        {
            var file = FamilyWorkflow.Compile(model, settings);
            WorkflowSafety.Check(file.Path, file.Text).ShouldBeEmpty();
            foreach (var (id, job) in Jobs(file.Text).Children.Select(pair => (pair.Key.ToString(), pair.Value)))
            {
                var names = ((YamlSequenceNode)job["steps"]).Select(step => step["name"].ToString()).ToList();
                if (id is "level-1" or "level-2" or "fork")
                    names.SkipWhile(name => name != "Before").Where(name => name != "Tell what was built")
                        .ShouldBe(["Before", "Build", "After"], id);
                else
                    names.ShouldNotContain("Before", id);
            }
        }
    }

    private static async Task CheckAsync(string family, string workflow, string happened, string succeeded, string failed, string outputs,
        bool isGreen)
    {
        var gate = (await JobsAsync(family, workflow))["images"];
        gate["name"].ToString().ShouldBe("images");
        gate["if"].ToString().ShouldBe("${{ always() }}");
        var step = ((YamlSequenceNode)gate["steps"]).ShouldHaveSingleItem();

        Holds(step["if"].ToString(), Contexts(happened, succeeded, failed, outputs)).ShouldBe(!isGreen);
        // What is cancelled is not done.
        if (isGreen)
            Holds(step["if"].ToString(), Contexts(happened, "", "", outputs, other: "cancelled")).ShouldBeTrue();
    }

    private static bool Holds(string condition, JsonObject contexts) =>
        Expression.Holds(condition, contexts, function => function is "success" or "always");

    private static JsonObject Contexts(string happened, string succeeded, string failed, string outputs, string other = "skipped")
    {
        var needs = new JsonObject();
        foreach (var job in new[] { "plan", "level-1", "level-2", "level-3", "publish", "fork", "build", "trial" })
        {
            needs[job] = new JsonObject { ["result"] = succeeded.Split(' ').Contains(job) ? "success" : failed == job ? "failure" : other,
                ["outputs"] = new JsonObject() };
        }

        foreach (var output in outputs.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')))
            needs["plan"]!["outputs"]![output[0]] = output[1];
        // The levels after the third are as that.
        for (var level = 4; level < 10; level++)
        {
            needs[$"level-{level}"] = needs["level-3"]!.DeepClone();
            needs["plan"]!["outputs"]![$"level-{level}"] = needs["plan"]!["outputs"]!["level-3"]?.DeepClone();
        }

        var isQueue = happened == "a merge queue";
        return new JsonObject
        {
            ["needs"] = needs,
            ["github"] = new JsonObject
            {
                ["event_name"] = isQueue ? "merge_group" : happened == "a push" ? "push" : "pull_request",
                ["actor"] = happened == "Dependabot" ? "dependabot[bot]" : "somebody",
                ["repository"] = "example/family",
                ["ref"] = "refs/heads/some",
                ["event"] = isQueue ? new JsonObject() : new JsonObject
                {
                    ["pull_request"] = new JsonObject
                    {
                        ["head"] = new JsonObject
                        {
                            ["ref"] = happened == "a pull request of the default branch" ? "develop" : "feature",
                            ["repo"] = new JsonObject { ["full_name"] = happened == "a fork" ? "someone/family" : "example/family" },
                        },
                    },
                },
            },
        };
    }

    private static async Task<YamlMappingNode> JobsAsync(string family, string workflow) =>
        (YamlMappingNode)(await RootAsync(family, workflow))["jobs"];

    private static async Task<YamlNode> RootAsync(string family, string workflow) =>
        Root((await Families.CompileAsync(family)).Single(file => file.Path.EndsWith($"/{workflow}.yml", StringComparison.Ordinal)).Text);

    private static YamlMappingNode Jobs(string text) => (YamlMappingNode)Root(text)["jobs"];

    private static YamlNode Root(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents.Single().RootNode;
    }
}
