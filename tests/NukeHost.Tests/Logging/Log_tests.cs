using Serilog;

namespace Nuke.Common.Tests.Logging;

public sealed class Log_tests
{
    [Theory]
    [InlineData("no holes", "no holes")]
    [InlineData("{Name} is {Age}", "Ann is 7")]
    [InlineData("{Name,5}|{Age,-4}|", "  Ann|7   |")]
    [InlineData("{@Name} {$Age:000}", "Ann 007")]
    [InlineData("{{Name}} {Name}", "{Name} Ann")]
    [InlineData("{Name} {Age} {Third}", "Ann 7 {Third}")]
    [InlineData("{Name:l} open {", "Ann open {")]
    public void Holes_are_filled_in_their_order(string template, string text) =>
        MessageTemplate.Render(template, ["Ann", 7]).ShouldBe(text);

    [Fact]
    public void Lists_and_nothing_are_shown() => MessageTemplate.Render("{A} {B}", [Enumerable.Range(1, 2), null]).ShouldBe("[1, 2] null");
}
