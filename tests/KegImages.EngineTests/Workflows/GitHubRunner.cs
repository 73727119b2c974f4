using KegImages.Workflows;

namespace KegImages.EngineTests.Workflows;

/// <summary>
/// What GitHub does with workflows, on this machine: an event starts a run; of a concurrency group one run goes on at a time and one waits,
/// and what waits gives way to what comes after it.
/// </summary>
/// <param name="jobs">Runs the jobs.</param>
internal sealed class GitHubRunner(JobRunner jobs)
{
    private readonly HashSet<string> busy = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (WorkflowRun Run, List<string> Log)> waiting = new(StringComparer.Ordinal);

    public JobRunner Jobs => jobs;

    /// <summary>What the shell steps printed.</summary>
    public List<string> Printed => jobs.Printed;

    /// <summary>Runs a workflow for an event.</summary>
    /// <returns>How each job ended, in order: <c>Plan: success</c>; a job of a matrix by its name in the UI.</returns>
    public async Task<List<string>> RunAsync(WorkflowFile workflow, GitHubEvent happened)
    {
        using var run = new WorkflowRun(workflow, happened, jobs);
        return [.. (await run.RunAsync()).Select(ending => ending.ToString())];
    }

    /// <summary>
    /// An event arrives: its run starts, or waits until the one in its group has ended. What became of it is in the list once all that
    /// waited has run.
    /// </summary>
    public async Task<List<string>> ArriveAsync(WorkflowRun run)
    {
        var log = new List<string>();
        if (!busy.Add(run.Group))
        {
            if (waiting.Remove(run.Group, out var given))
                given.Log.Add("cancelled");
            waiting[run.Group] = (run, log);
            return log;
        }

        log.AddRange((await run.RunAsync()).Select(ending => ending.ToString()));
        busy.Remove(run.Group);
        if (waiting.Remove(run.Group, out var next))
            next.Log.AddRange(await ArriveAsync(next.Run));
        return log;
    }
}
