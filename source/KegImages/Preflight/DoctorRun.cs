using KegImages.Fingerprints;
using KegImages.Pipeline;
using KegImages.Reporting.GitHub;

namespace KegImages.Preflight;

/// <summary>An examination as a person sees it.</summary>
public static class DoctorRun
{
    private const string OutputFolder = OwnFolders.Output;

    /// <summary>Prints what was found and writes <c>output/doctor.json</c>; in a GitHub workflow, shows it on the summary page and annotates the places of errors.</summary>
    /// <exception cref="FailedException">A run would fail.</exception>
    /// <exception cref="WrongUseException">An option is wrong.</exception>
    public static async Task ShowAsync(Examination examination, CancellationToken cancellationToken)
    {
        var report = await examination.RunAsync(cancellationToken);
        var world = examination.World;
        foreach (var line in report.ToTable())
            await world.Terminal.Out.WriteLineAsync(line);
        var folder = Path.Combine(examination.Options.Root, OutputFolder);
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "doctor.json"), world.Masking.Apply(report.ToJson()), cancellationToken);

        var gitHub = new GitHubRun(world, examination.Options);
        gitHub.Annotate(report.Findings.Where(finding => finding.State == FindingState.Error).Select(finding => new Problem(finding.Text, finding.Location, finding.Next)));
        await gitHub.ShowAsync(DoctorPage.Of(report), cancellationToken);
        if (!report.IsGreen)
            throw new FailedException(report.Summary);
    }
}
