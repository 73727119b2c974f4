using KegImages.Texts;

namespace KegImages.Tests.Reporting;

public sealed class WrappingTests
{
    [Theory]
    [InlineData("", 5, "")]
    [InlineData("one two", 7, "one two")]
    [InlineData("one two", 6, "one|two")]
    [InlineData("one two three", 8, "one two|three")]
    [InlineData("longerthanthat ok", 6, "longer|thanth|at ok")]
    [InlineData("字字字", 4, "字字|字")]
    [InlineData("ab", 1, "a|b")]
    public void Lines_are_broken_between_words(string text, int columns, string expected) =>
        string.Join('|', Wrapping.Of(text, columns)).ShouldBe(expected);
}
