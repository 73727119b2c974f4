using KegImages.Planning;
using KegImages.Testing;

namespace KegImages.Reports;

/// <summary>What a run made, for people as a table and for machines as <c>output/family.json</c>.</summary>
/// <param name="Images">One entry an image, in the plan's order.</param>
public sealed record FamilyReport(IReadOnlyList<ImageReport> Images)
{
    /// <summary>The version of the file's shape; raised when an entry changes its meaning.</summary>
    public int Version { get; init; } = 1;

    /// <summary>One entry an image, in the plan's order; declared behind the version because it stands there in the file.</summary>
    public IReadOnlyList<ImageReport> Images { get; init; } = Images;

    /// <summary>How the tests of all images stand; not written where none has any.</summary>
    public TestTotals? Tests { get; init; }

    /// <summary>The report with how images are tested.</summary>
    /// <param name="tested">Those that were tested, or are known to pass.</param>
    /// <param name="withTests">Those that have tests.</param>
    public FamilyReport With(IReadOnlyCollection<TestedImage> tested, IEnumerable<ImageName> withTests)
    {
        var testable = withTests.Select(name => name.ToString()).ToHashSet(StringComparer.Ordinal);
        if (testable.Count == 0)
            return this;
        var results = tested.ToDictionary(image => image.Name.ToString(), ImageTestReport.Of, StringComparer.Ordinal);
        return this with
        {
            Images = [.. Images.Select(image => results.GetValueOrDefault(image.Image) is { } result ? image with { Tests = result }
                : image)],
            Tests = new TestTotals(
                results.Values.Count(result => result.State == ImageTestReport.Passed),
                results.Values.Count(result => result.State == ImageTestReport.Known),
                results.Values.Count(result => result.State == ImageTestReport.DidFail),
                Images.Count(image => !testable.Contains(image.Image))),
        };
    }

    /// <summary>A report of how images stand; those that are yet to be built are not in it.</summary>
    public static FamilyReport Of(FamilyState state) =>
        new([.. state.Images.Where(image => image is not Planned)
            .Select(image => ImageReport.Of(image) with { LastBuild = state.LastBuildOf(image) })]);

    /// <summary>The report as JSON text, which <see cref="Parse"/> reads.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, FamilyReportContext.Relaxed.FamilyReport) + "\n";

    /// <summary>Reads a report. Throws <see cref="FailedException"/> when the text is none.</summary>
    public static FamilyReport Parse(string json) =>
        new OutsideDocument("the family's report").Read(json, FamilyReportContext.Relaxed.FamilyReport);

    /// <summary>The report as a table: image, tags, digest, size, time.</summary>
    public ImmutableArray<string> ToTable() => [.. Columns.Table(
        [["image", "tags", "digest", "size", "time"], .. Images.Select(image => image.Cells)], 3, 4),
        .. Tests is null ? Array.Empty<string>() : ["", Tests.Summary]];
}
