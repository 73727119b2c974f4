using System.Text.Json;
using KegImages.Images;
using KegImages.Planning;
using KegImages.Tests.Building;
using KegImages.Workflows;

namespace KegImages.Tests.Workflows;

public sealed class PlanOutputTests
{
    [Fact]
    public async Task Each_stage_lists_what_is_built_in_the_family_s_order()
    {
        var family = (await Families.LoadAsync(Families.Own)).Family;

        PlanOutput.Lines(PlanOf(family, family.Images), family, publishes: true).ShouldBe(
        [
            """base=["keg-base"]""",
            """keg-hub=["keg-components","keg-core","tap"]""",
            """taps=[{"name":"evf","images":"evf"},{"name":"keg-herkin","images":"keg-herkin"}]""",
            "publish=true",
        ]);
    }

    [Fact]
    public async Task Five_groups_are_five_outputs_of_which_the_last_is_a_matrix()
    {
        var family = (await Families.LoadAsync(Families.Five)).Family;

        PlanOutput.Lines(PlanOf(family, family.Images.Skip(1)), family, publishes: true).ShouldBe(
        [
            "base=[]",
            """group-3d=["engine"]""",
            """group-plan=["planner","planner-tools"]""",
            """apps=["app"]""",
            """leaves=[{"name":"leaf","images":"leaf"}]""",
            "publish=true",
        ]);
    }

    [Fact]
    public async Task Nothing_to_do_is_empty_lists()
    {
        var family = (await Families.LoadAsync(Families.Own)).Family;

        PlanOutput.Lines(PlanOf(family, []), family, publishes: false).ShouldBe(["base=[]", "keg-hub=[]", "taps=[]", "publish=false"]);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(250, 250)]
    [InlineData(251, 126)]
    [InlineData(300, 150)]
    public async Task A_matrix_stays_under_GitHub_s_limit_and_has_every_image_once(int taps, int jobs)
    {
        var family = (await Families.LoadAsync(Families.Large)).Family;
        var affected = family.Images.Where(image => image.Group.Name == "taps").Take(taps).ToList();

        var line = PlanOutput.Lines(PlanOf(family, affected), family, publishes: true)
            .Single(line => line.StartsWith("taps=", StringComparison.Ordinal));

        using var matrix = JsonDocument.Parse(line["taps=".Length..]);
        var entries = matrix.RootElement.EnumerateArray().ToList();
        entries.Count.ShouldBe(jobs);
        entries.Count.ShouldBeLessThan(256);
        entries.SelectMany(entry => entry.GetProperty("images").GetString()!.Split(' '))
            .ShouldBe(affected.Select(image => image.Name.ToString()));
        entries.Select(entry => entry.GetProperty("name").GetString()).Distinct().Count().ShouldBe(jobs);
    }

    private static BuildPlan PlanOf(Family family, IEnumerable<Image> images) =>
        FamilyOf.Plan([.. images.Select(image => FamilyOf.Step(image.Name.ToString()) with { Image = image })]);
}
