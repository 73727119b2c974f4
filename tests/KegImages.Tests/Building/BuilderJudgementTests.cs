using KegImages.Building;
using KegImages.Planning;
using KegImages.References;

namespace KegImages.Tests.Building;

/// <summary>What a builder cannot do is said before anything is built, with what to change.</summary>
public sealed class BuilderJudgementTests
{
    private const string Containerd = " org.mobyproject.buildkit.worker.snapshotter: overlayfs";

    [Fact]
    public void An_engine_with_the_classic_store_builds_for_one_platform_at_a_time()
    {
        var several = FamilyOf.Step("tap") with { Platforms = ["linux/amd64", "linux/arm64"] };

        var problem = Problems(push: true, [Engine()], several).ShouldHaveSingleItem();
        problem.Message.ShouldStartWith("the builder in use builds for one platform at a time");
        problem.Message.ShouldEndWith("and tap is for linux/amd64, linux/arm64");
        problem.Next!.ShouldContain("docker buildx create");
        Problems(push: true, [Engine(Containerd)], several).ShouldBeEmpty();
        Problems(push: true, [Far()], several).ShouldBeEmpty();
    }

    [Fact]
    public void Without_a_push_an_image_of_a_builder_elsewhere_is_loaded_only_where_none_stands_on_it()
    {
        Problems(push: false, [Far()], FamilyOf.Step("tap")).ShouldBeEmpty();
        var problem = Problems(push: false, [Far()], FamilyOf.Step("tap"), FamilyOf.Step("evf", "tap")).ShouldHaveSingleItem();

        problem.Message.ShouldBe("what the builder 'far' (remote, linux/amd64) builds does not reach this machine's engine before it is "
            + "loaded, so evf cannot be built on tap without a push");
        problem.Next!.ShouldContain("keg push it");
        Problems(push: true, [Far()], FamilyOf.Step("tap"), FamilyOf.Step("evf", "tap")).ShouldBeEmpty();
        Problems(push: false, [Engine()], FamilyOf.Step("tap"), FamilyOf.Step("evf", "tap")).ShouldBeEmpty();
    }

    [Fact]
    public void A_context_that_is_not_in_force_is_no_builder()
    {
        var inspection = BuilderInspection.Parse("Name: far\nDriver: docker\n\nNodes:\nName: far\nEndpoint: far\nStatus: running\n");
        var judged = new JudgedBuilder(new BuilderEntry("far"), inspection);

        var problem = new BuilderJudgement([judged], push: true).Problems([FamilyOf.Step("tap")], "").ShouldHaveSingleItem();

        problem.Message.ShouldStartWith("'far' is a docker context and no builder");
        problem.Next!.ShouldContain("DOCKER_CONTEXT=far");
        new BuilderJudgement([judged], push: true) { Context = "far" }.Problems([FamilyOf.Step("tap")], "").ShouldBeEmpty();
    }

    [Fact]
    public void A_BuildKit_that_is_too_old_is_named_with_its_version() =>
        Problems(push: true, [Far("v0.9.3")], FamilyOf.Step("tap")).ShouldHaveSingleItem().Message
            .ShouldStartWith("the builder 'far' runs BuildKit 0.9.3, at least 0.10 is needed");

    [Theory]
    [InlineData("Head \"https://10.0.0.1:5000/v2/a/manifests/b\": http: server gave HTTP response to HTTPS client",
        "asks registry.example by HTTPS, and it speaks plain HTTP")]
    [InlineData("Head \"https://x/v2/\": dial tcp 127.0.0.1:1: connect: connection refused", "does not reach registry.example: Head")]
    [InlineData("Head \"https://x/v2/\": dial tcp: lookup x on 10.0.0.1:53: no such host", "does not reach registry.example: Head")]
    [InlineData("Head \"https://x/v2/\": tls: failed to verify certificate: x509: certificate signed by unknown authority",
        "does not trust the certificate of registry.example")]
    public void What_keeps_a_builder_from_a_registry_is_told_from_what_it_says(string said, string problem) =>
        Reach("ERROR: failed to solve: registry.example/a: failed to resolve source metadata for registry.example/a: failed to do "
            + $"request: {said}")!.Message.ShouldContain(problem);

    [Theory]
    [InlineData("ERROR: failed to solve: registry.example/a@sha256:0: not found")]
    [InlineData("ERROR: failed to solve: registry.example/a: pull access denied, repository does not exist or may require authorization")]
    [InlineData("ERROR: failed to solve: registry.example/a: unexpected status from HEAD request: 401 Unauthorized")]
    [InlineData("ERROR: listing workers for Build: failed to list workers: Unavailable: connection error: connection refused")]
    [InlineData("")]
    public void A_registry_that_answers_is_reached_and_a_builder_that_does_not_says_nothing_of_it(string said) =>
        Reach(said).ShouldBeNull();

    private static Problem? Reach(string said) =>
        RegistryReach.Judge(Far(), ImageReference.Parse("registry.example/family/tap:x"), $"#1 something\n------\n{said}\n");

    private static List<Problem> Problems(bool push, JudgedBuilder[] builders, params BuildStep[] steps) =>
        [.. new BuilderJudgement([.. builders], push).Problems([.. steps], "keg push it")];

    private static JudgedBuilder Engine(string label = "") => new(BuilderEntry.InUse, BuilderInspection.Parse(
        $"Driver: docker\nNodes:\nName: default\nEndpoint: default\nStatus: running\nPlatforms: linux/amd64\nLabels:\n{label}\n"));

    private static JudgedBuilder Far(string version = "v0.0.0+unknown") => new(new BuilderEntry("far"), BuilderInspection.Parse(
        $"Driver: remote\nNodes:\nName: far0\nEndpoint: tcp://far\nStatus: running\nBuildKit version: {version}\n"
        + "Platforms: linux/amd64\n"));
}
