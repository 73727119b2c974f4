using KegImages.Consoles;

namespace KegImages.Tests.Reporting;

public sealed class TimeLeftTests
{
    private static readonly Dictionary<string, TimeSpan?> None = [];

    [Fact]
    public void What_builds_on_each_other_takes_one_after_the_other() =>
        TimeLeft.Of(Plan(8, Work("a", 10), Work("b", 20, "a"), Work("c", 5, "a")), None, Running()).ShouldBe(TimeSpan.FromSeconds(30));

    [Fact]
    public void No_more_is_done_at_once_than_there_are_builders()
    {
        TimeLeft.Of(Plan(1, Work("a", 10), Work("b", 10), Work("c", 10)), None, Running()).ShouldBe(TimeSpan.FromSeconds(30));
        TimeLeft.Of(Plan(2, Work("a", 10), Work("b", 10), Work("c", 10)), None, Running()).ShouldBe(TimeSpan.FromSeconds(20));
        TimeLeft.Of(Plan(3, Work("a", 10), Work("b", 10), Work("c", 10)), None, Running()).ShouldBe(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void What_runs_needs_its_rest_and_what_is_over_its_time_needs_none()
    {
        TimeLeft.Of(Plan(2, Work("a", 10), Work("b", 20, "a")), None, Running(("a", 4))).ShouldBe(TimeSpan.FromSeconds(26));
        TimeLeft.Of(Plan(2, Work("a", 10), Work("b", 20, "a")), None, Running(("a", 40))).ShouldBe(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void What_nothing_is_known_of_takes_as_long_as_the_others_do()
    {
        TimeLeft.Of(Plan(1, Work("a", 10), Work("b", 30), Work("c", null)), None, Running()).ShouldBe(TimeSpan.FromSeconds(60));
        TimeLeft.Of(Plan(1, Work("a", null), Work("b", null)), Ended("a", TimeSpan.FromSeconds(7)), Running()).ShouldBe(
            TimeSpan.FromSeconds(7), "what this run did is known too");
    }

    [Fact]
    public void Where_nothing_is_known_nothing_is_said() =>
        TimeLeft.Of(Plan(1, Work("a", null)), None, Running(("a", 4))).ShouldBeNull();

    [Fact]
    public void What_ended_or_never_begins_takes_no_time() =>
        TimeLeft.Of(Plan(1, Work("a", 10), Work("b", 30, "a")), new Dictionary<string, TimeSpan?> { ["a"] = null, ["b"] = null }, Running())
            .ShouldBe(TimeSpan.Zero);

    [Fact]
    public void Random_plans_take_no_less_than_their_longest_way_and_no_more_than_all_of_it()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        for (var round = 0; round < 300; round++)
        {
            var works = new List<PlannedWork>();
            var longest = new Dictionary<string, double>();
            for (var i = 0; i < random.Next(1, 40); i++)
            {
                var after = Enumerable.Range(0, i).Where(_ => random.Next(6) == 0).Select(j => $"{j}").ToArray();
                works.Add(Work($"{i}", random.Next(1, 60), after));
                longest[$"{i}"] = works[i].Took!.Value.TotalSeconds + after.Select(name => longest[name]).DefaultIfEmpty(0).Max();
            }

            var left = TimeLeft.Of(Plan(random.Next(1, 9), [.. works]), None, Running())!.Value.TotalSeconds;
            left.ShouldBeInRange(longest.Values.Max(), works.Sum(work => work.Took!.Value.TotalSeconds), $"seed {seed}");
        }
    }

    private static Dictionary<string, TimeSpan?> Ended(string name, TimeSpan took) => new() { [name] = took };

    private static BoardPlan Plan(int parallel, params PlannedWork[] works) => new([.. works], []) { Parallel = parallel };

    private static PlannedWork Work(string name, double? seconds, params string[] after) =>
        new(name, [.. after], seconds is { } took ? TimeSpan.FromSeconds(took) : null);

    private static Dictionary<string, TimeSpan> Running(params (string Name, double Seconds)[] running) =>
        running.ToDictionary(pair => pair.Name, pair => TimeSpan.FromSeconds(pair.Seconds));
}
