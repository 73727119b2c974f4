namespace Nuke.Common.Execution;

/// <summary>A condition of a target with its text, which is the reason that is printed when it does not hold.</summary>
internal sealed record TargetCondition(Func<bool> Holds, string Text);
