using System.Collections.Immutable;
using System.Text.Json;
using KegImages.Publishing;
using KegImages.Reporting;

namespace KegImages.Records;

/// <summary>What differs between two family records; for people as a table, for machines as <c>output/diff.json</c>.</summary>
/// <param name="From">The first set.</param>
/// <param name="To">The second set.</param>
/// <param name="Images">The images that differ, in the order of their names.</param>
/// <param name="Unchanged">How many are the same in both.</param>
/// <param name="SizeDifference">The bytes that the second set has more than the first.</param>
public sealed record RecordDiff(RecordedSet From, RecordedSet To, ImmutableArray<ImageDiff> Images, int Unchanged, long SizeDifference)
{
    /// <summary>The version of the file's shape; raised when an entry changes its meaning.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Compares two records.</summary>
    public static RecordDiff Of(FamilyRecord from, FamilyRecord to)
    {
        var names = from.Images.Concat(to.Images).Select(image => image.Name).Distinct().OrderBy(name => name.ToString(), StringComparer.Ordinal).ToList();
        var images = names.Select(name => ImageDiff.Of(from.Find(name), to.Find(name))).OfType<ImageDiff>().ToImmutableArray();
        return new RecordDiff(RecordedSet.Of(from), RecordedSet.Of(to), images, names.Count - images.Length, to.Images.Sum(image => image.Size) - from.Images.Sum(image => image.Size));
    }

    /// <summary>The comparison as JSON text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, RecordsJson.Relaxed.RecordDiff) + "\n";

    /// <summary>The comparison as lines: the two sets, a row an image, the changed parents, the sum.</summary>
    public ImmutableArray<string> ToTable() =>
    [
        $"from  {From}",
        $"to    {To}",
        "",
        .. Images.IsEmpty ? [] : Columns.Table([["Image", "Change", "From", "To", "Size", "Difference"], .. Images.Select(image => image.Cells)], 4, 5),
        .. Images.SelectMany(image => image.Parents.Select(parent => $"{image.Image}: {parent}")).ToList() is { Count: > 0 } parents ? ["", "changed parents", .. parents.Select(line => "  " + line)] : Array.Empty<string>(),
        .. Images.IsEmpty ? Array.Empty<string>() : [""],
        $"{Summary}; {ImageDiff.Signed(SizeDifference)} in all",
    ];

    private string Summary => Images.IsEmpty
        ? $"the same {Unchanged} images in both"
        : string.Join(", ", Images.GroupBy(image => image.Change).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Count()} {group.Key}").Append($"{Unchanged} unchanged"));
}
