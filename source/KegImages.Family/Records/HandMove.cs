using KegImages.Git;

namespace KegImages.Records;

/// <summary>A command by which a person puts a set where it is.</summary>
/// <param name="Kind">Which command.</param>
/// <param name="By">The command as it can be typed.</param>
/// <param name="At">When it is given.</param>
public sealed record HandMove(HoldKind Kind, string By, DateTimeOffset At)
{
    /// <summary>The word for a move that was made.</summary>
    public string Done => Kind == HoldKind.Restore ? "restored" : "promoted";

    /// <summary>
    /// What the set's record says of the move, so that no run of what it takes back undoes it; null where it takes nothing back.
    /// </summary>
    /// <param name="source">The set that is put there.</param>
    /// <param name="current">The set that was there; null where there was none.</param>
    /// <param name="history">Tells which of two commits is older.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    public async Task<SetHold?> HoldAsync(FamilyRecord source, FamilyRecord? current, GitHistory history,
        CancellationToken cancellationToken)
    {
        if (current is null)
            return null;
        // The same command once more finds its own work done, and takes nothing of it back.
        if (current.Hold is { } standing && standing.Kind == Kind && current.Commit == source.Commit)
            return standing;
        var (over, time) = (current.Commit, current.CommitTime);
        // What was taken back before is still the newest, unless something newer was published beside it.
        if (current.Hold is { Over: { } held } hold
            && (over is null || await history.IsAncestorAsync(held, over, cancellationToken) != true))
            (over, time) = (held, hold.OverTime);
        if (over == source.Commit)
            return null;
        if (Kind == HoldKind.Restore && over is not null && source.Commit is { } target
            && await history.IsAncestorAsync(over, target, cancellationToken) == true)
            return null;
        return new SetHold { Kind = Kind, Over = over, OverTime = time, At = At, By = By };
    }
}
