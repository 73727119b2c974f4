using System.Reflection;
using Nuke.Common.Execution;
using Nuke.Common.Tests.Running;

namespace Nuke.Common.Tests.Execution;

public sealed class ExecutionPlanner_tests : IDisposable
{
    private const int Size = 200;
    private static readonly PropertyInfo s_property = typeof(Version).GetProperty(nameof(Version.Major))!;
    private readonly TemporaryRoot _root = new();

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 20).Select(_ => Random.Shared.Next())];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_plan_respects_every_edge_and_holds_what_is_needed_and_nothing_else(int seed)
    {
        var random = new Random(seed);
        var targets = Acyclic(random);
        ExecutableTarget[] invoked = [.. targets.Where(_ => random.Next(20) == 0).DefaultIfEmpty(targets[0])];

        var plan = ExecutionPlanner.Plan(targets, invoked);

        var place = plan.Select((target, at) => (target, at)).ToDictionary(pair => pair.target, pair => pair.at);
        foreach (var target in plan)
        {
            target.ExecutionDependencies.Where(dependency => !place.ContainsKey(dependency)).ShouldBeEmpty($"seed {seed}: {target}");
            target.Triggers.Where(triggered => !place.ContainsKey(triggered)).ShouldBeEmpty($"seed {seed}: {target}");
            target.AllDependencies.Where(dependency => place.TryGetValue(dependency, out var before) && before >= place[target])
                .ShouldBeEmpty($"seed {seed}: {target}");
            var wanted = invoked.Contains(target)
                || plan.Any(other => other.ExecutionDependencies.Contains(target) || other.Triggers.Contains(target));
            wanted.ShouldBeTrue($"seed {seed}: nobody wants {target}");
        }

        invoked.ShouldAllBe(target => place.ContainsKey(target), $"seed {seed}");
        plan.Count.ShouldBe(plan.Distinct().Count(), $"seed {seed}");
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_cycle_is_named_as_it_is_even_among_targets_that_nobody_invoked(int seed)
    {
        var random = new Random(seed);
        var targets = Acyclic(random);
        // An edge against the order, along a path that exists, closes a cycle.
        var end = targets.Where(target => target.AllDependencies.Any()).MaxBy(_ => random.Next())!;
        var start = end;
        for (var steps = random.Next(1, 6); steps > 0 && start.AllDependencies.Any(); steps--)
            start = start.AllDependencies.MaxBy(_ => random.Next())!;
        start.OrderDependencies.Add(end);

        var problems = Should.Throw<UsageException>(() => ExecutionPlanner.Plan(targets, [targets[0]]), $"seed {seed}").Problems;

        foreach (var problem in problems)
        {
            problem.ShouldStartWith("Targets wait for each other: ");
            var path = problem.Split(": ")[1].Split(" → ").Select(name => targets.Single(target => target.Name == name)).ToArray();
            path.Length.ShouldBeGreaterThan(1, $"seed {seed}");
            path[^1].ShouldBe(path[0], $"seed {seed}");
            path.Zip(path.Skip(1)).ShouldAllBe(step => step.First.AllDependencies.Contains(step.Second), $"seed {seed}: {problem}");
        }
    }

    [Theory]
    [InlineData("", "BuildBase Audit Check BuildTaps Push Announce")]
    [InlineData("BuildBase", "BuildBase Audit")]
    [InlineData("build-taps", "BuildBase Audit BuildTaps")]
    [InlineData("Clean+buildbase", "Clean BuildBase Audit")]
    [InlineData("Announce", "Announce")]
    public async Task Targets_run_in_the_order_that_their_edges_ask_for(string words, string order)
    {
        var run = await Run.Of<Several>(_root, words, ["Push"]);
        var ran = run.Out.Split('\n').Where(line => line.StartsWith('║')).Select(line => line[2..]).ToArray();
        string.Join(' ', ran).ShouldBe(order, run.Text);
    }

    [Fact]
    public async Task A_plan_is_shown_and_nothing_runs()
    {
        var run = await Run.Of<Several>(_root, "Push Clean --plan", ["Push"]);
        run.Text.ShouldBeApproved();
        var page = _root["output/plan.html"];
        page.ShouldContain("<svg");
        page.ShouldContain(">BuildTaps</text>");
        page.ShouldContain(">Audit</text>");
        var part = new TemporaryRoot();
        await Run.Of<Several>(part, "Clean --plan", ["Push"]);
        part["output/plan.html"].ShouldContain(">Clean</text>");
        part["output/plan.html"].ShouldNotContain(">BuildTaps</text>", customMessage: "only what would run is drawn");
        part.Dispose();
        page.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal).ShouldNotContain("http");
    }

    public void Dispose() => _root.Dispose();

    // Edges go from a later target to an earlier one of a shuffled order, so there is no cycle.
    private static ExecutableTarget[] Acyclic(Random random)
    {
        ExecutableTarget[] targets = [.. Enumerable.Range(0, Size)
            .Select(number => new ExecutableTarget($"T{number}", s_property, definition => definition))];
        var order = targets.OrderBy(_ => random.Next()).ToArray();
        for (var edge = 0; edge < Size * 2; edge++)
        {
            var later = random.Next(1, Size);
            var (from, to) = (order[later], order[random.Next(later)]);
            switch (random.Next(6))
            {
                case 0:
                    from.TriggerDependencies.Add(to);
                    to.Triggers.Add(from);
                    break;
                case 1 or 2:
                    from.OrderDependencies.Add(to);
                    break;
                default:
                    from.ExecutionDependencies.Add(to);
                    break;
            }
        }

        return targets;
    }
}
