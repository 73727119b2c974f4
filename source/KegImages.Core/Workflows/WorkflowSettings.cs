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

    /// <summary>How many commits checkouts bring where a job does not need them all; 0 for all, null for one.</summary>
    public int? FetchDepth { get; init; }

    /// <summary>Further branches whose pushes start it, as GitHub's patterns.</summary>
    public ImmutableArray<string> Branches { get; init; } = [];

    /// <summary>Paths one of which a push must touch; empty for any.</summary>
    public ImmutableArray<string> IncludedPaths { get; init; } = [];

    /// <summary>Paths that do not count as touched by a push.</summary>
    public ImmutableArray<string> ExcludedPaths { get; init; } = [];

    /// <summary>Branches to which pull requests are built; empty for all.</summary>
    public ImmutableArray<string> PullRequestBranches { get; init; } = [];

    /// <summary>Parameters that may be given when someone starts it by hand.</summary>
    public ImmutableArray<WorkflowInput> Inputs { get; init; } = [];

    /// <summary>Secret parameters that the calls of this program are given, except in what is built for a fork.</summary>
    public ImmutableArray<string> ImportedSecrets { get; init; } = [];

    /// <summary>Whether the calls of this program are given the job's token, except in what is built for a fork.</summary>
    public bool HandsToken { get; init; }

    /// <summary>What the tokens of the jobs may do beside what their steps need: <c>("id-token", "write")</c>.</summary>
    public ImmutableArray<(string Scope, string Access)> Permissions { get; init; } = [];

    /// <summary>Whether each job's folder <c>output</c> is uploaded.</summary>
    public bool Uploads { get; init; }

    /// <summary>When it is uploaded, as an expression; null for always.</summary>
    public string? UploadCondition { get; init; }

    /// <summary>The environment that the job which moves tags deploys to; null for none.</summary>
    public string? EnvironmentName { get; init; }

    /// <summary>The address of that environment.</summary>
    public string? EnvironmentUrl { get; init; }

    /// <summary>The group in which only one run goes on at a time; null for that of the kind.</summary>
    public string? ConcurrencyGroup { get; init; }

    /// <summary>Whether a newer run ends an older one; null for what the kind does.</summary>
    public bool? CancelInProgress { get; init; }
}
