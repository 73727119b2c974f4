using Nuke.Common;

namespace KegImages.Components;

/// <summary>Publishes a family: all of its tags move together, or none.</summary>
public interface IPushImages : IBuildImages
{
    [Usage(Topics.Build, Reads.Built,
        Writes = "images, their tags and the family record at the provider",
        IsDaily = true,
        Examples = ["Push", "Push --tag my-branch  # under another tag", "Push --dry-run"])]
    Target Push => _ => _
        .Description("Builds the family, and moves all tags when every image is green")
        .DependsOn(BuildTaps)
        .Executes(() => CarryOutOrShowAsync(OpenedFamily.Of(this).Publish));
}
