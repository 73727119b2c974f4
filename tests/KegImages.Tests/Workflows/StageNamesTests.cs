using KegImages.Images;
using KegImages.Workflows;

namespace KegImages.Tests.Workflows;

public sealed class StageNamesTests
{
    [Theory]
    [InlineData("base keg-hub taps", "base keg-hub taps")]
    [InlineData("Base a_b-C", "Base a_b-C")]
    [InlineData("plan publish fork", "group-plan group-publish group-fork")]
    [InlineData("Plan base", "group-Plan base")]
    [InlineData("3d 2d", "group-3d group-2d")]
    [InlineData("taps Taps TAPS", "taps group-Taps group-TAPS-2")]
    [InlineData("3d group-3d", "group-3d-2 group-3d")]
    [InlineData("plan group-plan group-plan-2", "group-plan-3 group-plan group-plan-2")]
    public void Each_stage_is_called_as_its_group_where_GitHub_can_have_that(string groups, string jobs)
    {
        var stages = groups.Split(' ').Select((name, order) => new ImageGroup(name, order)).ToList();

        var names = new StageNames(stages);

        stages.Select(stage => names[stage]).ShouldBe(jobs.Split(' '));
    }

    // https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_id
    [Fact]
    public void Whatever_groups_are_called_jobs_have_legal_names_of_their_own()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        string[] words = ["a", "A", "3", "plan", "Publish", "fork", "group-a", "group-3", "group-plan", "a-2", "group-a-2", "a_", "images", "Report"];
        for (var i = 0; i < 500; i++)
        {
            var stages = random.GetItems(words, random.Next(1, 9)).Distinct().Select((name, order) => new ImageGroup(name, order)).ToList();

            var names = new StageNames(stages);

            var jobs = stages.Select(stage => names[stage]).ToList();
            jobs.ShouldAllBe(job => char.IsAsciiLetter(job[0]) && job.All(c => char.IsAsciiLetterOrDigit(c) || c == '-' || c == '_'));
            jobs.Concat(["plan", "publish", "fork", "images", "report"]).Distinct(StringComparer.OrdinalIgnoreCase).Count()
                .ShouldBe(jobs.Count + 5);
        }
    }
}
