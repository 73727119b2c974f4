using System.Text;
using KegImages.Contexts;
using KegImages.Ignore;

namespace KegImages.Tests.Fingerprints;

public sealed class DockerIgnoreTests
{
    [Theory]
    [InlineData("a", "a", true)]
    [InlineData("a", "a/b/c", true)]
    [InlineData("a", "b/a", false)]
    [InlineData("a", "ab", false)]
    [InlineData("/a", "a", true)]
    [InlineData("./a/", "a", true)]
    [InlineData("x/../a", "a", true)]
    [InlineData("../a", "a", false)]
    [InlineData("  a  ", "a", true)]
    [InlineData("a\r", "a", true)]
    [InlineData("a b", "a b", true)]
    [InlineData("*", "a/b", true)]
    [InlineData("*/b", "a/b", true)]
    [InlineData("*/b", "b", false)]
    [InlineData("*/b", "a/c/b", false)]
    [InlineData("?", "é", true)]
    [InlineData("?", "😀", true)]
    [InlineData("?", "ab", false)]
    [InlineData("[a-c]x", "bx", true)]
    [InlineData("[a-c]x", "dx", false)]
    [InlineData("[^a]x", "bx", true)]
    [InlineData("[^a]x", "ax", false)]
    [InlineData("[!a]x", "!x", true)]
    [InlineData("[!a]x", "bx", false)]
    [InlineData("[^a]", "😀", true)]
    [InlineData("[😀-😂]", "😁", true)]
    [InlineData("[😀-😂]", "😃", false)]
    [InlineData("\\*", "*", true)]
    [InlineData("\\*", "a", false)]
    [InlineData("\\#a", "#a", true)]
    [InlineData(" #a", "#a", true)]
    [InlineData("**", "a/b", true)]
    [InlineData("**/b", "b", true)]
    [InlineData("**/b", "x/y/b", true)]
    [InlineData("**/b", "xb", false)]
    [InlineData("**b", "x/yb", true)]
    [InlineData("a/**", "a", false)]
    [InlineData("a/**", "a/b", true)]
    [InlineData("a/**/b", "a/b", true)]
    [InlineData("a/**/b", "a/x/y/b", true)]
    [InlineData("a**", "ab/c", true)]
    [InlineData("a.b", "axb", false)]
    [InlineData("*.b", "axb", false)]
    [InlineData("*.b", "a.b\n", false)]
    [InlineData("a+*", "a+b", true)]
    [InlineData("a+*", "aab", false)]
    [InlineData("a|b*", "a", true)]
    [InlineData("a{2}*", "aab", true)]
    [InlineData("\\d*", "1a", true)]
    [InlineData("\\D", "1", false)]
    [InlineData("[[:digit:]]*", "1a", true)]
    [InlineData("[\\w]*", "_", true)]
    [InlineData(".", "a", false)]
    [InlineData("/", "a", false)]
    [InlineData("x*[*", "x", true)]
    [InlineData("x/**/[*", "x/y", false)]
    public void A_pattern_means_what_it_means_to_BuildKit(string pattern, string path, bool ignored) =>
        Parse(pattern).Ignores(path).ShouldBe(ignored);

    [Theory]
    [InlineData("*\n!a", "a", false)]
    [InlineData("*\n!a", "b", true)]
    [InlineData("!a\n*", "a", true)]
    [InlineData("a\n!a/b", "a/b", false)]
    [InlineData("a\n!a/b", "a/c", true)]
    [InlineData("a\n!a/b\na/b/c", "a/b/c", true)]
    [InlineData("**\n!**/keep", "x/y/keep", false)]
    [InlineData("a\n! a", "a", false)]
    [InlineData("a\n!/a", "a", false)]
    [InlineData("x/y\n!x", "x/y", true)]
    [InlineData("*\n!../../a", "a", true)]
    [InlineData("a\n./!a", "a", false)]
    public void The_last_pattern_that_matches_decides(string patterns, string path, bool ignored) =>
        Parse(patterns).Ignores(path).ShouldBe(ignored);

    [Theory]
    [InlineData("#a\n")]
    [InlineData("\uFEFF#a\n")]
    [InlineData("\n   \n\t\n")]
    [InlineData("")]
    public void Comments_and_blank_lines_say_nothing(string text) => Parse(text).Patterns.ShouldBeEmpty();

    [Theory]
    [InlineData("!")]
    [InlineData("! ")]
    [InlineData("!/")]
    [InlineData("[a")]
    [InlineData("a[]")]
    [InlineData("[a-]")]
    [InlineData("[^]")]
    [InlineData("a/[b")]
    [InlineData("x[a*")]
    [InlineData("*[a*b")]
    [InlineData("*x[a")]
    [InlineData(".*[a")]
    [InlineData(".?[a")]
    [InlineData("*/[*")]
    public void A_line_that_BuildKit_refuses_is_refused_with_its_place(string line)
    {
        var refusal = Should.Throw<WrongUseException>(() => Parse($"fine\n{line}\n"));

        refusal.Problems.Single().Location.ShouldBe(new SourceLocation("context/.dockerignore", 2));
    }

    [Fact]
    public void All_wrong_lines_are_reported_together() =>
        Should.Throw<WrongUseException>(() => Parse("[a\nb\n!\n")).Problems.Length.ShouldBe(2);

    [Theory]
    [InlineData("[b-a]")]
    [InlineData("x*[a")]
    [InlineData("*/*[a")]
    [InlineData("**/*/[a")]
    [InlineData("[a]*[b")]
    [InlineData("\\é*")]
    [InlineData("\\q*")]
    [InlineData("*{2}")]
    public void An_expression_that_cannot_be_is_refused_when_it_has_to_decide(string pattern)
    {
        var ignore = Parse($"x\n!{pattern}");

        ignore.Ignores("y").ShouldBeFalse();
        Should.Throw<WrongUseException>(() => ignore.Ignores("x")).Message.ShouldContain($"'!{pattern}'");
    }

    [Fact]
    public void A_line_that_overfills_BuildKits_buffer_is_refused() =>
        Should.Throw<WrongUseException>(() => Parse(new string('a', 65536))).Message.ShouldContain("65536 bytes");

    [Fact]
    public async Task The_Dockerfiles_own_ignore_file_wins_even_when_it_is_empty()
    {
        using var folder = new TemporaryFolder();
        folder.Write(".dockerignore", "common");
        folder.Write("container/Dockerfile", "FROM scratch");
        (await Found()).ShouldBe(["common"]);

        folder.Write("container/Dockerfile.dockerignore", "own");
        (await Found()).ShouldBe(["own"]);

        folder.Write("container/Dockerfile.dockerignore", "");
        (await Found()).ShouldBeEmpty();

        async Task<IEnumerable<string>> Found() =>
            (await IgnoreFile.FindAsync(folder["container/Dockerfile"], folder.Path, CancellationToken.None)).Patterns;
    }

    [Fact]
    public async Task Without_an_ignore_file_nothing_is_ignored()
    {
        using var folder = new TemporaryFolder();

        (await IgnoreFile.FindAsync(folder.Path, CancellationToken.None)).ShouldBeSameAs(DockerIgnore.None);
    }

    private static DockerIgnore Parse(string text) => DockerIgnore.Parse(Encoding.UTF8.GetBytes(text), "context/.dockerignore");
}
