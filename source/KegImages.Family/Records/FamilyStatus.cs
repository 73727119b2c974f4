namespace KegImages.Records;

/// <summary>
/// How a set stands: recorded, tagged and in the working tree; for people as a table, for machines as <c>output/status.json</c>.
/// </summary>
/// <param name="Provider">Where the set lives.</param>
/// <param name="Tag">Its tag.</param>
/// <param name="Record">The record; null when there is none that can be read.</param>
/// <param name="RecordProblem">Why there is none.</param>
/// <param name="OtherRecords">Which tags have one, where this one has none.</param>
/// <param name="WorkingTreeProblem">Why it cannot be told what the images of the working tree are made of; null when it can.</param>
/// <param name="Images">One entry an image.</param>
public sealed record FamilyStatus(string Provider, string Tag, RecordedSet? Record, string? RecordProblem, string? OtherRecords,
    string? WorkingTreeProblem, ImmutableArray<ImageStatus> Images)
{
    private DateTimeOffset now;

    /// <summary>The version of the file's shape; raised when an entry changes its meaning.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Compares what is known.</summary>
    public static FamilyStatus Of(StatusFacts facts) => new(
        facts.Provider.ToString(),
        facts.Tag.ToString(),
        facts.Reading.Record is { } record ? RecordedSet.Of(record) : null,
        facts.Reading switch
        {
            RecordUnreadable unreadable => unreadable.Reason,
            RecordAbsent => $"{facts.Provider} has no family record of '{facts.Tag}'",
            _ => null,
        },
        facts.OtherRecords,
        facts.WorkingTreeProblem,
        [.. facts.Images.Select(name => ImageStatus.Of(name, facts))])
    { now = facts.Now };

    /// <summary>The status as JSON text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, RecordsJson.Relaxed.FamilyStatus) + "\n";

    /// <summary>The status as lines: the set, a row an image, stale parents, the sum.</summary>
    public ImmutableArray<string> ToTable() =>
    [
        Record is null ? $"{RecordProblem}: what follows is what tags and labels say"
            : $"{Record}, at {Provider}{(Record.CommitTime is null ? "" : $" ({Ago(Record.CommitTime)})")}",
        .. Record?.Hold is { } hold ? [$"  held: {hold}; a newer commit moves on"] : Array.Empty<string>(),
        .. OtherRecords is null ? Array.Empty<string>() : [$"  {OtherRecords}"],
        .. WorkingTreeProblem is null ? Array.Empty<string>() : [$"the working tree's inputs are not known: {WorkingTreeProblem}"],
        "",
        .. Columns.Table([["Image", "Tag", "Record", "Inputs", "Parents", "Age", "Size"], .. Images.Select(image => image.Cells(now))], 6),
        .. Platforms.Any() ? ["", "platforms", .. Platforms] : Array.Empty<string>(),
        .. Stale.Any() ? ["", "stale parents", .. Stale] : Array.Empty<string>(),
        .. Doubtful.Any() ? ["", "not what their labels say", .. Doubtful] : Array.Empty<string>(),
        "",
        Summary,
    ];

    private IEnumerable<string> Platforms => Images.Where(image => image.Platforms is not null)
        .Select(image => $"  {image.Image}: {string.Join("; ", image.Platforms!.Value)}");

    private IEnumerable<string> Stale =>
        Images.SelectMany(image => image.Parents.Where(parent => parent.IsStale).Select(parent => $"  {image.Image}: {parent}"));

    // That a parent is another one is said above.
    private IEnumerable<string> Doubtful =>
        Images.Where(image => image.Doubt is not null && !image.HasStaleParent).Select(image => $"  {image.Image}: it {image.Doubt}");

    private string Summary
    {
        get
        {
            var changed = Images.Count(image => image.Inputs == InputsState.Changed);
            var stale = Images.Count(image => image.HasStaleParent);
            var partial = Images.Count(image => image.Platforms is { } all && all.Any(one => one.State == PlatformState.Missing));
            var parts = new[] { Human.Counted(Images.Length, "image") }
                .Concat(Images.GroupBy(image => image.State).OrderBy(group => group.Key)
                .Select(group => $"{group.Count()} {ImageStatus.Words(group.Key)}"))
                .Concat(partial > 0 ? [$"{partial} without all of their platforms"] : Array.Empty<string>())
                .Append($"{changed} with changed inputs").Append($"{stale} on a stale parent");
            return $"{string.Join(", ", parts)}{(changed + stale + partial > 0 ? "; Plan shows what a push would build" : "")}";
        }
    }

    private string Ago(DateTimeOffset? time) => Age.Of(time, now) is "now" or "" ? "now" : $"{Age.Of(time, now)} ago";
}
