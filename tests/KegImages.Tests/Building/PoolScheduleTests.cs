using KegImages.Building;
using KegImages.Planning;

namespace KegImages.Tests.Building;

/// <summary>Which builder of a pool has the next step.</summary>
public sealed class PoolScheduleTests
{
    [Fact]
    public void A_step_goes_to_the_builder_with_the_least_to_do_and_the_longest_way_first()
    {
        var schedule = Schedule([new("one", 2), new("two", 1)], FamilyOf.Step("leaf"), FamilyOf.Step("long"), FamilyOf.Step("x", "long"),
            FamilyOf.Step("other"));

        Names(schedule).ShouldBe(["long on one", "leaf on two", "other on one"]);
    }

    [Fact]
    public void A_child_goes_where_its_parent_was_built_while_a_slot_is_free_there()
    {
        var schedule = Schedule([new("one", 1), new("two", 2)], FamilyOf.Step("a"), FamilyOf.Step("b"), FamilyOf.Step("b1", "b"),
            FamilyOf.Step("b2", "b"), FamilyOf.Step("b3", "b"));
        Placement b = schedule.Next()!, a = schedule.Next()!;
        (b.Step.Image.Name.ToString(), b.Builder.Name, a.Builder.Name).ShouldBe(("b", "one", "two"));
        schedule.Succeed(b).ShouldBeTrue();
        schedule.Complete(b.Step);

        Names(schedule).ShouldBe(["b1 on one", "b2 on two"], "one is full then, and nothing waits for it");
    }

    [Fact]
    public void A_step_goes_to_a_builder_of_its_platform_and_what_waits_for_one_holds_nothing_else_up()
    {
        var schedule = Schedule([Of("amd", "linux/amd64"), Of("arm", "linux/arm64")], For("a", "linux/arm64"), For("b", "linux/arm64"),
            For("c", "linux/amd64"));

        Names(schedule).ShouldBe(["a on arm", "c on amd"]);
    }

    [Fact]
    public void A_platform_that_a_builder_only_emulates_goes_to_one_that_has_it()
    {
        var emulating = Of("both", "linux/amd64") with { Platforms = ["linux/amd64", "linux/arm64"] };

        Names(Schedule([emulating, Of("arm", "linux/arm64")], For("a", "linux/arm64/v8"))).ShouldBe(["a on arm"]);
        Names(Schedule([emulating, Of("amd", "linux/amd64")], For("a", "linux/arm64"))).ShouldBe(["a on both"]);
        Names(Schedule([Of("amd", "linux/amd64")], For("a", "linux/riscv64"))).ShouldBe(["a on amd"],
            "what only copies files is built anywhere, and nobody says to have it");
    }

    [Fact]
    public void Several_platforms_are_one_part_where_a_builder_has_them_all_and_else_one_each()
    {
        var both = For("both", "linux/amd64", "linux/arm64");
        var schedule = Schedule([Of("amd", "linux/amd64"), Of("arm", "linux/arm64")], both, FamilyOf.Step("child", "both"));

        Placement amd = schedule.Next()!, arm = schedule.Next()!;
        (amd.IsPart, amd.Builder.Name, arm.Builder.Name).ShouldBe((true, "amd", "arm"));
        schedule.Succeed(amd).ShouldBeFalse();
        schedule.Next().ShouldBeNull();
        schedule.Succeed(arm).ShouldBeTrue("the other one was built before");
        schedule.Next().ShouldBeNull("no child starts before the parts are one image");
        schedule.Complete(both);
        Names(schedule).ShouldBe(["child on amd"]);

        Schedule([new("one", 2) { Native = ["linux/amd64", "linux/arm64"] }], both).Next()!.IsPart.ShouldBeFalse();
        Schedule([new("one", 2)], both).Next()!.IsPart.ShouldBeFalse("nobody says what it builds for");
    }

    [Fact]
    public void A_part_that_fails_fails_its_image_once_and_blocks_its_children()
    {
        var both = For("both", "linux/amd64", "linux/arm64");
        BuildStep child = FamilyOf.Step("child", "both"), other = FamilyOf.Step("other");
        var schedule = Schedule([Of("amd", "linux/amd64"), Of("arm", "linux/arm64")], both, child, other);
        Placement amd = schedule.Next()!, arm = schedule.Next()!;

        schedule.Fail(arm).ShouldBe([child]);
        schedule.Fail(amd).ShouldBeNull("its image had failed before");
        Names(schedule).ShouldBe(["other on amd"]);
    }

    [Fact]
    public void A_builder_that_died_is_left_out_until_it_answers_and_its_step_goes_to_another()
    {
        PoolBuilder one = new("one", 1), two = new("two", 1);
        var pool = new BuilderPool([one, two]);
        var schedule = new PoolSchedule([FamilyOf.Step("a"), FamilyOf.Step("b")], pool);
        Placement a = schedule.Next()!, b = schedule.Next()!;

        schedule.Lose(a);
        schedule.Next().ShouldBeNull("two is busy, and one is out");
        schedule.Succeed(b);
        schedule.Complete(b.Step);
        schedule.Next()!.Builder.ShouldBe(two);
        pool.Return(one);
        schedule.IsDone.ShouldBeFalse();
    }

    [Fact]
    public void Where_no_builder_is_left_for_a_step_it_is_abandoned_with_what_waits_for_it_and_the_rest_goes_on()
    {
        PoolBuilder amd = Of("amd", "linux/amd64"), arm = Of("arm", "linux/arm64");
        var pool = new BuilderPool([amd, arm]);
        BuildStep lost = For("lost", "linux/arm64"), child = FamilyOf.Step("child", "lost"), other = For("other", "linux/amd64");
        var schedule = new PoolSchedule([lost, child, other], pool);
        schedule.Lose(schedule.Next()!);
        schedule.Abandon().ShouldBeNull("it may come back");

        pool.GiveUp(arm);

        var abandoned = schedule.Abandon()!.Value;
        (abandoned.Step, abandoned.Blocked.Single()).ShouldBe((lost, child));
        schedule.Abandon().ShouldBeNull();
        Names(schedule).ShouldBe(["other on amd"]);
    }

    [Fact]
    public void Who_does_not_answer_before_the_run_is_left_out_from_the_beginning() =>
        Names(Schedule([new("silent", 2) { Silence = "gone" }, new("two", 1)], FamilyOf.Step("a"), FamilyOf.Step("b")))
            .ShouldBe(["a on two"]);

    private static BuildStep For(string name, params string[] platforms) => FamilyOf.Step(name) with { Platforms = [.. platforms] };

    private static PoolBuilder Of(string name, string platform) => new(name, 1) { Native = [platform], Platforms = [platform] };

    private static PoolSchedule Schedule(PoolBuilder[] builders, params BuildStep[] steps) => new(steps, new BuilderPool(builders));

    private static List<string> Names(PoolSchedule schedule)
    {
        List<string> names = [];
        while (schedule.Next() is { } placed)
            names.Add($"{placed.Step.Image.Name} on {placed.Builder.Name}");
        return names;
    }
}
