namespace Nuke.Common.Execution;

/// <summary>How far a target has come.</summary>
public enum ExecutionStatus
{
    /// <summary>It is not part of this run.</summary>
    None,

    /// <summary>It will run.</summary>
    Scheduled,

    /// <summary>It was scheduled and did not run, because the run ended before it.</summary>
    NotRun,

    /// <summary>It was left out: by <c>--skip</c>, by a condition or because an earlier attempt did it.</summary>
    Skipped,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>It is done.</summary>
    Succeeded,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>It was interrupted.</summary>
    Aborted,

    /// <summary>It has no action of its own and stands for its dependencies.</summary>
    Collective,
}
