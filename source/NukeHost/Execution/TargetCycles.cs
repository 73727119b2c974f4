namespace Nuke.Common.Execution;

/// <summary>Finds targets that wait for each other.</summary>
internal static class TargetCycles
{
    /// <summary>One closed path for each knot of targets: each waits for the next one, and the last is the first again.</summary>
    public static IReadOnlyList<IReadOnlyList<ExecutableTarget>> Find(IReadOnlyList<ExecutableTarget> targets)
    {
        var cycles = new List<IReadOnlyList<ExecutableTarget>>();
        var done = new HashSet<ExecutableTarget>();
        foreach (var start in targets)
        {
            if (done.Contains(start) || PathBack(start) is not { } cycle)
                continue;
            cycles.Add(cycle);
            done.UnionWith(cycle);
        }

        return cycles;
    }

    // Breadth first, so that the path named is a shortest one.
    private static List<ExecutableTarget>? PathBack(ExecutableTarget start)
    {
        var cameFrom = new Dictionary<ExecutableTarget, ExecutableTarget>();
        var queue = new Queue<ExecutableTarget>([start]);
        while (queue.TryDequeue(out var current))
        {
            foreach (var next in current.AllDependencies)
            {
                if (next == start)
                {
                    var path = new List<ExecutableTarget> { start };
                    for (var step = current; step != start; step = cameFrom[step])
                        path.Add(step);
                    path.Add(start);
                    path.Reverse();
                    return path;
                }

                if (cameFrom.TryAdd(next, current))
                    queue.Enqueue(next);
            }
        }

        return null;
    }
}
