using KegImages.Planning;
using Nuke.Common;

namespace KegImages.Components;

/// <summary>Builds the images of a family, stage by stage; a stage is a group.</summary>
public interface IBuildImages : IPlanImages
{
    [Usage(Topics.Build, Reads.Built,
        Writes = "images under their content tags, in the engine or at the provider; with --push the tags of the branch",
        Examples = ["BuildBase", "BuildBase --push"])]
    Target BuildBase => _ => _
        .Description("Builds the first group: the base image")
        .DependsOn(Plan)
        .ProceedAfterFailure()
        .Executes(() => BuildAsync(StageTarget.Base));

    [Usage(Topics.Build, Reads.Built,
        Writes = "images under their content tags, in the engine or at the provider; with --push the tags of the branch",
        Examples = ["BuildKegHub --image keg-core", "BuildKegHub --dry-run  # the commands, ready to paste"])]
    Target BuildKegHub => _ => _
        .Description("Builds each group between the first and the last, one after the other: the keg-hub images, on the base")
        .DependsOn(BuildBase)
        .ProceedAfterFailure()
        .Executes(() => BuildAsync(StageTarget.KegHub));

    [Usage(Topics.Build, Reads.Built,
        Writes = "images under their content tags, in the engine or at the provider; with --push the tags of the branch",
        IsDaily = true,
        Examples = ["BuildTaps --tap evf", "BuildTaps --tap evf --tag my-changes-tag --push  # exactly this tag"])]
    Target BuildTaps => _ => _
        .Description("Builds the last group: the taps, on the keg-hub images")
        .DependsOn(BuildKegHub)
        .ProceedAfterFailure()
        .Executes(() => BuildAsync(StageTarget.Taps));

    private async Task BuildAsync(StageTarget target)
    {
        var opened = OpenedFamily.Of(this);
        await CarryOutOrShowAsync(opened.Build(target));
        if (target != BuildTargets.Append(target).Max() || IsScheduled(nameof(IPushImages.Push)))
            return;
        if (PushBuilt && !ContentOnly)
            await CarryOutOrShowAsync(opened.Publish);
        // What another job will publish is tested by the one that built it.
        else if (ContentOnly && !IsScheduled(nameof(ITestImages.TestImages)))
            await CarryOutOrShowAsync(opened.TestBuilt);
    }
}
