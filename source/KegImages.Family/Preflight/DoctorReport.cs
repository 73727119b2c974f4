namespace KegImages.Preflight;

/// <summary>What all checks found, for people as a table and for machines as <c>output/doctor.json</c>.</summary>
internal sealed record DoctorReport(ImmutableArray<Finding> Findings)
{
    /// <summary>The version of the file's shape; raised when an entry changes its meaning.</summary>
    public const int Version = 1;

    public bool IsGreen => Findings.All(finding => finding.State != FindingState.Error);

    public string Summary
    {
        get
        {
            var (errors, warnings) = (Count(FindingState.Error), Count(FindingState.Warning));
            var text = (errors, warnings) switch
            {
                (0, 0) => $"all {Findings.Length} checks are fine",
                (0, _) => $"nothing stands in a run's way; {Human.Counted(warnings, "warning")}",
                (_, 0) => $"{Human.Counted(errors, "error")} to mend first",
                _ => $"{Human.Counted(errors, "error")} to mend first, {Human.Counted(warnings, "warning")}",
            };
            return text;
        }
    }

    /// <summary>The findings as a table: state, check, what was found and, below it, what to do; then the summary, where a run can go
    /// on.</summary>
    public ImmutableArray<string> ToTable()
    {
        var rows = Findings.SelectMany(Rows).ToList();
        // With errors, the summary is what the run fails with.
        return IsGreen ? [.. Columns.Table(rows), "", Summary] : [.. Columns.Table(rows), ""];
    }

    public string ToJson() => ReadableJson.Text(
        new DoctorDocument(Version, IsGreen,
            [.. Findings.Select(finding =>
                new FindingDocument(finding.Check, Word(finding.State), finding.Text, finding.Location?.ToString(), finding.Next))]),
        DoctorJson.Default.DoctorDocument);

    private static IEnumerable<IReadOnlyList<string>> Rows(Finding finding)
    {
        var lines = Lines(finding.Location is { } at ? $"{at}: {finding.Text}" : finding.Text)
            .Concat(finding.Next is { } next ? Lines(next).Select((line, index) => (index == 0 ? "→ " : "  ") + line) : []);
        return lines.Select((line, index) =>
            (IReadOnlyList<string>)(index == 0 ? [Word(finding.State), finding.Check, line] : ["", "", line]));
    }

    private static IEnumerable<string> Lines(string text) => text.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd());

    private static string Word(FindingState state) => state switch
    {
        FindingState.Ok => "ok",
        FindingState.Warning => "warning",
        _ => "error",
    };

    private int Count(FindingState state) => Findings.Count(finding => finding.State == state);
}

internal sealed record DoctorDocument(int Version, bool Ok, ImmutableArray<FindingDocument> Findings);

internal sealed record FindingDocument(string Check, string State, string Text, string? Location, string? Next);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DoctorDocument))]
internal sealed partial class DoctorJson : JsonSerializerContext;
