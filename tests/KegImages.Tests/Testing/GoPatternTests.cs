using KegImages.Testing;

namespace KegImages.Tests.Testing;

public sealed class GoPatternTests
{
    // As Go 1.22's regexp.MatchString answers.
    [Theory]
    [InlineData("b+", "abbc", true)]
    [InlineData("^b", "abbc", false)]
    [InlineData("c$", "abbc", true)]
    [InlineData("c$", "abbc\n", false)]
    [InlineData("(?m)c$", "abbc\n", true)]
    [InlineData("(?m)^d", "abbc\nd", true)]
    [InlineData("^d", "abbc\nd", false)]
    [InlineData("a.b", "a\nb", false)]
    [InlineData("(?s)a.b", "a\nb", true)]
    [InlineData("(?i)node", "NODE", true)]
    [InlineData("(?i)[a-c]x", "BX", true)]
    [InlineData("(?i)k", "\u212A", true)]
    [InlineData("(?i)É", "é", true)]
    [InlineData("a(?i)b", "aB", true)]
    [InlineData("a(?i)b", "AB", false)]
    [InlineData("(?i:a)b", "Ab", true)]
    [InlineData("(?i:a)b", "AB", false)]
    [InlineData("((?i)a)b", "AB", false)]
    [InlineData("(?i-s)a.", "A\n", false)]
    [InlineData("(?-i)A", "a", false)]
    [InlineData("(?:ab)+?c", "ababc", true)]
    [InlineData("(?P<name>a)b", "ab", true)]
    [InlineData("(?<name>a)b", "ab", true)]
    [InlineData("a*?b", "aab", true)]
    [InlineData("a{2}?b", "aab", true)]
    [InlineData(@"\d{3}-\w+", "x 123-abc", true)]
    [InlineData(@"\bab\b", "x ab y", true)]
    [InlineData(@"(?U)a+b", "aab", true)]
    [InlineData("", "anything", true)]
    public void A_text_matches_as_in_Go(string pattern, string text, bool matches) =>
        GoPattern.Parse(pattern).IsMatch(text).ShouldBe(matches);

    [Theory]
    [InlineData("(")]
    [InlineData("(?z)a")]
    [InlineData("(?i-)a")]
    [InlineData("(?i")]
    [InlineData("(?=a)")]
    [InlineData("(?!a)")]
    [InlineData("(?<=a)b")]
    [InlineData("(?P<>a)")]
    [InlineData(@"(a)\1")]
    [InlineData("a**")]
    [InlineData("a??+")]
    [InlineData(@"\pL")]
    [InlineData("*a")]
    public void What_Go_refuses_is_refused(string pattern) => Should.Throw<WrongUseException>(() => GoPattern.Parse(pattern));

    [Fact]
    public void An_expression_is_bounded()
    {
        Should.Throw<WrongUseException>(() => GoPattern.Parse(new string('a', 1001))).Message.ShouldContain("longer than 1000");
        Should.Throw<WrongUseException>(() => GoPattern.Parse("((a{100}){100}){10}")).Message.ShouldContain("2000 steps");
    }
}
