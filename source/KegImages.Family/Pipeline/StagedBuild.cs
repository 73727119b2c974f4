using System.Collections.Concurrent;

namespace KegImages.Pipeline;

/// <summary>
/// One run over all stages, waited for stage by stage: an image starts when its parents are built, whatever else its stage waits for, and
/// what happens to it is told as it happens, whichever stage is waited for.
/// </summary>
internal sealed class StagedBuild
{
    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<ImageName, BuildOutcome> outcomes = [];
    private readonly int size;
    private readonly Action<BuildEvent> tell;
    private readonly Task whole;
    private Stand? waiting;

    /// <summary>Begins the run.</summary>
    /// <param name="size">How many steps it has.</param>
    /// <param name="run">Builds all of them, telling what happens one event at a time.</param>
    /// <param name="tell">Is told the same.</param>
    public StagedBuild(int size, Func<Action<BuildEvent>, Task> run, Action<BuildEvent> tell)
    {
        (this.size, this.tell) = (size, tell);
        whole = run(Take);
    }

    /// <summary>How the steps ended so far.</summary>
    public IReadOnlyDictionary<ImageName, BuildOutcome> Outcomes => outcomes;

    /// <summary>Waits until all of these steps have ended.</summary>
    /// <exception cref="OperationCanceledException">The run was cancelled; all its processes are ended.</exception>
    public async Task<FamilyState> WaitAsync(IReadOnlyCollection<BuildStep> steps)
    {
        Stand stand;
        lock (gate)
            waiting = stand = new Stand(steps.Select(step => step.Image.Name).Where(name => !outcomes.ContainsKey(name)));
        await Task.WhenAny(stand.Ended, whole);
        lock (gate)
            waiting = null;
        // A run that failed says so; one that has ended may still have to tidy up.
        if (whole.IsCompleted || outcomes.Count == size)
            await whole;
        return new FamilyState([.. steps.Select(step => outcomes[step.Image.Name])]);
    }

    private void Take(BuildEvent happened)
    {
        lock (gate)
        {
            tell(happened);
            if (happened is not ImageEnded { Outcome: var outcome })
                return;
            outcomes[happened.Image] = outcome;
            waiting?.End(happened.Image);
        }
    }

    /// <summary>What is still waited for.</summary>
    private sealed class Stand
    {
        private readonly HashSet<ImageName> open;
        private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Stand(IEnumerable<ImageName> images)
        {
            open = [.. images];
            if (open.Count == 0)
                ended.SetResult();
        }

        public Task Ended => ended.Task;

        public void End(ImageName image)
        {
            if (open.Remove(image) && open.Count == 0)
                ended.SetResult();
        }
    }
}
