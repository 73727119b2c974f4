namespace KegImages.Reports.Page;

/// <summary>What was run, where, and how it ended.</summary>
public sealed record PageRun
{
    /// <summary>What the page is of: <c>plan</c>, <c>run</c> or <c>report</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>When the page was written.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Where images are pushed to and come from.</summary>
    public required string Provider { get; init; }

    /// <summary>The tags that the set has when all is green, the primary one first.</summary>
    public required ImmutableArray<string> Tags { get; init; }

    /// <summary>The branch; null where there is none.</summary>
    public string? Branch { get; init; }

    /// <summary>The commit; null in a repository with none.</summary>
    public string? Commit { get; init; }

    /// <summary>When the commit was made.</summary>
    public DateTimeOffset? CommitTime { get; init; }

    /// <summary>Whether images are pushed.</summary>
    public bool Push { get; init; }

    /// <summary>Whether the tags were moved.</summary>
    public bool IsPublished { get; init; }

    /// <summary>How it ended, or what is planned, as a clause.</summary>
    public required string Sentence { get; init; }

    /// <summary>What a person should know.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];
}
