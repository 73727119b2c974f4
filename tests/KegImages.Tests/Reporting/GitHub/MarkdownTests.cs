using KegImages.Pages;

namespace KegImages.Tests.Reporting.GitHub;

public sealed class MarkdownTests
{
    [Theory]
    [InlineData("plain, 'words': 1.2", "plain, 'words': 1.2")]
    [InlineData("a | b\nc", "a &#124; b c")]
    [InlineData("<script> **x** [y](z) `c` _u_ #1 @team",
        "&#60;script&#62; &#42;&#42;x&#42;&#42; &#91;y&#93;&#40;z&#41; &#96;c&#96; &#95;u&#95; &#35;1 &#64;team")]
    [InlineData("https://evil.example www.evil.example", "https&#58;//evil.example www&#46;evil.example")]
    public void Text_is_shown_as_it_is(string text, string markdown) => Markdown.Text(text).ShouldBe(markdown);

    [Theory]
    [InlineData("ghcr.io/keg/tap:develop", "`ghcr.io/keg/tap:develop`")]
    [InlineData("a`b", "<code>a&#96;b</code>")]
    [InlineData("a|b", "<code>a&#124;b</code>")]
    [InlineData("", "<code></code>")]
    public void Code_never_leaves_its_cell(string text, string markdown) => Markdown.Code(text).ShouldBe(markdown);

    [Fact]
    public void A_table_s_rows_are_as_wide_as_its_head() =>
        Markdown.Table(["a", "b"], [["1", "2"]]).ShouldBe(["| a | b |", "| --- | --- |", "| 1 | 2 |"]);
}
