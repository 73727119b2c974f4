namespace Nuke.Common.Execution;

/// <summary>Questions about lists of targets.</summary>
public static class ExecutableTargetExtensions
{
    /// <summary>Whether a target of the build is among them: <c>InvokedTargets.Contains(Push)</c>.</summary>
    public static bool Contains(this IEnumerable<ExecutableTarget> targets, Target target) =>
        targets.Any(candidate => candidate.Factory == target);
}
