using KegImages.Linting;
using KegImages.Loading;

namespace KegImages.Overviews;

/// <summary>The rules of a family as a person sees them.</summary>
public static class LintCommand
{
    /// <summary>Looks at the images of <c>--tap</c> and <c>--image</c>, at all where none is named; prints every finding, writes
    /// <c>output/lint.json</c> and, in a GitHub workflow, annotates the places of errors.</summary>
    /// <exception cref="FailedException">There are errors; all findings were printed before.</exception>
    /// <exception cref="WrongUseException">The family cannot be read.</exception>
    public static async Task ShowAsync(Workplace workplace, Selection selection, CancellationToken cancellationToken)
    {
        var gitHub = new GitHubReport(workplace);
        var model = await gitHub.AnnotatingAsync(workplace.LoadAsync(cancellationToken));
        var images = Scope.Of(model.Family, selection.OfAllStages).Images;
        var report = await LintAsync(model, images, cancellationToken);
        await gitHub.AnnotatingAsync(TestFiles.TestFileReader.ReadAsync(model, images, cancellationToken));

        await workplace.Output.ShowAsync("lint.json", report.ToLines(), report.ToJson(), cancellationToken);
        gitHub.Annotate(report.Findings.Where(finding => finding.Severity == LintSeverity.Error)
            .Select(finding => new Problem($"{finding.Rule}: {finding.Message}", finding.Location, finding.Fix)));
        if (!report.IsGreen)
            throw new FailedException(report.Summary);
    }

    internal static async Task<LintReport> LintAsync(FamilyModel model, IReadOnlyCollection<Image> images,
        CancellationToken cancellationToken) =>
        new(Linter.Findings(await LintFactsReader.ReadAsync(model, images, cancellationToken)), images.Count);
}
