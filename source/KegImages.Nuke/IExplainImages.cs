using KegImages.Consoles;
using KegImages.Pipeline;
using Nuke.Common;

namespace KegImages.Components;

/// <summary>Says why an image is built or reused.</summary>
public interface IExplainImages : IHazBuildOptions
{
    [Usage(Topics.Look, $"{Reads.Planned}", Examples = ["Explain --image evf", "Explain --json"])]
    Target Explain => _ => _
        .Description("Says why each image would be built or reused, down to the root cause")
        .Executes(async () =>
        {
            var opened = await ImageCommands.OpenAsync(await ReachAsync(), Selection with { WithAncestors = true },
                BuildOptions with { Push = true, Purpose = Purpose.Look }, ThisProcess.Interrupted);
            await opened.ExplainAsync(ThisProcess.Interrupted);
        });
}
