using KegImages.Configuration;
using KegImages.Images;
using KegImages.Linting;
using KegImages.Loading;
using KegImages.Pipeline;
using KegImages.Planning;

namespace KegImages.Overviews;

/// <summary>The linter as a person sees it.</summary>
public static class LintRun
{
    /// <summary>
    /// Looks at the images of <c>--tap</c> and <c>--image</c>, at all where none is named; prints every finding, writes
    /// <c>output/lint.json</c> and, in a GitHub workflow, annotates the places of errors.
    /// </summary>
    /// <exception cref="FailedException">There are errors; all findings were printed before.</exception>
    /// <exception cref="WrongUseException">The family cannot be read.</exception>
    public static async Task ShowAsync(RunOptions options, World world, CancellationToken cancellationToken)
    {
        var gitHub = new GitHubRun(world, options);
        var model = await gitHub.AnnotatingAsync(RunSettings.LoadAsync(options, world, cancellationToken));
        var images = Scope.Of(model.Family, options with { Stages = [.. Enum.GetValues<Stage>()], WithAncestors = false }).Images;
        var report = await LintAsync(model, images, cancellationToken);

        await new ReportOutput(world, options).ShowAsync("lint.json", report.ToLines(), report.ToJson(), cancellationToken);
        gitHub.Annotate(report.Findings.Where(finding => finding.Severity == LintSeverity.Error)
            .Select(finding => new Problem($"{finding.Rule}: {finding.Message}", finding.Location, finding.Fix)));
        if (!report.IsGreen)
            throw new FailedException(report.Summary);
    }

    /// <summary>What the rules find in some images of a family.</summary>
    internal static async Task<LintReport> LintAsync(FamilyModel model, IReadOnlyCollection<Image> images,
        CancellationToken cancellationToken) =>
        new(Linter.Findings(await LintFactsReader.ReadAsync(model, images, cancellationToken)), images.Count);
}
