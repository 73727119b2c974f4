using KegImages.Building;

namespace KegImages.Tests.Building;

public sealed class BuildMetadataTests
{
    [Fact]
    public void Digests_are_read_from_what_BuildKit_writes()
    {
        var metadata = BuildMetadata.Parse($$"""{"buildx.build.ref":"a/b/c","containerimage.config.digest":"{{FamilyOf.DigestOf("c")}}","containerimage.digest":"{{FamilyOf.DigestOf("m")}}","image.name":"x"}""");

        metadata.ShouldBe(new BuildMetadata(FamilyOf.DigestOf("m"), FamilyOf.DigestOf("c")));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"containerimage.digest":"latest"}""")]
    public void What_is_no_digest_is_none(string json) => BuildMetadata.Parse(json).Digest.ShouldBeNull();

    [Fact]
    public void What_is_no_JSON_is_a_failure() => Should.Throw<FailedException>(() => BuildMetadata.Parse("{"));
}
