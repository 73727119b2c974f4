namespace KegImages.Publishing;

/// <summary>
/// Says of a set that a person put it where it is, in place of what a commit had published: a run of that commit, or of an older one,
/// leaves its tags alone,
/// and the first newer commit moves them on.
/// </summary>
public sealed record SetHold
{
    /// <summary>By which command it was put there.</summary>
    public required HoldKind Kind { get; init; }

    /// <summary>The newest commit that was taken back by it; null where none was known.</summary>
    public CommitId? Over { get; init; }

    /// <summary>When that commit was made.</summary>
    public DateTimeOffset? OverTime { get; init; }

    /// <summary>When it was put there.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The command that did, as it can be typed.</summary>
    public required string By { get; init; }

    /// <summary>
    /// The hold for people: <c>put back by hand on 2026-01-02 01:04Z in place of 0123456789ab (./build.sh Restore --to 0123)</c>.
    /// </summary>
    public override string ToString() =>
        $"put {(Kind == HoldKind.Restore ? "back" : "there")} by hand on "
            + $"{At.UtcDateTime:yyyy-MM-dd HH:mm}Z{(Over is null ? "" : $" in place of {Over.Abbreviated}")} ({By})";

    /// <summary>
    /// Whether a publication comes from what was taken back, or from what is older, and so leaves the set alone. A tag that is given by
    /// hand is meant as it is typed.
    /// </summary>
    internal async Task<bool> HoldsAsync(Publication publication, CancellationToken cancellationToken)
    {
        if (publication.Tags.IsExplicit)
            return false;
        if (publication.Commit == Over && Over is not null)
            return true;
        if (publication is { Commit: { } ours, History: { } history } && Over is { } over)
        {
            if (await history.IsAncestorAsync(ours, over, cancellationToken) == true)
                return true;
            if (await history.IsAncestorAsync(over, ours, cancellationToken) == true)
                return false;
        }

        // A branch that was rewritten, or a clone without its history: what is not known to be younger waits.
        return !(publication.CommitTime > (OverTime ?? At));
    }
}
