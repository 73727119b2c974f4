using KegImages.References;

namespace KegImages.Tests.Images;

public sealed class ImageNameTests
{
    [Theory]
    [InlineData("tap")]
    [InlineData("keg-core")]
    [InlineData("a__b")]
    [InlineData("a.b_c-d---e")]
    [InlineData("0")]
    public void A_name_is_one_component_of_a_repository(string text) => ImageName.Parse(text).ToString().ShouldBe(text);

    [Theory]
    [InlineData("")]
    [InlineData("Tap")]
    [InlineData("a/b")]
    [InlineData("-a")]
    [InlineData("a-")]
    [InlineData("a___b")]
    [InlineData("a:")]
    [InlineData(":b")]
    [InlineData("a:-b")]
    [InlineData("a:b:c")]
    [InlineData("a b")]
    [InlineData("a\n")]
    public void What_is_no_name_is_refused_and_quoted(string text)
    {
        ImageName.TryParse(text, out _).ShouldBeFalse();
        Should.Throw<WrongUseException>(() => ImageName.Parse(text)).Message.ShouldContain($"'{text}'");
    }

    [Fact]
    public void A_variant_stands_behind_a_colon()
    {
        var name = ImageName.Parse("base:3.23");

        (name.Repository, name.Variant).ShouldBe(("base", Tag.Parse("3.23")));
        name.ShouldBe(ImageName.Parse("base").Of(Tag.Parse("3.23")));
        name.ShouldNotBe(ImageName.Parse("base"));
        Provider.Parse("ghcr.io/acme").Of(name).ToString().ShouldBe("ghcr.io/acme/base");
        ImageName.TryParseRepository("base:3.23", out _).ShouldBeFalse();
    }
}
