using KegImages.Planning;

namespace KegImages.Building;

/// <summary>
/// One run of a plan over a pool: starts what the schedule says, and tells it what became of that. All of it happens on one thread at a
/// time; only the builds themselves are side by side.
/// </summary>
/// <param name="steps">The steps, parents before children.</param>
/// <param name="pool">The builders.</param>
/// <param name="work">Does what takes time.</param>
/// <param name="keepGoing">Whether what does not descend from a failure is built all the same.</param>
internal sealed class PoolRun(IReadOnlyList<BuildStep> steps, BuilderPool pool, IPoolWork work, bool keepGoing)
{
    private readonly PoolSchedule schedule = new(steps, pool);
    private readonly List<Task<Action>> building = [];
    private readonly Dictionary<PoolBuilder, Task<Action>> waiting = [];
    private readonly Dictionary<ImageName, List<Built>> parts = [];
    private readonly Dictionary<ImageName, int> losses = [];
    private readonly Dictionary<ImageName, LostPart> lostParts = [];
    private readonly List<LostBuilder> lost = [];
    private readonly HashSet<ImageName> begun = [];

    /// <summary>What runs now; it has to be waited for where the run is broken off.</summary>
    public IEnumerable<Task> UnderWay => building.Concat(waiting.Values);

    /// <summary>Builds all that can be built.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var silent in pool.Builders.Where(builder => builder.Silence is not null))
            Watch(silent, null, silent.Silence!, cancellationToken);
        while (true)
        {
            while (schedule.Abandon() is var (step, blocked))
                NotStarted(blocked.Prepend(step));
            while (schedule.Next() is { } placed)
                building.Add(BuildAsync(placed, cancellationToken));
            if (building.Count == 0 && schedule.IsDone)
                return;
            var ended = await Task.WhenAny(building.Concat(waiting.Values));
            building.Remove(ended);
            (await ended)();
        }
    }

    private async Task<Action> BuildAsync(Placement placed, CancellationToken cancellationToken)
    {
        var name = placed.Step.Image.Name;
        if (begun.Add(name))
            work.Begin(placed);
        if (lostParts.Remove(name, out var died))
            work.Retry(placed, died.Builder, died.Said);
        var (outcome, said) = await work.BuildAsync(placed, losses.GetValueOrDefault(name), cancellationToken);
        return said is null ? () => End(placed, outcome!, cancellationToken) : () => Lose(placed, said, cancellationToken);
    }

    private void End(Placement placed, BuildOutcome outcome, CancellationToken cancellationToken)
    {
        if (outcome is not Built built)
        {
            FailWith(outcome, schedule.Fail(placed));
            return;
        }

        if (!parts.TryGetValue(placed.Step.Image.Name, out var there))
            parts[placed.Step.Image.Name] = there = [];
        there.Add(built);
        if (!schedule.Succeed(placed))
            return;
        if (placed.IsPart)
            building.Add(JoinAsync(placed.Step, there, cancellationToken));
        else
            Complete(built);
    }

    private async Task<Action> JoinAsync(BuildStep step, List<Built> built, CancellationToken cancellationToken)
    {
        var outcome = await work.JoinAsync(step, built, cancellationToken);
        return () =>
        {
            if (outcome is Built whole)
                Complete(whole);
            else
                FailWith(outcome, schedule.Fail(step));
        };
    }

    private void Complete(Built built)
    {
        work.End(built);
        schedule.Complete(built.Step);
    }

    // Null where another part of the step failed before: that was told.
    private void FailWith(BuildOutcome outcome, IReadOnlyList<BuildStep>? blocked)
    {
        if (blocked is null)
            return;
        work.End(outcome);
        foreach (var step in blocked)
            work.End(new Blocked(step, outcome.Step.Image.Name));
        foreach (var step in keepGoing ? [] : schedule.Stop(begun.Contains))
            work.End(new NotStarted(step, outcome.Step.Image.Name));
    }

    private void Lose(Placement placed, string said, CancellationToken cancellationToken)
    {
        var name = placed.Step.Image.Name;
        losses[name] = losses.GetValueOrDefault(name) + 1;
        lostParts[name] = new LostPart(placed.Builder, said);
        schedule.Lose(placed);
        // It is waited for once, however many lost it.
        if (!waiting.ContainsKey(placed.Builder) && lost.All(other => other.Builder != placed.Builder.Name))
            Watch(placed.Builder, name, said, cancellationToken);
    }

    private void Watch(PoolBuilder builder, ImageName? image, string said, CancellationToken cancellationToken)
    {
        waiting[builder] = WatchAsync();

        async Task<Action> WatchAsync()
        {
            var isBack = await work.IsBackAsync(builder, cancellationToken);
            return () =>
            {
                waiting.Remove(builder);
                if (isBack)
                {
                    pool.Return(builder);
                    return;
                }

                pool.GiveUp(builder);
                lost.Add(new LostBuilder(image ?? steps[0].Image.Name, builder.Name, said, BuilderWatch.Waited)
                {
                    IsSilent = image is null,
                    Before = lost.Count == 0 ? null : string.Join(", ", lost.Select(other => other.Builder ?? "the engine's own")),
                });
                if (lost.Count < pool.Builders.Count())
                    waiting[builder] = ReturnAsync(builder, cancellationToken);
            };
        }
    }

    // While others build, it may yet come back.
    private async Task<Action> ReturnAsync(PoolBuilder builder, CancellationToken cancellationToken)
    {
        await work.WaitAsync(builder, cancellationToken);
        return () =>
        {
            waiting.Remove(builder);
            lost.RemoveAll(other => other.Builder == builder.Name);
            pool.Return(builder);
        };
    }

    private void NotStarted(IEnumerable<BuildStep> steps)
    {
        foreach (var step in steps)
            work.End(new NotStarted(step, lost[^1].Image) { Lost = lost[^1] });
    }

    private sealed record LostPart(PoolBuilder Builder, string Said);
}
