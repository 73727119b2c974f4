using KegImages.Building;

namespace KegImages.Tests.Building;

public sealed class BuilderInspectionTests
{
    [Theory]
    [InlineData("Platforms:        linux/amd64, linux/amd64/v2, linux/386", "linux/amd64")]
    [InlineData("Platforms: linux/arm64*, linux/amd64", "linux/arm64")]
    [InlineData("Platforms:", null)]
    [InlineData("Status: inactive", null)]
    [InlineData(" Platforms: linux/arm64", null)]
    public void The_first_platform_is_the_builders_own(string line, string? platform)
    {
        BuilderInspection.Parse($"Name: x\nDriver: docker-container\n\nNodes:\nName: x0\nEndpoint: default\n{line}\n").Platform.ShouldBe(
            platform);
    }

    [Theory]
    [InlineData("Driver: docker\nNodes:\nEndpoint: default\n", false)]
    [InlineData("Driver: docker\nNodes:\nEndpoint: default\nLabels:\n org.mobyproject.buildkit.worker.snapshotter: overlayfs\n", true)]
    [InlineData("Driver: docker-container\nNodes:\nEndpoint: default\n", true)]
    [InlineData("Driver: remote\nNodes:\nEndpoint: tcp://a\n", true)]
    [InlineData("", false)]
    public void Only_an_engine_with_its_classic_store_keeps_no_layers_in_a_registry(string answer, bool keeps) =>
        BuilderInspection.Parse(answer).KeepsLayers.ShouldBe(keeps);

    [Fact]
    public void Of_several_nodes_the_first_builds_what_names_no_platform()
    {
        var inspection = BuilderInspection.Parse(
            "Driver: remote\nNodes:\nName: a\nEndpoint: tcp://a\nPlatforms: linux/s390x\n\nName: b\nEndpoint: tcp://b\nPlatforms: "
                + "linux/amd64\n");

        inspection.ShouldBe(new BuilderInspection("remote", "tcp://a", "linux/s390x", false));
    }
}
