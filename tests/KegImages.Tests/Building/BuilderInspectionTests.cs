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
        BuilderInspection.Parse(answer).IsWhole.ShouldBe(keeps);

    [Fact]
    public void Of_an_engine_that_does_not_answer_no_driver_is_said() => BuilderInspection.Parse(
        "Name:          default\nDriver:        \nError:         Cannot connect to the Docker daemon at unix:///nobody.sock.\n")
        .Driver.ShouldBeNull();

    [Fact]
    public void Of_several_nodes_the_first_builds_what_names_no_platform()
    {
        var inspection = BuilderInspection.Parse(
            "Driver: remote\nNodes:\nName: a\nEndpoint: tcp://a\nPlatforms: linux/s390x\n\nName: b\nEndpoint: tcp://b\nPlatforms: "
                + "linux/amd64\n");

        (inspection with { Nodes = [] }).ShouldBe(new BuilderInspection("remote", "tcp://a", "linux/s390x", false));
        inspection.Nodes.Select(node => node.Endpoint).ShouldBe(["tcp://a", "tcp://b"]);
        inspection.Platforms.ShouldBe(["linux/s390x", "linux/amd64"]);
    }

    [Fact]
    public void A_remote_builder_says_its_version_and_that_it_runs()
    {
        var inspection = BuilderInspection.Parse("""
            Name:          far
            Driver:        remote
            Last Activity: 2026-01-01 00:00:00 +0000 UTC

            Nodes:
            Name:             far0
            Endpoint:         tcp://127.0.0.1:1234
            Status:           running
            BuildKit version: v0.12.5
            Platforms:        linux/amd64, linux/amd64/v2, linux/386
            Labels:
             org.mobyproject.buildkit.worker.executor:             oci

            Name:             far1
            Endpoint:         tcp://127.0.0.1:1235
            Status:           running
            BuildKit version: v0.9.0
            Platforms:        linux/arm64
            """);

        inspection.Described.ShouldBe("remote, 2 nodes, linux/amd64 and linux/arm64, BuildKit 0.9.0");
        (inspection.IsRunning, inspection.IsWhole, inspection.IsTooOld).ShouldBe((true, true, true));
    }

    [Fact]
    public void A_distributions_build_of_BuildKit_says_no_version_and_is_not_called_too_old()
    {
        var inspection = BuilderInspection.Parse("Driver: docker\nNodes:\nName: default\nBuildKit version: v0.0.0+unknown\n");

        inspection.BuildKit.ShouldBeNull();
        (inspection.IsTooOld, inspection.IsWhole, inspection.IsRunning).ShouldBe((false, false, false));
    }
}
