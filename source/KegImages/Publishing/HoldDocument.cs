using System.Text.Json;
using KegImages.Git;

namespace KegImages.Publishing;

/// <summary>A hold in a family record's JSON.</summary>
internal sealed record HoldDocument
{
    public required string Kind { get; init; }

    public string? Over { get; init; }

    public DateTimeOffset? OverTime { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string By { get; init; }

    public static HoldDocument Of(SetHold hold) => new()
    {
        Kind = hold.Kind == HoldKind.Restore ? "restore" : "promote",
        Over = hold.Over?.ToString(),
        OverTime = hold.OverTime?.ToUniversalTime(),
        At = hold.At.ToUniversalTime(),
        By = hold.By,
    };

    public SetHold Read() => new()
    {
        Kind = Kind switch
        {
            "restore" => HoldKind.Restore,
            "promote" => HoldKind.Promote,
            _ => throw new JsonException($"a set is held by 'restore' or 'promote', not by '{Kind}'"),
        },
        Over = Over is null ? null : CommitId.Parse(Over),
        OverTime = OverTime,
        At = At,
        By = By,
    };
}
