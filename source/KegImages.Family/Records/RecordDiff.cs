namespace KegImages.Records;

/// <summary>
/// What differs between two family records, in the images that both have; for people as a table, for machines as <c>output/diff.json</c>.
/// </summary>
/// <param name="From">The first set.</param>
/// <param name="To">The second set.</param>
/// <param name="Images">The images of both that differ, in the order of their names.</param>
/// <param name="Unchanged">How many are the same in both.</param>
/// <param name="SizeDifference">The bytes that the second set has more in the images of both.</param>
public sealed record RecordDiff(RecordedSet From, RecordedSet To, ImmutableArray<ImageDiff> Images, int Unchanged, long SizeDifference)
{
    /// <summary>The version of the file's shape; raised when an entry changes its meaning.</summary>
    public int Version { get; init; } = 2;

    /// <summary>The images that only the first set has: the second may be a set of one tap, or a family that has it no more.</summary>
    public ImmutableArray<string> OnlyInFrom { get; init; } = [];

    /// <summary>The images that only the second set has.</summary>
    public ImmutableArray<string> OnlyInTo { get; init; } = [];

    /// <summary>Compares two records.</summary>
    public static RecordDiff Of(FamilyRecord from, FamilyRecord to)
    {
        var both = from.Images.Select(image => (From: image, To: to.Find(image.Name)!)).Where(pair => pair.To is not null)
            .OrderBy(pair => pair.From.Name.ToString(), StringComparer.Ordinal).ToList();
        var images = both.Select(pair => ImageDiff.Of(pair.From, pair.To)).OfType<ImageDiff>().ToImmutableArray();
        return new RecordDiff(RecordedSet.Of(from), RecordedSet.Of(to), images, both.Count - images.Length,
            both.Sum(pair => pair.To.Size - pair.From.Size))
        {
            OnlyInFrom = OnlyIn(from, to),
            OnlyInTo = OnlyIn(to, from),
        };
    }

    /// <summary>The comparison as JSON text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, RecordsJson.Relaxed.RecordDiff) + "\n";

    /// <summary>The comparison as lines: the two sets, a row an image, the changed parents, what only one of them has, the sum.</summary>
    public ImmutableArray<string> ToTable() =>
    [
        $"from  {From}",
        $"to    {To}",
        "",
        .. Images.IsEmpty ? [] : Columns.Table([["Image", "Change", "From", "To", "Size", "Difference"],
        .. Images.Select(image => image.Cells)], 4, 5),
        .. Images.SelectMany(image => image.Parents.Select(parent => $"{image.Image}: {parent}")).ToList() is { Count: > 0 } parents
        ? ["", "changed parents", .. parents.Select(line => "  " + line)] : Array.Empty<string>(),
        .. Images.IsEmpty ? Array.Empty<string>() : [""],
        .. Only(OnlyInFrom, From, To),
        .. Only(OnlyInTo, To, From),
        $"{Summary}; {ImageDiff.Signed(SizeDifference)} in all",
    ];

    private string Summary => (Images.IsEmpty, Unchanged) switch
    {
        (true, 0) => "the sets have no image in common",
        (true, _) => $"the same {Unchanged} images in both",
        _ => string.Join(", ", Images.GroupBy(image => image.Change).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => $"{group.Count()} {group.Key}").Append($"{Unchanged} unchanged")),
    };

    private static ImmutableArray<string> OnlyIn(FamilyRecord one, FamilyRecord other) =>
        [.. one.Images.Where(image => other.Find(image.Name) is null).Select(image => image.Name.ToString()).Order(StringComparer.Ordinal)];

    private static string[] Only(ImmutableArray<string> images, RecordedSet one, RecordedSet other) =>
        images.IsEmpty ? [] : [$"only in {Named(one, other)}: {string.Join(", ", images)}, not part of {Named(other, one)}'s set"];

    private static string Named(RecordedSet set, RecordedSet other) =>
        set.Tag != other.Tag || set.Commit is null ? set.Tag : $"{set.Tag} at {set.Commit[..12]}";
}
