using KegImages.Configuration;

namespace KegImages.Linting;

/// <summary>What the linter found, for people as lines and for machines as <c>output/lint.json</c>.</summary>
internal sealed record LintReport(ImmutableArray<LintFinding> Findings, int Images)
{
    /// <summary>The version of the file's shape; raised when an entry changes its meaning.</summary>
    public const int Version = 1;

    public bool IsGreen => Findings.All(finding => finding.Severity != LintSeverity.Error);

    public string Summary
    {
        get
        {
            var errors = Findings.Count(finding => finding.Severity == LintSeverity.Error);
            var warnings = Findings.Count(finding => finding.Severity == LintSeverity.Warning);
            var said = errors + warnings == 0 ? "nothing to mend"
                : $"{Human.Counted(errors, "error")}, {Human.Counted(warnings, "warning")}";
            return $"{Human.Counted(Images, "image")}: {said}";
        }
    }

    public ImmutableArray<string> ToLines() =>
    [
        .. Findings.SelectMany(finding =>
            new[] { $"{finding.Location}: {KegFormat.Severity(finding.Severity)} {finding.Rule}: {finding.Message}",
                $"  → {finding.Fix}" }),
        Summary,
    ];

    public string ToJson() => ReadableJson.Text(
        new LintDocument(Version, IsGreen, Images, [.. Findings.Select(finding => new LintFindingDocument(
            finding.Rule, KegFormat.Severity(finding.Severity), finding.Image, finding.Location.File, finding.Location.Line,
                finding.Message, finding.Fix))]),
        LintJson.Default.LintDocument);
}

internal sealed record LintDocument(int Version, bool Ok, int Images, ImmutableArray<LintFindingDocument> Findings);

internal sealed record LintFindingDocument(string Rule, string Severity, string Image, string File, int Line, string Message, string Fix);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LintDocument))]
internal sealed partial class LintJson : JsonSerializerContext;
