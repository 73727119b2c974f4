using KegImages.References;

namespace KegImages.Tests.Images;

public sealed class LegalNameTests
{
    [Theory]
    [InlineData("NodeBase", "node-base")]
    [InlineData("My Tool", "my-tool")]
    [InlineData("a__b", "a__b")]
    [InlineData("x.", "x")]
    [InlineData("My_App", "my_app")]
    [InlineData("Foo..Bar", "foo-bar")]
    [InlineData("A__B", "a-b")]
    [InlineData("_-.x", "x")]
    [InlineData("ÄÖ", "image")]
    [InlineData("py3.12", "py3.12")]
    public void Names_are_made_legal(string word, string name) => LegalName.Of(word).ShouldBe(name);
}
