using KegImages.Environments;

namespace KegImages.Tests.Environments;

public sealed class ComposeVariablesTests
{
    private static readonly Dictionary<string, string> Variables =
        new(StringComparer.Ordinal) { ["A"] = "a", ["EMPTY"] = "", ["_b1"] = "b" };

    [Theory]
    [InlineData("$A$_b1", "ab")]
    [InlineData("$AA", "")]
    [InlineData("$A-x", "a-x")]
    [InlineData("$1 $ $", "$1 $ $")]
    [InlineData("$$A", "$A")]
    [InlineData("$$$A", "$a")]
    [InlineData("${A}", "a")]
    [InlineData("${NONE:-b}${NONE-b}${EMPTY:-b}${EMPTY-b}", "bbb")]
    [InlineData("${A:-b}${A:+b}${EMPTY:+b}${EMPTY+b}${NONE+b}", "abb")]
    [InlineData("${NONE:-${A}x}y}", "axy}")]
    [InlineData("${NONE:-{x}}", "{x}")]
    [InlineData("${NONE:-{}}", "{}")]
    [InlineData("${NONE:-b:-c}", "b:-c")]
    [InlineData("${A:?must be}", "a")]
    [InlineData("${EMPTY?must be}", "")]
    [InlineData("${A}}", "a}")]
    public void A_variable_is_replaced_as_Compose_replaces_it(string text, string expected) =>
        ComposeVariables.Expand(text, Variables.GetValueOrDefault, new HashSet<string>()).ShouldBe(expected);

    [Theory]
    [InlineData("${}")]
    [InlineData("${")]
    [InlineData("${A")]
    [InlineData("${A:")]
    [InlineData("${A!x}")]
    [InlineData("${A:-x\n}")]
    [InlineData("${EMPTY:?must be}")]
    [InlineData("${NONE?}")]
    [InlineData("${A:-${}}")]
    public void What_Compose_refuses_is_refused(string text) =>
        Should.Throw<FormatException>(() => ComposeVariables.Expand(text, Variables.GetValueOrDefault, new HashSet<string>()));

    [Fact]
    public void Defaults_within_defaults_have_an_end()
    {
        var deep = string.Concat(Enumerable.Repeat("${NONE:-", 10_000)) + string.Concat(Enumerable.Repeat("}", 10_000));

        Should.Throw<FormatException>(() => ComposeVariables.Expand(deep, _ => null, new HashSet<string>()))
            .Message.ShouldContain("nest deeper");
    }
}
