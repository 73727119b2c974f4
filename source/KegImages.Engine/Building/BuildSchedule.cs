using KegImages.Planning;

namespace KegImages.Building;

/// <summary>
/// Which step is next: one whose parents are all built, that with the longest way below it first, since it decides when the last image is
/// done.
/// It runs nothing by itself, and is not for several threads at once.
/// </summary>
public sealed class BuildSchedule
{
    private readonly Dictionary<ImageName, BuildStep> waiting;
    private readonly Dictionary<ImageName, HashSet<ImageName>> unbuilt;
    private readonly ILookup<ImageName, BuildStep> children;
    private readonly IReadOnlyList<BuildStep> order;
    private readonly Dictionary<ImageName, int> urgency;
    private readonly PriorityQueue<BuildStep, int> ready = new();
    private int running;

    /// <summary>A schedule of all steps of a plan, parents before children.</summary>
    /// <param name="steps">The steps.</param>
    public BuildSchedule(IReadOnlyList<BuildStep> steps)
    {
        order = steps;
        waiting = steps.ToDictionary(step => step.Image.Name);
        unbuilt = steps.ToDictionary(step => step.Image.Name, step => ParentsOf(step).ToHashSet());
        children = steps.SelectMany(step => ParentsOf(step).Distinct().Select(parent => (parent, step)))
            .ToLookup(pair => pair.parent, pair => pair.step);

        var below = new Dictionary<ImageName, int>();
        foreach (var step in steps.Reverse())
            below[step.Image.Name] = 1 + children[step.Image.Name].Select(child => below[child.Image.Name]).DefaultIfEmpty(0).Max();
        urgency = steps.OrderByDescending(step => below[step.Image.Name]).ThenByDescending(step => children[step.Image.Name].Count())
            .Index().ToDictionary(step => step.Item.Image.Name, step => step.Index);
        foreach (var step in steps)
            EnqueueIfReady(step);
    }

    /// <summary>Whether every step is finished or blocked.</summary>
    public bool IsDone => waiting.Count == 0 && running == 0;

    /// <summary>How urgent a step is: of two, that with the smaller number is to start first.</summary>
    public int UrgencyOf(BuildStep step) => urgency[step.Image.Name];

    /// <summary>Takes the most urgent step that can start now; null when none can until another one is finished.</summary>
    public BuildStep? Next()
    {
        // What was stopped or blocked meanwhile waits no more.
        while (ready.TryDequeue(out var next, out _))
        {
            if (!waiting.Remove(next.Image.Name))
                continue;
            running++;
            return next;
        }

        return null;
    }

    /// <summary>Takes in that a step is built, so that its children can start.</summary>
    public void Succeed(BuildStep step)
    {
        running--;
        foreach (var child in children[step.Image.Name])
        {
            unbuilt[child.Image.Name].Remove(step.Image.Name);
            EnqueueIfReady(child);
        }
    }

    /// <summary>Takes in that a step failed. What was waiting for it, directly or not, will never start.</summary>
    /// <returns>The steps that are blocked now and were not before, parents before children.</returns>
    public IReadOnlyList<BuildStep> Fail(BuildStep step)
    {
        running--;
        List<BuildStep> blocked = [];
        Block(step);
        return blocked;

        void Block(BuildStep parent)
        {
            foreach (var child in children[parent.Image.Name].Where(child => waiting.Remove(child.Image.Name)))
            {
                blocked.Add(child);
                Block(child);
            }
        }
    }

    /// <summary>Starts nothing any more: what runs may end, and what was still waiting will never start.</summary>
    /// <returns>The steps that were still waiting, parents before children; none when it was stopped before.</returns>
    public IReadOnlyList<BuildStep> Stop() => [.. order.Where(step => waiting.Remove(step.Image.Name))];

    private void EnqueueIfReady(BuildStep step)
    {
        if (unbuilt[step.Image.Name].Count == 0)
            ready.Enqueue(step, urgency[step.Image.Name]);
    }

    private static IEnumerable<ImageName> ParentsOf(BuildStep step) =>
        step.Parents.Where(parent => parent.IsBuiltHere).Select(parent => parent.Edge.Member!);
}
