using KegImages.References;

namespace KegImages.Tests.Images;

public sealed class DigestTests
{
    private static readonly string Hex = string.Concat(Enumerable.Repeat("0123456789abcdef", 4));

    [Fact]
    public void The_digest_of_bytes_is_their_SHA_256() =>
        Digest.Of("abc"u8).ToString().ShouldBe("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");

    [Fact]
    public void A_digest_round_trips_and_shows_its_parts()
    {
        var digest = Digest.Parse($"sha256:{Hex}");

        digest.ToString().ShouldBe($"sha256:{Hex}");
        digest.Encoded.ShouldBe(Hex);
        digest.Abbreviated.ShouldBe("sha256:0123456789ab");
        Digest.Parse($"sha512:{Hex}{Hex}").Encoded.Length.ShouldBe(128);
    }

    [Theory]
    [InlineData("")]
    [InlineData("sha256:")]
    [InlineData("sha256:abc")]
    [InlineData("md5:0123456789abcdef0123456789abcdef")]
    [InlineData("sha256:0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("sha512:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n")]
    public void What_is_no_digest_is_refused_and_quoted(string text)
    {
        Digest.TryParse(text, out _).ShouldBeFalse();
        Should.Throw<WrongUseException>(() => Digest.Parse(text)).Message.ShouldContain($"'{text}'");
    }
}
