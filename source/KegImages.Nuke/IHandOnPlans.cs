using KegImages.Consoles;
using KegImages.HandingOn;
using Nuke.Common;

namespace KegImages.Components;

/// <summary>Hands a plan on to other machines, with the program that carries it out.</summary>
public interface IHandOnPlans : IPlanImages
{
    [Usage(Topics.Build, $"{Reads.Planned} push content-only",
        Writes = "the locked plan and this program in output/, for other machines; to GITHUB_OUTPUT what their jobs need",
        Examples = ["HandOn --push"])]
    Target HandOn => _ => _
        .Description("Plans, and packs this program and its runtime beside the locked plan, for machines that have no .NET")
        .DependsOn(Plan)
        .Executes(() => HandedProgram.WriteAsync(Here(), OpenedFamily.Of(this), ThisProcess.Interrupted));
}
