using KegImages.References;

namespace KegImages.Tests.Building;

public sealed class BuilderEntryTests
{
    [Theory]
    [InlineData("far", new[] { "far" })]
    [InlineData("a, b,c-1.x_2", new[] { "a", "b", "c-1.x_2" })]
    public void Names_stand_with_commas_between_them(string text, string[] names) =>
        BuilderEntry.Parse(text, "--builder").Select(builder => builder.Name).ShouldBe(names);

    [Theory]
    [InlineData("", "'' is no name of a builder")]
    [InlineData("a,,b", "'' is no name of a builder")]
    [InlineData("--x", "'--x' is no name of a builder")]
    [InlineData("a b", "'a b' is no name of a builder")]
    [InlineData("a,b,a", "'a' is said twice")]
    public void What_is_no_list_of_builders_is_refused(string text, string problem) =>
        Should.Throw<WrongUseException>(() => BuilderEntry.Parse(text, "--builder")).Message.ShouldContain($"--builder {text}: {problem}");
}
