using KegImages.Fingerprints;

namespace KegImages.Tests.Fingerprints;

public sealed class FingerprintTests
{
    private const string Sha256 = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Fact]
    public void A_fingerprint_round_trips_and_gives_a_content_tag()
    {
        var fingerprint = Fingerprint.Parse($"fp1:{Sha256}");

        fingerprint.ToString().ShouldBe($"fp1:{Sha256}");
        fingerprint.Version.ShouldBe(1);
        fingerprint.ContentTag.ToString().ShouldBe("fp-0123456789abcdef0123");
    }

    [Fact]
    public void Fingerprints_of_two_versions_are_never_equal() =>
        Fingerprint.Parse($"fp1:{Sha256}").ShouldNotBe(Fingerprint.Parse($"fp2:{Sha256}"));

    [Theory]
    [InlineData("")]
    [InlineData("fp1:")]
    [InlineData(Sha256)]
    [InlineData("fp0:" + Sha256)]
    [InlineData("fp:" + Sha256)]
    [InlineData("fp1:" + Sha256 + "0")]
    [InlineData("fp1:" + Sha256 + "\n")]
    [InlineData("fp1:0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef")]
    public void What_is_no_fingerprint_is_refused(string text)
    {
        Fingerprint.TryParse(text, out _).ShouldBeFalse();
        Should.Throw<WrongUseException>(() => Fingerprint.Parse(text)).Message.ShouldContain($"'{text}'");
    }
}
