using System.ComponentModel;
using KegImages.Consoles;
using KegImages.Reporting;
using Nuke.Common;

namespace KegImages.Components;

/// <summary>Writes the page of a family.</summary>
public interface IReportFamily : IHazBuildOptions
{
    [Parameter("Open the page in a browser", Name = "Open")]
    [Category("How")]
    bool OpenPage => TryGetValue<bool?>(() => OpenPage) ?? false;

    [Usage(Topics.Look, $"{Reads.Planned} open", Examples = ["Report --open", "Report --tag develop", "Report --json"])]
    Target Report => _ => _
        .Description("Writes output/family.html: the family, its last run, sizes, history, what is behind, findings; --open shows it")
        .Executes(async () => await ReportCommand.ShowAsync(await ReachAsync(), Selection, BuildOptions, OpenPage,
            ThisProcess.Interrupted));
}
