using KegImages.Planning;

namespace KegImages.Reports;

/// <summary>What a run made, for people as a table and for machines as <c>output/family.json</c>.</summary>
/// <param name="Images">One entry an image, in the plan's order.</param>
public sealed record FamilyReport(IReadOnlyList<ImageReport> Images)
{
    /// <summary>The version of the file's shape; raised when an entry changes its meaning.</summary>
    public int Version { get; init; } = 1;

    /// <summary>One entry an image, in the plan's order; declared behind the version because it stands there in the file.</summary>
    public IReadOnlyList<ImageReport> Images { get; init; } = Images;

    /// <summary>A report of how a plan ended.</summary>
    /// <param name="result">How its steps ended.</param>
    /// <param name="reused">What was not built, because it existed.</param>
    /// <param name="tagsOf">The references that name an image now.</param>
    /// <param name="sizeOf">An image's size in bytes, where it is known.</param>
    /// <param name="order">The images' names in the order of the report.</param>
    public static FamilyReport Of(
        BuildResult result, IEnumerable<ReusedImage> reused, Func<ImageName, IEnumerable<ImageReference>> tagsOf,
            Func<ImageName, long?> sizeOf, IEnumerable<ImageName> order)
    {
        var reports = result.Outcomes.Select(ImageReport.Of).Concat(reused.Select(ImageReport.Of))
            .ToDictionary(report => report.Image, StringComparer.Ordinal);
        return new FamilyReport([.. order.Where(name => reports.ContainsKey(name.ToString())).Select(Named)]);

        ImageReport Named(ImageName name)
        {
            var report = reports[name.ToString()];
            return report.Reference is null ? report
                : report with { Tags = [.. tagsOf(name).Select(tag => tag.ToString())], Size = sizeOf(name) };
        }
    }

    /// <summary>The report as JSON text, which <see cref="Parse"/> reads.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, FamilyReportContext.Relaxed.FamilyReport) + "\n";

    /// <summary>Reads a report. Throws <see cref="FailedException"/> when the text is none.</summary>
    public static FamilyReport Parse(string json) =>
        new OutsideDocument("the family's report").Read(json, FamilyReportContext.Relaxed.FamilyReport);

    /// <summary>The report as a table: image, tags, digest, size, time.</summary>
    public ImmutableArray<string> ToTable() => [.. Columns.Table(
        [["image", "tags", "digest", "size", "time"], .. Images.Select(image => image.Cells)], 3, 4)];
}
