using KegImages.Planning;
using Nuke.Common;

namespace KegImages.Components;

/// <summary>Builds the images of a family, stage by stage.</summary>
public interface IBuildImages : IPlanImages
{
    Target BuildBase => _ => _
        .Description("Builds the base image")
        .DependsOn(Plan)
        .ProceedAfterFailure()
        .Executes(() => BuildAsync(Stage.Base));

    Target BuildKegHub => _ => _
        .Description("Builds the keg-hub images, on the base")
        .DependsOn(BuildBase)
        .ProceedAfterFailure()
        .Executes(() => BuildAsync(Stage.KegHub));

    Target BuildTaps => _ => _
        .Description("Builds the taps, on the keg-hub images")
        .DependsOn(BuildKegHub)
        .ProceedAfterFailure()
        .Executes(() => BuildAsync(Stage.Taps));

    private async Task BuildAsync(Stage stage)
    {
        var opened = OpenedFamily.Of(this);
        await CarryOutOrShowAsync(opened.Build(stage));
        if (PushBuilt && !ContentOnly && !IsScheduled(nameof(IPushImages.Push)) && stage == Stages.Append(stage).Max())
            await CarryOutOrShowAsync(opened.Publish);
    }
}
