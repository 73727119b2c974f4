using KegImages.Tests.LockedPlans;
using KegImages.Workflows;

namespace KegImages.Tests.Workflows;

public sealed class PlanOutputTests
{
    [Fact]
    public async Task Each_level_lists_its_shards_and_what_they_build_is_in_the_locked_plan_alone()
    {
        var family = (await Families.LoadAsync(Families.Own)).Family;

        PlanOutput.Lines(SampleLock.Of(family, family.Images), family, publishes: true, "0123").ShouldBe(
        [
            """level-1=[{"name":"keg-base","shard":"1.1"}]""",
            """level-2=[{"name":"keg-components","shard":"2.1"},{"name":"keg-core","shard":"2.2"},{"name":"tap","shard":"2.3"}]""",
            """level-3=[{"name":"evf","shard":"3.1"},{"name":"keg-herkin","shard":"3.2"}]""",
            "publish=true",
            "locked-plan=0123",
        ]);
    }

    [Fact]
    public async Task Nothing_to_do_is_empty_lists()
    {
        var family = (await Families.LoadAsync(Families.Five)).Family;

        PlanOutput.Lines(SampleLock.Of(family, []), family, publishes: false, "0123")
            .ShouldBe(["level-1=[]", "level-2=[]", "level-3=[]", "level-4=[]", "level-5=[]", "publish=false", "locked-plan=0123"]);
    }

    [Fact]
    public async Task A_shard_of_many_is_called_by_the_first_two()
    {
        var family = (await Families.LoadAsync(Families.Large)).Family;

        var plan = SampleLock.Of(family, family.Images);

        plan.Of(2).Count().ShouldBe(16);
        PlanOutput.Lines(plan, family, publishes: true, "0123")[1].ShouldStartWith(
            """level-2=[{"name":"tap-001, tap-017 and 17 more","shard":"2.1"},""");
        plan.FindShard("2.1").ShouldNotBeNull().Images.Length.ShouldBe(19);
    }
}
