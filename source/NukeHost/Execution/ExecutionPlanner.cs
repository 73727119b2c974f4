namespace Nuke.Common.Execution;

/// <summary>Puts the targets that a run needs in order. Pure: it looks at nothing but the targets.</summary>
internal static class ExecutionPlanner
{
    /// <summary>The targets to run, in order.</summary>
    /// <param name="targets">All targets, in the order of their declaration.</param>
    /// <param name="invoked">The targets asked for; the defaults when there is none.</param>
    /// <exception cref="UsageException">Some targets, invoked or not, wait for each other.</exception>
    public static IReadOnlyList<ExecutableTarget> Plan(IReadOnlyList<ExecutableTarget> targets,
        IReadOnlyCollection<ExecutableTarget> invoked)
    {
        if (TargetCycles.Find(targets) is { Count: > 0 } cycles)
            throw new UsageException(cycles.Select(cycle => $"Targets wait for each other: {string.Join(" → ", cycle)}"));

        var wanted = (invoked.Count > 0 ? invoked : targets.Where(target => target.IsDefault)).ToHashSet();
        while (true)
        {
            var plan = Sort(targets, wanted);
            var before = wanted.Count;
            wanted.UnionWith(plan.SelectMany(target => target.Triggers));
            if (wanted.Count == before)
                return plan;
        }
    }

    private static List<ExecutableTarget> Sort(IReadOnlyList<ExecutableTarget> targets, HashSet<ExecutableTarget> wanted)
    {
        var remaining = targets.ToList();
        var dependents = targets.ToDictionary(target => target, _ => 0);
        foreach (var dependency in targets.SelectMany(target => target.AllDependencies))
            dependents[dependency]++;

        var needed = new HashSet<ExecutableTarget>(wanted);
        var plan = new List<ExecutableTarget>();
        while (remaining.Count > 0)
        {
            var next = remaining.First(target => dependents[target] == 0);
            remaining.Remove(next);
            foreach (var dependency in next.AllDependencies)
                dependents[dependency]--;
            if (!needed.Contains(next))
                continue;
            plan.Add(next);
            needed.UnionWith(next.ExecutionDependencies);
        }

        plan.Reverse();
        return plan;
    }
}
