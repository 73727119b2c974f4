namespace KegImages.Pruning;

/// <summary>What a user asks of a prune besides where and how, as typed.</summary>
public sealed record PruneOptions
{
    /// <summary><c>--branch</c>: only what belongs to this branch, if it is gone; null for all.</summary>
    public string? Branch { get; init; }

    /// <summary><c>--older-than</c>: how long content stays that nothing reaches; null for the usual 14 days.</summary>
    public string? OlderThan { get; init; }

    /// <summary><c>--restore</c>: what to put back; null to prune.</summary>
    public string? Restore { get; init; }
}
