using KegImages.Planning;

namespace KegImages.Building;

/// <summary>What of a run over a pool takes time or is told to others.</summary>
internal interface IPoolWork
{
    /// <summary>Tells that the first part of a step begins.</summary>
    void Begin(Placement placed);

    /// <summary>Tells that a part begins once more after its builder died.</summary>
    void Retry(Placement placed, PoolBuilder died, string said);

    /// <summary>Tells how a step ended.</summary>
    void End(BuildOutcome outcome);

    /// <summary>Builds a part: how it ended, or what was said when its builder was lost.</summary>
    Task<(BuildOutcome? Outcome, string? Lost)> BuildAsync(Placement placed, int losses, CancellationToken cancellationToken);

    /// <summary>Makes one image of the parts of a step.</summary>
    Task<BuildOutcome> JoinAsync(BuildStep step, IReadOnlyList<Built> parts, CancellationToken cancellationToken);

    /// <summary>Whether a builder that was lost answers again before nobody counts on it any more.</summary>
    Task<bool> IsBackAsync(PoolBuilder builder, CancellationToken cancellationToken);

    /// <summary>Waits until it answers again.</summary>
    Task WaitAsync(PoolBuilder builder, CancellationToken cancellationToken);
}
