using KegImages.Building;
using KegImages.Documents;

namespace KegImages.Tests.Building;

public sealed class BuildMetadataTests
{
    [Fact]
    public void Digests_are_read_from_what_BuildKit_writes()
    {
        var metadata = BuildMetadata.Parse(
            $$"""{"buildx.build.ref":"a/b/c","containerimage.config.digest":"{{FamilyOf.DigestOf("c")}}","containerimage.digest":"{{FamilyOf.DigestOf("m")}}","image.name":"x"}""");

        metadata.ShouldBe(new BuildMetadata(FamilyOf.DigestOf("m"), FamilyOf.DigestOf("c")));
    }

    [Fact]
    public void What_says_no_digest_has_none() => BuildMetadata.Parse("{}").Digest.ShouldBeNull();

    [Theory]
    [InlineData("\"latest\"", "'latest' is not a digest")]
    [InlineData("7", "it is a number, where a digest is expected")]
    [InlineData("[null]", "it is a list, where a digest is expected")]
    public void What_is_no_digest_is_a_failure_with_its_place(string digest, string expected) =>
        Should.Throw<UnreadableDocumentException>(() => BuildMetadata.Parse($$"""{"containerimage.digest":{{digest}}}""")).Message.ShouldBe(
            $"BuildKit's metadata of the build cannot be read: $['containerimage.digest']: {expected}");

    [Fact]
    public void What_is_no_JSON_is_a_failure() => Should.Throw<FailedException>(() => BuildMetadata.Parse("{"));
}
