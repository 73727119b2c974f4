namespace KegImages.Publishing;

/// <summary>A hold in a family record's JSON.</summary>
internal sealed record HoldDocument
{
    public required string Kind { get; init; }

    public CommitId? Over { get; init; }

    public DateTimeOffset? OverTime { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string By { get; init; }

    public static HoldDocument Of(SetHold hold) => new()
    {
        Kind = hold.Kind == HoldKind.Restore ? "restore" : "promote",
        Over = hold.Over,
        OverTime = hold.OverTime?.ToUniversalTime(),
        At = hold.At.ToUniversalTime(),
        By = hold.By,
    };

    public SetHold Read(OutsideDocument source) => new()
    {
        Kind = Kind switch
        {
            "restore" => HoldKind.Restore,
            "promote" => HoldKind.Promote,
            _ => throw source.Unreadable("$.hold.kind", $"a set is held by 'restore' or 'promote', not by '{Kind}'"),
        },
        Over = Over,
        OverTime = OverTime,
        At = At,
        By = By,
    };
}
