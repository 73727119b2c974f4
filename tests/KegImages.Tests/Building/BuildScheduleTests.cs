using KegImages.Building;
using KegImages.Planning;

namespace KegImages.Tests.Building;

public sealed class BuildScheduleTests
{
    [Fact]
    public void The_step_with_the_longest_way_below_it_is_first()
    {
        var schedule = new BuildSchedule([FamilyOf.Step("leaf"), FamilyOf.Step("short"), FamilyOf.Step("long"), FamilyOf.Step("a", "short"),
            FamilyOf.Step("b", "long"), FamilyOf.Step("c", "b")]);

        Names(schedule).ShouldBe(["long", "short", "leaf"]);
    }

    [Fact]
    public void Of_two_equal_ways_the_one_that_more_wait_for_is_first()
    {
        var schedule = new BuildSchedule([FamilyOf.Step("one"), FamilyOf.Step("two"), FamilyOf.Step("a", "one"), FamilyOf.Step("b", "two"),
            FamilyOf.Step("c", "two")]);

        Names(schedule).ShouldBe(["two", "one"]);
    }

    [Fact]
    public void A_step_waits_for_all_its_parents()
    {
        BuildStep left = FamilyOf.Step("left"), right = FamilyOf.Step("right"), child = FamilyOf.Step("child", "left", "right");
        var schedule = new BuildSchedule([left, right, child]);
        schedule.Next();
        schedule.Next();

        schedule.Succeed(left);
        schedule.Next().ShouldBeNull();
        schedule.Succeed(right);

        schedule.Next().ShouldBe(child);
    }

    [Fact]
    public void A_failure_blocks_its_descendants_and_nothing_else()
    {
        BuildStep keg = FamilyOf.Step("keg-base"), core = FamilyOf.Step("core", "keg-base"), tap = FamilyOf.Step("tap", "keg-base"),
            evf = FamilyOf.Step("evf", "tap", "core"), hub = FamilyOf.Step("hub", "core");
        var schedule = new BuildSchedule([keg, core, tap, evf, hub]);
        schedule.Next();
        schedule.Succeed(keg);
        Names(schedule).ShouldBe(["core", "tap"]);

        schedule.Fail(tap).ShouldBe([evf]);
        schedule.Succeed(core);
        Names(schedule).ShouldBe(["hub"]);
        schedule.IsDone.ShouldBeFalse();
        schedule.Succeed(hub);

        schedule.IsDone.ShouldBeTrue();
    }

    [Fact]
    public void A_step_that_two_failures_block_is_told_once()
    {
        BuildStep left = FamilyOf.Step("left"), right = FamilyOf.Step("right"), child = FamilyOf.Step("child", "left", "right");
        var schedule = new BuildSchedule([left, right, child]);
        Names(schedule);

        schedule.Fail(left).ShouldBe([child]);
        schedule.Fail(right).ShouldBeEmpty();
        schedule.IsDone.ShouldBeTrue();
    }

    [Fact]
    public void A_stopped_schedule_starts_nothing_new_and_is_done_when_what_runs_has_ended()
    {
        BuildStep tap = FamilyOf.Step("tap"), core = FamilyOf.Step("core"), evf = FamilyOf.Step("evf", "tap"),
            hub = FamilyOf.Step("hub", "core"), deep = FamilyOf.Step("deep", "hub"), alone = FamilyOf.Step("alone");
        var schedule = new BuildSchedule([tap, core, evf, hub, deep, alone]);
        schedule.Next().ShouldBe(core);
        schedule.Next().ShouldBe(tap);

        schedule.Fail(tap).ShouldBe([evf]);
        schedule.Stop().ShouldBe([hub, deep, alone]);

        schedule.IsDone.ShouldBeFalse("core still runs");
        schedule.Succeed(core);
        schedule.Next().ShouldBeNull();
        schedule.IsDone.ShouldBeTrue();
        schedule.Stop().ShouldBeEmpty();
    }

    [Fact]
    public void Any_graph_is_done_with_each_step_taken_once_after_its_parents()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var round = 0; round < 200; round++)
        {
            var names = Enumerable.Range(0, random.Next(1, 30)).Select(number => $"i{number}").ToArray();
            var steps = names.Select((name, index) => FamilyOf.Step(name, [.. names.Take(index).Where(_ => random.Next(5) == 0)]))
                .ToArray();
            var schedule = new BuildSchedule(steps);
            List<BuildStep> running = [];
            HashSet<BuildStep> built = [], failed = [], blocked = [];
            while (!schedule.IsDone)
            {
                while (running.Count < 4 && schedule.Next() is { } next)
                {
                    built.IsSupersetOf(ParentsOf(next)).ShouldBeTrue($"seed {seed}, round {round}");
                    running.Add(next);
                }

                var ended = running[random.Next(running.Count)];
                running.Remove(ended);
                if (random.Next(8) == 0)
                {
                    failed.Add(ended).ShouldBeTrue();
                    blocked.UnionWith(schedule.Fail(ended));
                }
                else
                {
                    built.Add(ended).ShouldBeTrue();
                    schedule.Succeed(ended);
                }
            }

            (built.Count + failed.Count + blocked.Count).ShouldBe(steps.Length, $"seed {seed}, round {round}");
            blocked.All(step => ParentsOf(step).Any(parent => failed.Contains(parent) || blocked.Contains(parent)))
                .ShouldBeTrue($"seed {seed}, round {round}");

            IEnumerable<BuildStep> ParentsOf(BuildStep step) =>
                step.Parents.Select(parent => steps.Single(other => other.Image.Name == parent.Edge.Member));
        }
    }

    private static List<string> Names(BuildSchedule schedule)
    {
        List<string> names = [];
        while (schedule.Next() is { } step)
            names.Add(step.Image.Name.ToString());
        return names;
    }
}
