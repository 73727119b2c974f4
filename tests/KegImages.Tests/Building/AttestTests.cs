using System.Collections.Immutable;
using KegImages.Building;
using KegImages.Configuration;
using KegImages.Fingerprints;
using KegImages.Images;
using KegImages.Planning;
using KegImages.References;
using KegImages.Tests.Fingerprints;

namespace KegImages.Tests.Building;

/// <summary>What pushed images say of themselves: read from keg.yml, an input of the fingerprint, and an option of the build.</summary>
public sealed class AttestTests
{
    private const string Groups = "provider: localhost:5000/x\ngroups: { all: { folders: [a] } }\n";

    private static readonly ImageReference Generator = ImageReference.Parse($"ghcr.io/acme/scanner@sha256:{new string('a', 64)}");

    [Fact]
    public void It_is_read_with_the_generator_by_its_digest()
    {
        Read($"attest: {{ provenance: max, sbom: true, generator: '{Generator}' }}").Attest.ShouldBe(new Attestations("max", Generator));
        Read("attest: { provenance: off }").Attest.IsNone.ShouldBeTrue();
        Read("attest: {}").Attest.IsNone.ShouldBeTrue();
        Read("").Attest.IsNone.ShouldBeTrue();
    }

    [Theory]
    [InlineData("{ provenance: all }", "attest.provenance: 'all' is not 'max', 'min' or 'off'")]
    [InlineData("{ sbom: true }", "attest.sbom: what finds the packages decides what is found")]
    [InlineData("{ sbom: true, generator: 'docker/buildkit-syft-scanner:stable-1' }",
        "attest.generator: 'docker/buildkit-syft-scanner:stable-1' is not an image by its digest")]
    [InlineData("{ generator: 'x@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' }",
        "attest.generator: it finds nothing where nothing is listed")]
    [InlineData("{ sbom: sometimes }", "attest.sbom: expected true or false, found 'sometimes'")]
    public void What_is_no_attestation_is_refused_with_its_line(string said, string expected)
    {
        var (_, problems) = KegReader.Read($"{Groups}attest: {said}\n", "keg.yml");

        problems.Select(problem => problem.ToString()).ShouldContain(text => text.StartsWith("keg.yml:3:", StringComparison.Ordinal)
            && text.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void A_family_that_attests_nothing_keeps_its_fingerprints_and_one_that_does_has_others()
    {
        var before = FingerprintInputs.Of(Requests.Full);
        var off = FingerprintInputs.Of(Requests.Full with { Attest = Attestations.None.Inputs });
        var most = FingerprintInputs.Of(Requests.Full with { Attest = new Attestations("max", Generator).Inputs });
        var least = FingerprintInputs.Of(Requests.Full with { Attest = new Attestations("min", Generator).Inputs });

        off.ToString().ShouldBe(before.ToString());
        before.ToString().ShouldNotContain("attest");
        most.ToString().ShouldContain($"\nattest provenance max\nattest sbom {Generator}\n");
        most.Fingerprint.ShouldNotBe(before.Fingerprint);
        least.Fingerprint.ShouldNotBe(most.Fingerprint);
        FingerprintInputs.Parse(most.ToString()).Fingerprint.ShouldBe(most.Fingerprint);
        FingerprintInputs.Difference(least, most).Select(difference => difference.ToString()).ShouldBe(["attest provenance changed"]);
    }

    [Fact]
    public void A_push_attests_in_OCI_types_and_what_stays_in_an_engine_says_nothing()
    {
        var step = Attested(FamilyOf.Step("tap"), new Attestations("max", Generator));

        var pushed = For(step, BuildxOutput.Push);
        string.Join(' ', pushed).ShouldContain(
            $"--attest type=provenance,mode=max --attest type=sbom,generator={Generator} --file");
        string.Join(' ', pushed).ShouldContain("--output type=image,push=true,oci-mediatypes=true");
        pushed.ShouldNotContain("--push");
        pushed.ShouldNotContain("--provenance=false");
        For(step, BuildxOutput.Digest).ShouldContain(word => word.EndsWith("push-by-digest=true,push=true,oci-mediatypes=true",
            StringComparison.Ordinal));
        For(step, BuildxOutput.Load).ShouldContain("--provenance=false");
        For(step, BuildxOutput.Engine).ShouldNotContain("--attest");
        For(Attested(step, new Attestations(null, Generator)), BuildxOutput.Push).ShouldContain("--provenance=false");
    }

    [Fact]
    public void A_builder_that_cannot_attest_is_refused_before_anything_is_built()
    {
        var step = Attested(FamilyOf.Step("tap"), new Attestations("max", null));
        var classic = Judged("docker", "");
        var old = Judged("remote", "Buildkit: v0.10.4\n");

        var problem = Problems(true, step, classic).ShouldHaveSingleItem();
        problem.Message.ShouldBe("the builder 'far' cannot attest what it builds (its driver is docker, with the classic image store), and "
            + "keg.yml asks for provenance (max)");
        problem.Next!.ShouldContain("docker buildx create");
        Problems(true, step, old).ShouldHaveSingleItem().Message.ShouldStartWith("the builder 'far' runs BuildKit 0.10.4, at least 0.11");
        // Of several, each may be given any image.
        Problems(true, step, Judged("remote", ""), classic).ShouldHaveSingleItem();
        Problems(true, step, Judged("docker", " org.mobyproject.buildkit.worker.snapshotter: overlayfs\n")).ShouldBeEmpty();
        Problems(false, step, Judged("docker", "")).ShouldBeEmpty();
        Problems(true, FamilyOf.Step("tap"), classic).ShouldBeEmpty();
    }

    private static KegSettings Read(string attest)
    {
        var (settings, problems) = KegReader.Read($"{Groups}{attest}\n", "keg.yml");
        problems.ShouldBeEmpty();
        return settings.ShouldNotBeNull();
    }

    private static BuildStep Attested(BuildStep step, Attestations attest) => step with { Image = step.Image with { Attest = attest } };

    private static ImmutableArray<string> For(BuildStep step, BuildxOutput output) =>
        BuildxCommand.For(step, FamilyOf.Plan(step), new DockerClient(), parent => parent.Pinned!, "/run/tap.json", output).Arguments;

    private static Problem[] Problems(bool push, BuildStep step, params ImmutableArray<JudgedBuilder> builders) =>
        [.. new BuilderJudgement(builders, push).Problems([step], "push it")];

    private static JudgedBuilder Judged(string driver, string more) => new(new BuilderEntry("far"), BuilderInspection.Parse(
        $"Name: far\nDriver: {driver}\n\nNodes:\nName: far0\nEndpoint: default\nStatus: running\n{more}Platforms: linux/amd64\n"));
}
