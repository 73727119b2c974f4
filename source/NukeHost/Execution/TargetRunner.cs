using System.Diagnostics;
using Nuke.Common.Output;
using Nuke.Common.Startup;

namespace Nuke.Common.Execution;

/// <summary>Runs the scheduled targets one after the other.</summary>
internal sealed class TargetRunner(NukeBuild build, BuildSession session, Interruption interruption, AttemptFile attempt)
{
    private bool _stopped;

    public async Task RunAsync()
    {
        foreach (var target in session.Plan)
        {
            if (target.Status == ExecutionStatus.Skipped)
                build.OnTargetSkipped(target.Name);
            else if ((_stopped || interruption.IsRequested) && !target.RunsAfterFailure)
                target.Status = ExecutionStatus.NotRun;
            else if (UnmetCondition(target) is { } condition)
                Skip(target, condition);
            else if (target.Actions.Count == 0)
                target.Status = ExecutionStatus.Collective;
            else
                await RunAsync(target);
        }
    }

    private void Skip(ExecutableTarget target, TargetCondition condition)
    {
        target.Status = ExecutionStatus.Skipped;
        target.SkipReason = condition.Text;
        build.OnTargetSkipped(target.Name);
    }

    private async Task RunAsync(ExecutableTarget target)
    {
        session.Output.Begin(target.Name);
        session.Running = target;
        target.Status = ExecutionStatus.Running;
        var watch = Stopwatch.StartNew();
        try
        {
            build.OnTargetRunning(target.Name);
            // On another thread, so that a target that does not listen to an interruption can be left behind.
            await interruption.WatchAsync(target.Name, Task.Run(() => ActAsync(target)));
            target.Status = ExecutionStatus.Succeeded;
            target.Duration = watch.Elapsed;
            attempt.Succeeded(target);
            build.OnTargetSucceeded(target.Name);
        }
        catch (Exception exception)
        {
            target.Duration = watch.Elapsed;
            Fail(target, exception, await interruption.IsBehindAsync(Failures.Unwrap(exception)));
        }
        finally
        {
            session.Running = null;
            session.Output.End(target.Name);
        }
    }

    private void Fail(ExecutableTarget target, Exception exception, bool interrupted)
    {
        target.Status = interrupted ? ExecutionStatus.Aborted : ExecutionStatus.Failed;
        target.Failure = interrupted ? null : exception;
        session.HasFailed = true;
        _stopped |= !target.ToleratesFailure;
        // Of an interruption the target says what stands, and the run's last line that it was one.
        if (!interrupted)
            Say(Defect.Describe(exception, session));
        build.OnTargetFailed(target.Name);
    }

    // Where nothing runs any more, what is said next is how all targets ended: below that it is in sight.
    private void Say(string error)
    {
        var isOver = (_stopped || interruption.IsRequested)
            && !session.Plan.Any(other => other is { RunsAfterFailure: true, Status: ExecutionStatus.Scheduled });
        if (isOver)
            session.Output.Hold(error);
        else
            session.Output.Log(LogLevel.Error, error);
    }

    private static async Task ActAsync(ExecutableTarget target)
    {
        foreach (var action in target.Actions)
            await action();
    }

    private static TargetCondition? UnmetCondition(ExecutableTarget target) =>
        target.DynamicConditions.FirstOrDefault(condition => !condition.Holds());
}
