using Nuke.Common;

namespace KegImages.Components;

/// <summary>Publishes a family: all of its tags move together, or none.</summary>
public interface IPushImages : IBuildImages
{
    Target Push => _ => _
        .Description("Builds the family, and moves all tags when every image is green")
        .DependsOn(BuildTaps)
        .Executes(() => CarryOutOrShowAsync(OpenedFamily.Of(this).Publish));
}
