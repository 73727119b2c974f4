using KegImages.References;

namespace KegImages.Tests.Images;

public sealed class TagTests
{
    [Theory]
    [InlineData("develop")]
    [InlineData("feature-x")]
    [InlineData("_")]
    [InlineData("1.0.0")]
    [InlineData("A_b.C-d")]
    [InlineData("a..b--")]
    public void A_legal_tag_is_kept_as_it_is(string text) => Tag.Parse(text).ToString().ShouldBe(text);

    [Theory]
    [InlineData("", "empty")]
    [InlineData(".x", "begin with '.'")]
    [InlineData("-x", "begin with '.' or '-'")]
    [InlineData("feature/x", "'feature/x'")]
    [InlineData("a b", "'a b'")]
    [InlineData("a:b", "'a:b'")]
    [InlineData("ä", "'ä'")]
    [InlineData("x\n", "is not a tag")]
    public void An_illegal_tag_is_refused_by_the_rule_it_breaks(string text, string rule)
    {
        Tag.TryParse(text, out _).ShouldBeFalse();
        Should.Throw<WrongUseException>(() => Tag.Parse(text)).Message.ShouldContain(rule);
    }

    [Fact]
    public void A_tag_has_at_most_128_characters()
    {
        Tag.Parse(new string('x', 128)).ToString().Length.ShouldBe(128);
        Should.Throw<WrongUseException>(() => Tag.Parse(new string('x', 129))).Message.ShouldContain("129 characters, at most 128");
    }

    [Fact]
    public void Tags_differ_by_case() => Tag.Parse("Develop").ShouldNotBe(Tag.Parse("develop"));

    [Fact]
    public void Nothing_is_no_tag() => Tag.TryParse(null, out _).ShouldBeFalse();
}
