using System.ComponentModel;
using KegImages.Consoles;
using KegImages.Reporting;
using Nuke.Common;

namespace KegImages.Components;

/// <summary>Writes the page of a family.</summary>
public interface IReportFamily : IHazDockerFamily
{
    [Parameter("Open the page in a browser", Name = "Open")]
    [Category("How")]
    bool OpenPage => TryGetValue<bool?>(() => OpenPage) ?? false;

    [Usage(Topics.Look, $"{Reads.Named} {Reads.Set} {Reads.Inputs} {Reads.Provider} engine no-registry with-parents json open",
        Writes = "output/family.html, output/family.svg, output/family.mmd and output/report.json",
        Examples = ["Report --open", "Report --tag develop", "Report --json"])]
    Target Report => _ => _
        .Description("Writes output/family.html: the family, its last run, sizes, history, what is behind, findings; --open shows it")
        .Executes(async () => await ReportCommand.ShowAsync(await ReachAsync(), Selection, OpenPage, ThisProcess.Interrupted));
}
