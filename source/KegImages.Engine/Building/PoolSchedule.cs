using KegImages.Planning;

namespace KegImages.Building;

/// <summary>
/// Which step is next, and on which builder: of the steps whose parents are all built that with the longest way below it, on a slot that
/// builds for its platforms, first where its parent was built, since its layers are there. It runs nothing by itself, and is not for
/// several threads at once.
/// </summary>
public sealed class PoolSchedule
{
    private readonly BuildSchedule order;
    private readonly BuilderPool pool;
    private readonly IReadOnlyList<BuildStep> steps;
    private readonly Dictionary<string, PriorityQueue<Part, int>> ready = new(StringComparer.Ordinal);
    private readonly Dictionary<ImageName, int> open = [];
    private readonly Dictionary<ImageName, PoolBuilder> makers = [];

    /// <summary>A schedule of all steps of a plan over a pool.</summary>
    /// <param name="steps">The steps, parents before children.</param>
    /// <param name="pool">The pool.</param>
    public PoolSchedule(IReadOnlyList<BuildStep> steps, BuilderPool pool) =>
        (this.steps, this.pool, order) = (steps, pool, new BuildSchedule(steps));

    /// <summary>Whether every step is finished or will never start.</summary>
    public bool IsDone => open.Count == 0 && order.IsDone;

    /// <summary>Takes the most urgent part of a step that can start now, and a slot for it; null when there is none until something
    /// happens.</summary>
    public Placement? Next()
    {
        TakeReady();
        var best = ready.Values.Where(queue => Peek(queue) is { } head && pool.HasRoom(head.Platforms))
            .MinBy(queue => Peek(queue)!.Urgency);
        if (best is null)
            return null;
        var part = best.Dequeue();
        var parents = part.Step.Parents.Select(parent => parent.Edge.Member).OfType<ImageName>().ToHashSet();
        var builder = pool.Take(part.Platforms, candidate => parents.Any(parent => makers.GetValueOrDefault(parent) == candidate))!;
        return new Placement(part.Step, part.Platforms, builder);
    }

    /// <summary>Takes in that a part is built.</summary>
    /// <returns>Whether it was the last one, so that the step is to be completed.</returns>
    public bool Succeed(Placement placed)
    {
        pool.Release(placed.Builder);
        if (!open.TryGetValue(placed.Step.Image.Name, out var left))
            return false;
        makers[placed.Step.Image.Name] = placed.Builder;
        open[placed.Step.Image.Name] = left - 1;
        return left == 1;
    }

    /// <summary>Takes in that a step is built as a whole, so that its children can start.</summary>
    public void Complete(BuildStep step)
    {
        open.Remove(step.Image.Name);
        order.Succeed(step);
    }

    /// <summary>Takes in that a part failed. What was waiting for the step, directly or not, will never start.</summary>
    /// <returns>The steps that are blocked now and were not before, parents before children; null where the step had failed
    /// before.</returns>
    public IReadOnlyList<BuildStep>? Fail(Placement placed)
    {
        pool.Release(placed.Builder);
        return Fail(placed.Step);
    }

    /// <summary>Takes in that a step failed whose parts were built.</summary>
    /// <returns>As of a part.</returns>
    public IReadOnlyList<BuildStep>? Fail(BuildStep step) => open.Remove(step.Image.Name) ? order.Fail(step) : null;

    /// <summary>Takes in that a builder died while it built a part: the part goes back to the queue, and the builder is left out.</summary>
    public void Lose(Placement placed)
    {
        pool.Release(placed.Builder);
        pool.Leave(placed.Builder);
        if (open.ContainsKey(placed.Step.Image.Name))
            Enqueue(placed.Step, placed.Platforms);
    }

    /// <summary>A step that could start and for which no builder is left; it has failed, and what waits for it is blocked. Null where
    /// there is none.</summary>
    public (BuildStep Step, IReadOnlyList<BuildStep> Blocked)? Abandon()
    {
        TakeReady();
        foreach (var queue in ready.Values.ToList())
        {
            while (Peek(queue) is { } head && pool.IsHopeless(head.Platforms))
            {
                if (head.Platforms.Any(platform => pool.IsHopeless([platform])))
                    return (head.Step, Fail(head.Step)!);
                // Who had all platforms is gone, and others have one each.
                queue.Dequeue();
                open[head.Step.Image.Name] = head.Platforms.Length;
                foreach (var platform in head.Platforms)
                    Enqueue(head.Step, [platform]);
            }
        }

        return null;
    }

    /// <summary>Starts nothing any more: what runs may end, and what was still waiting will never start.</summary>
    /// <returns>The steps that were still waiting, parents before children; none when it was stopped before.</returns>
    /// <param name="isUnderWay">Whether a part of a step runs or is built.</param>
    public IReadOnlyList<BuildStep> Stop(Func<ImageName, bool> isUnderWay)
    {
        var stopped = order.Stop().Select(step => step.Image.Name).ToHashSet();
        foreach (var part in ready.Values.SelectMany(queue => queue.UnorderedItems).Select(item => item.Element).ToList())
        {
            if (!isUnderWay(part.Step.Image.Name) && Fail(part.Step) is not null)
                stopped.Add(part.Step.Image.Name);
        }

        return [.. steps.Where(step => stopped.Contains(step.Image.Name))];
    }

    private void TakeReady()
    {
        while (order.Next() is { } step)
        {
            var parts = pool.PartsOf(step.Platforms).ToList();
            open[step.Image.Name] = parts.Count;
            foreach (var part in parts)
                Enqueue(step, part);
        }
    }

    private void Enqueue(BuildStep step, ImmutableArray<string> platforms)
    {
        var key = string.Join(',', platforms);
        if (!ready.TryGetValue(key, out var queue))
            ready[key] = queue = new PriorityQueue<Part, int>();
        var urgency = order.UrgencyOf(step);
        queue.Enqueue(new Part(step, platforms, urgency), urgency);
    }

    // Parts of a step that failed meanwhile wait no more.
    private Part? Peek(PriorityQueue<Part, int> queue)
    {
        while (queue.TryPeek(out var head, out _))
        {
            if (open.ContainsKey(head.Step.Image.Name))
                return head;
            queue.Dequeue();
        }

        return null;
    }

    private sealed record Part(BuildStep Step, ImmutableArray<string> Platforms, int Urgency);
}

/// <summary>A step, or a part of it, on the builder that builds it.</summary>
/// <param name="Step">The step.</param>
/// <param name="Platforms">The platforms that are built: all of the step's, or one of them.</param>
/// <param name="Builder">The builder.</param>
public sealed record Placement(BuildStep Step, ImmutableArray<string> Platforms, PoolBuilder Builder)
{
    /// <summary>Whether it is one of several parts of the step.</summary>
    public bool IsPart => Platforms.Length < Step.Platforms.Length;
}
