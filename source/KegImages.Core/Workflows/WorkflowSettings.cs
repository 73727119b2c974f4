namespace KegImages.Workflows;

/// <summary>What is chosen of a workflow; the rest follows from the family.</summary>
public sealed record WorkflowSettings
{
    /// <summary>Up to how many images one job does it all where nothing else is said.</summary>
    public const int UsualSmallFamily = 3;

    /// <summary>The workflow's file name without its extension.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for.</summary>
    public required WorkflowKind Kind { get; init; }

    /// <summary>How its jobs call this program.</summary>
    public WorkflowCall Call { get; init; } = WorkflowCall.BuildScript;

    /// <summary>The runners' label.</summary>
    public string RunsOn { get; init; } = "ubuntu-24.04";

    /// <summary>Targets that run before the plan, in the same call.</summary>
    public ImmutableArray<string> Preflight { get; init; } = [];

    /// <summary>Up to how many images one job does it all.</summary>
    public int SmallFamily { get; init; } = UsualSmallFamily;

    /// <summary>How many jobs of the matrix run at once.</summary>
    public int MaxParallel { get; init; } = 8;

    /// <summary>When GitHub ends a job that builds, in minutes.</summary>
    public int TimeoutMinutes { get; init; } = 60;

    /// <summary>When it starts by itself, in cron's five fields, UTC; null for never.</summary>
    public string? Schedule { get; init; }

    /// <summary>Whether checkouts bring files of Git LFS.</summary>
    public bool Lfs { get; init; }

    /// <summary>Which submodules checkouts bring: <c>true</c> or <c>recursive</c>; null for none.</summary>
    public string? Submodules { get; init; }

    /// <summary>The filter of a partial clone, such as <c>blob:none</c>; null for a whole one.</summary>
    public string? Filter { get; init; }

    /// <summary>Whether checkouts show their progress.</summary>
    public bool Progress { get; init; } = true;
}
