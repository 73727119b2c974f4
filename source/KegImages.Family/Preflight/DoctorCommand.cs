using KegImages.Pipeline;

namespace KegImages.Preflight;

/// <summary>An examination as a person sees it.</summary>
public static class DoctorCommand
{
    /// <summary>Prints what was found and writes <c>output/doctor.json</c>; in a GitHub workflow, shows it on the summary page and
    /// annotates the places of errors.</summary>
    /// <param name="workplace">Everything outside.</param>
    /// <param name="selection">Which images.</param>
    /// <param name="options">How; <see cref="BuildOptions.Push"/> says whether what is missing for a push is an error.</param>
    /// <param name="isDown">Whether the private engine was asked for and does not run: nothing of it is looked at.</param>
    /// <param name="probes">Whether an upload is begun to find out if pushes are permitted.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="FailedException">A run would fail.</exception>
    /// <exception cref="WrongUseException">An option is wrong.</exception>
    public static Task ShowAsync(Workplace workplace, Selection selection, BuildOptions options, bool isDown,
        bool probes, CancellationToken cancellationToken) => ShowAsync(
            new Examination(workplace, selection, options) { Missing = isDown ? EngineCheck.PrivateIsDown() : null, Probes = probes },
            cancellationToken);

    internal static async Task ShowAsync(Examination examination, CancellationToken cancellationToken)
    {
        var report = await examination.ExamineAsync(cancellationToken);
        var workplace = examination.Workplace;
        await (workplace with { Json = null }).Output.ShowAsync("doctor.json", report.ToTable(), report.ToJson(), cancellationToken);
        var gitHub = new GitHubReport(workplace);
        gitHub.Annotate(report.Findings.Where(finding => finding.State == FindingState.Error)
            .Select(finding => new Problem(finding.Text, finding.Location, finding.Next)));
        await gitHub.ShowAsync(DoctorPage.Of(report), cancellationToken);
        if (!report.IsGreen)
            throw new FailedException(report.Summary);
    }
}
