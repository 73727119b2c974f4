using Nuke.Common;

namespace KegImages.Components;

/// <summary>Tests the images of a family as their test files say, on the very digests that are published.</summary>
public interface ITestImages : IBuildImages
{
    [Usage(Topics.Build, Reads.Built,
        Writes = "images under their content tags, what their tests said, and output/tests.xml",
        Examples = ["TestImages", "TestImages --image keg-core"])]
    Target TestImages => _ => _
        .Description("Tests images as the test.yaml beside their Dockerfile says; Push does it before any tag moves")
        .DependsOn(BuildTaps)
        .Executes(() => CarryOutOrShowAsync(OpenedFamily.Of(this).Test));
}
