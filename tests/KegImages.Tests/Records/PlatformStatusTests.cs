using System.Collections.Immutable;
using KegImages.Records;
using KegImages.Registry;
using static KegImages.Tests.Records.Sets;

namespace KegImages.Tests.Records;

public sealed class PlatformStatusTests
{
    private static readonly PlatformImage Amd = new("linux/amd64", DigestOf("amd"), 3_100_000);
    private static readonly PlatformImage Arm = new("linux/arm64", DigestOf("arm"), null);

    [Fact]
    public void One_platform_that_is_there_is_nothing_to_say()
    {
        PlatformStatus.Of([Amd], []).ShouldBeNull();
        PlatformStatus.Of([Amd], ["linux/amd64"]).ShouldBeNull();
        PlatformStatus.Of([], []).ShouldBeNull();
    }

    [Fact]
    public void What_is_missing_and_what_nobody_asked_for_is_said_beside_what_is_there()
    {
        var amd = $"linux/amd64 {Amd.Digest.Abbreviated}, 3.1 MB";
        var arm = $"linux/arm64 {Arm.Digest.Abbreviated}";

        Said([Arm, Amd], []).ShouldBe($"{amd}; {arm}");
        Said([Arm, Amd], ["linux/amd64", "linux/arm64/v8"]).ShouldBe($"{amd}; {arm}", "an index leaves the eighth version out");
        Said([Amd], ["linux/arm64", "linux/amd64"]).ShouldBe($"{amd}; linux/arm64 missing");
        Said([Arm, Amd], ["linux/amd64"]).ShouldBe($"{amd}; {arm}, which keg.yml does not ask for");
        Said([], ["linux/arm/v6", "linux/arm/v7"]).ShouldBe("linux/arm/v6 missing; linux/arm/v7 missing");
    }

    [Theory]
    [InlineData("linux/arm64", "linux/arm64", true)]
    [InlineData("linux/arm64", "linux/arm64/v8", true)]
    [InlineData("linux/arm/v7", "linux/arm/v7", true)]
    [InlineData("linux/arm/v7", "linux/arm", false)]
    [InlineData("linux/arm", "linux/arm64", false)]
    [InlineData("unknown", "linux/amd64", false)]
    public void A_processors_version_that_an_index_leaves_out_is_any(string there, string wanted, bool isFor) =>
        new PlatformImage(there, DigestOf("any"), null).IsFor(wanted).ShouldBe(isFor);

    private static string Said(ImmutableArray<PlatformImage> there, ImmutableArray<string> wanted) =>
        string.Join("; ", PlatformStatus.Of(there, wanted).ShouldNotBeNull());
}
