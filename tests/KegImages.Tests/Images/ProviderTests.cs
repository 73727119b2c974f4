using KegImages.References;

namespace KegImages.Tests.Images;

public sealed class ProviderTests
{
    [Theory]
    [InlineData("ghcr.io/simpleviewinc", "ghcr.io", "simpleviewinc")]
    [InlineData("localhost:5000/a/b", "localhost:5000", "a/b")]
    public void A_provider_is_a_registry_and_a_namespace(string text, string registry, string @namespace)
    {
        var provider = Provider.Parse(text);

        provider.Registry.ShouldBe(registry);
        provider.Namespace.ShouldBe(@namespace);
        provider.ToString().ShouldBe(text);
        provider.Of(ImageName.Parse("tap")).ToString().ShouldBe($"{text}/tap");
    }

    [Theory]
    [InlineData("")]
    [InlineData("simpleviewinc")]
    [InlineData("simpleviewinc/keg")]
    [InlineData("ghcr.io")]
    [InlineData("ghcr.io/")]
    [InlineData("ghcr.io/simpleviewinc:develop")]
    [InlineData("https://ghcr.io/simpleviewinc")]
    [InlineData("ghcr.io/Simpleviewinc")]
    public void What_is_no_provider_is_refused_and_quoted(string text)
    {
        Provider.TryParse(text, out _).ShouldBeFalse();
        Should.Throw<WrongUseException>(() => Provider.Parse(text)).Message.ShouldContain($"'{text}'");
    }

    [Theory]
    [InlineData("ghcr.io/simpleviewinc/tap", true)]
    [InlineData("ghcr.io/simpleviewinc/tap:develop", true)]
    [InlineData("ghcr.io/simpleviewinc/deeper/tap", false)]
    [InlineData("ghcr.io/other/tap", false)]
    [InlineData("docker.io/simpleviewinc/tap", false)]
    [InlineData("tap", false)]
    [InlineData("GHCR.IO/simpleviewinc/tap", true)]
    [InlineData("ghcr.io/simpleviewinc-tap", false)]
    public void A_provider_holds_the_images_right_below_it(string reference, bool held) =>
        Provider.Parse("ghcr.io/simpleviewinc").Holds(ImageReference.Parse(reference)).ShouldBe(held);
}
