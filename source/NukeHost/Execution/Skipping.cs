using Nuke.Common.Startup;
using Nuke.Common.ValueInjection;

namespace Nuke.Common.Execution;

/// <summary>Settles what is left out before the first target runs.</summary>
internal static class Skipping
{
    public static void Apply(BuildSession session, ParameterSources sources, AttemptFile attempt)
    {
        if (sources.Find(TargetNames.Own("Skip")) is { } given)
            ByName(session, given);
        foreach (var target in session.Plan.Where(target => target.Status == ExecutionStatus.Scheduled))
        {
            if (target.StaticConditions.FirstOrDefault(condition => !condition.Holds()) is { } condition)
                WithDependencies(session, target, condition.Text);
        }

        foreach (var target in session.Plan.Where(target => target.Status == ExecutionStatus.Scheduled && attempt.Did(target)))
            Skip(target, "done in the last attempt");
    }

    private static void ByName(BuildSession session, GivenValue given)
    {
        var problems = new List<string>();
        var named = TargetNames.Find(given.Words, session.Targets, problems);
        if (problems.Count > 0)
            throw new UsageException(problems);
        foreach (var target in session.Plan.Where(target => given.Words.Count == 0 ? !target.Invoked : named.Contains(target)))
            Skip(target, "--skip");
    }

    private static void WithDependencies(BuildSession session, ExecutableTarget target, string reason)
    {
        Skip(target, reason);
        if (target.DependencyBehavior == DependencyBehavior.Execute)
            return;
        foreach (var dependency in target.ExecutionDependencies.Where(dependency =>
            dependency.Status == ExecutionStatus.Scheduled && !dependency.Invoked))
        {
            var stillNeeded = session.Plan.Any(other => other.Status == ExecutionStatus.Scheduled
                && (other.ExecutionDependencies.Contains(dependency) || other.Triggers.Contains(dependency)));
            if (!stillNeeded)
                WithDependencies(session, dependency, $"only {target} needs it");
        }
    }

    private static void Skip(ExecutableTarget target, string reason)
    {
        target.Status = ExecutionStatus.Skipped;
        target.SkipReason = reason;
    }
}
