using YamlDotNet.RepresentationModel;

namespace KegImages.Tests.Workflows;

/// <summary>The page of a run as an artifact, and what leads to it.</summary>
public sealed class KeptPageTests
{
    private const string Keep = "Keep the family's page";
    private const string Lead = "Lead to the family's page";

    [Theory]
    [InlineData("images", "plan", "Plan")]
    [InlineData("images", "publish", "Publish")]
    [InlineData("pull-request", "plan", "Plan")]
    [InlineData("pull-request", "publish", "Publish")]
    public async Task The_job_that_plans_and_the_one_that_publishes_keep_the_page_right_behind_what_wrote_it(string workflow, string job,
        string step)
    {
        var names = (await StepsAsync(workflow, job)).Select(one => one["name"].ToString()).ToList();

        names.Skip(names.IndexOf(step)).Take(3).ShouldBe([step, Keep, Lead]);
    }

    [Fact]
    public async Task The_same_artifact_is_replaced_so_that_the_one_that_stays_knows_most()
    {
        var kept = (await StepsAsync("images", "publish")).Single(step => step["name"].ToString() == Keep);

        kept["with"]["name"].ToString().ShouldBe("family-page");
        kept["with"]["path"].ToString().TrimEnd().ShouldBe("output/family.html\noutput/logs");
        kept["with"]["overwrite"].ToString().ShouldBe("true");
    }

    [Fact]
    public async Task The_comment_is_handed_on_once_it_is_known_where_the_page_is()
    {
        var steps = await StepsAsync("pull-request", "publish");
        var names = steps.Select(one => one["name"].ToString()).ToList();

        names.IndexOf("Hand the comment on").ShouldBeGreaterThan(names.IndexOf(Keep));
        steps[names.IndexOf("Hand the comment on")]["env"]["KEG_PAGE"].ToString()
            .ShouldBe($"${{{{ steps.{steps[names.IndexOf(Keep)]["id"]}.outputs.artifact-url }}}}");
    }

    [Theory]
    [InlineData("fork")]
    [InlineData("level-1")]
    [InlineData("report")]
    public async Task What_a_fork_built_is_kept_as_no_page_nor_is_a_part_of_the_family(string job) =>
        (await StepsAsync("pull-request", job)).ShouldAllBe(step => step["name"].ToString() != Keep);

    private static async Task<List<YamlMappingNode>> StepsAsync(string workflow, string job)
    {
        var files = await Families.CompileAsync(Families.Own);
        var file = files.Single(file => file.Path.EndsWith($"/{workflow}.yml", StringComparison.Ordinal));
        var stream = new YamlStream();
        stream.Load(new StringReader(file.Text));
        return [.. ((YamlSequenceNode)stream.Documents.Single().RootNode["jobs"][job]["steps"]).Cast<YamlMappingNode>()];
    }
}
