using System.Collections.Concurrent;

namespace KegImages.Pipeline;

/// <summary>
/// One run over all stages, watched stage by stage: an image starts when its parents are built, whatever else its stage waits for,
/// and what happens to it is told once its stage is looked at.
/// </summary>
internal sealed class StagedBuild
{
    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<ImageName, BuildOutcome> outcomes = [];
    private readonly int size;
    private readonly Task whole;
    private List<BuildEvent> unseen = [];
    private Stand? watcher;

    /// <summary>Begins the run.</summary>
    /// <param name="size">How many steps it has.</param>
    /// <param name="run">Builds all of them, telling what happens one event at a time.</param>
    public StagedBuild(int size, Func<Action<BuildEvent>, Task> run) => (this.size, whole) = (size, run(Take));

    /// <summary>How the steps ended so far.</summary>
    public IReadOnlyDictionary<ImageName, BuildOutcome> Outcomes => outcomes;

    /// <summary>Tells what happened to these steps and what happens to them, until all of them have ended.</summary>
    /// <exception cref="OperationCanceledException">The run was cancelled; all its processes are ended.</exception>
    public async Task<FamilyState> WatchAsync(IReadOnlyCollection<BuildStep> steps, Action<BuildEvent> onEvent)
    {
        var stand = new Stand(steps, onEvent);
        lock (gate)
        {
            var before = unseen;
            (watcher, unseen) = (stand, []);
            foreach (var happened in before)
                Hand(happened);
        }

        await Task.WhenAny(stand.Ended, whole);
        lock (gate)
            watcher = null;
        // A run that failed says so; one that has ended may still have to tidy up.
        if (whole.IsCompleted || outcomes.Count == size)
            await whole;
        return new FamilyState([.. steps.Select(step => outcomes[step.Image.Name])]);
    }

    private void Take(BuildEvent happened)
    {
        lock (gate)
        {
            if (happened is ImageEnded { Outcome: var outcome })
                outcomes[happened.Image] = outcome;
            Hand(happened);
        }
    }

    private void Hand(BuildEvent happened)
    {
        if (watcher?.See(happened) != true)
            unseen.Add(happened);
    }

    /// <summary>Where one stage is watched from.</summary>
    private sealed class Stand(IReadOnlyCollection<BuildStep> steps, Action<BuildEvent> onEvent)
    {
        private readonly HashSet<ImageName> images = [.. steps.Select(step => step.Image.Name)];
        private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int open = steps.Count;

        public Task Ended => ended.Task;

        public bool See(BuildEvent happened)
        {
            if (!images.Contains(happened.Image))
                return false;
            onEvent(happened);
            if (happened is ImageEnded && --open == 0)
                ended.SetResult();
            return true;
        }
    }
}
