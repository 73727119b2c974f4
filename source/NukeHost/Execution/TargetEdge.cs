namespace Nuke.Common.Execution;

/// <summary>How one target names another.</summary>
internal enum TargetEdge
{
    DependsOn,
    DependentFor,
    Before,
    After,
    Triggers,
    TriggeredBy,
}
