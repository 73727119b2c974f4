using KegImages.Pages;

namespace KegImages.Preflight;

/// <summary>What a doctor found as the Markdown of a workflow's summary page: what needs attention first, the rest folded.</summary>
internal static class DoctorPage
{
    public static string Of(DoctorReport report)
    {
        var loud = report.Findings.Where(finding => finding.State != FindingState.Ok).OrderByDescending(finding => finding.State).ToList();
        var quiet = report.Findings.Where(finding => finding.State == FindingState.Ok).ToList();
        return string.Join('\n',
        [
            "## Checks before the run",
            "",
            $"{char.ToUpperInvariant(report.Summary[0])}{Markdown.Text(report.Summary[1..])}.",
            "",
            .. loud.Count == 0 ? [] : Markdown.Table(["", "Check", "Found", "What to do"], loud.Select(Cells)),
            "",
            .. quiet.Count == 0 ? []
            : Markdown.Details($"{quiet.Count} fine", Markdown.Table(["Check", "Found"], quiet.Select(finding => Cells(finding)[1..3]))),
        ]);
    }

    private static string[] Cells(Finding finding) =>
    [
        finding.State == FindingState.Error ? "**error**" : "warning",
        Markdown.Text(finding.Check),
        $"{(finding.Location is { } at ? $"{Markdown.Code(at.ToString())} " : "")}{Markdown.Text(finding.Text)}",
        finding.Next is { } next ? Markdown.Text(next) : "",
    ];
}
