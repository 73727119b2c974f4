using KegImages.Texts;

namespace KegImages.Tests.Reporting;

/// <summary>How messages are broken at a terminal's width.</summary>
public sealed class ProseTests
{
    [Theory]
    [InlineData("one two three", 20, "one two three")]
    [InlineData("one two three", 9, "one two|    three")]
    [InlineData("  one two three four", 12, "  one two|      three|      four")]
    [InlineData("one\n  two three four", 12, "one|  two three|      four")]
    [InlineData("", 4, "")]
    // What is copied is never broken, also where it is longer than the line.
    [InlineData("no image ghcr.io/acme/a-long-name@sha256:0123456789 is there", 20,
        "no image ghcr.io/acme/a-long-name@sha256:0123456789|    is there")]
    [InlineData("no image ghcr.io/acme/a@sha256:012 is there", 30, "no image|    ghcr.io/acme/a@sha256:012|    is there")]
    [InlineData("run again: ./build.sh Push --tag x --registry y (4 are reused)", 42,
        "run again: ./build.sh Push --tag x --registry y|    (4 are reused)")]
    [InlineData("it is old: ./build.sh UpdateBases --root . takes it over", 38,
        "it is old: ./build.sh UpdateBases --root .|    takes it over")]
    [InlineData("run again: ./build.sh Push --root . --engine Private (22 are reused)", 38,
        "run again: ./build.sh Push --root . --engine Private|    (22 are reused)")]
    [InlineData("  command (exit code 1): A_1=b SOURCE=1 docker buildx build --push --file 'x y' .", 30,
        "  command (exit code 1): A_1=b SOURCE=1 docker buildx build --push --file 'x y' .")]
    [InlineData("the value A='b c d' and B=c, which is none", 16, "the value|    A='b c d'|    and B=c,|    which is|    none")]
    [InlineData(@"the folder '/o'\''brien fam/img' is none", 26, @"the folder|    '/o'\''brien fam/img'|    is none")]
    [InlineData("  docker buildx create --name multi, then --builder multi", 24,
        "  docker buildx create --name multi,|      then --builder|      multi")]
    [InlineData("dotnet keg-images Plan says what the docker engine lacks", 24,
        "dotnet keg-images Plan|    says what the docker|    engine lacks")]
    [InlineData("a clone/taps/evf/Dockerfile:3: FROM names nothing", 24, "a clone/taps/evf/Dockerfile:3:|    FROM names nothing")]
    [InlineData("the value 'with a space in it' is none of the choices", 26,
        "the value|    'with a space in it'|    is none of the choices")]
    [InlineData("its first word's quote never ends: 'so it goes on", 20, "its first word's|    quote never|    ends: 'so it|    goes on")]
    [InlineData("again: a-tool Push --tag x says it", 24, "again: a-tool Push --tag x|    says it")]
    // What quotes a file stays as it stands there.
    [InlineData("   3 | >>> RUN npm ci && npm test && npm run build", 20, "   3 | >>> RUN npm ci && npm test && npm run build")]
    [InlineData("字字 字字 字字", 10, "字字 字字|    字字")]
    public void A_message_is_broken_between_words_and_never_within_what_is_copied(string text, int columns, string expected) =>
        string.Join('|', Prose.Of(text, columns)).ShouldBe(expected);

    [Fact]
    public void Where_a_line_has_begun_less_of_it_is_left_and_without_a_width_nothing_is_broken()
    {
        string.Join('|', Prose.Of("one two three", 13, used: 4)).ShouldBe("one two|    three");
        Prose.Of("one  two\r\nthree", int.MaxValue).ShouldBe(["one  two\r\nthree"]);
    }

    [Fact]
    public void Whatever_the_text_its_words_stay_the_same_and_no_line_begins_with_less_indent()
    {
        var random = new Random(7);
        string[] words = ["a", "'", "it's", "(\"x", "y\")", "./build.sh", "--tag", "Push", "git", "a/b:3:", "so,", "then:", "", "字", "9 |"];
        for (var i = 0; i < 2_000; i++)
        {
            var text = string.Join(' ', Enumerable.Range(0, random.Next(1, 30)).Select(_ => words[random.Next(words.Length)]));
            var lines = Prose.Of(text, random.Next(1, 40)).ToList();

            string.Concat(lines).Replace(" ", "", StringComparison.Ordinal).ShouldBe(text.Replace(" ", "", StringComparison.Ordinal), text);
            lines.Skip(1).ShouldAllBe(line => line.StartsWith("    ", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_long_line_is_read_in_linear_time()
    {
        var text = string.Concat(Enumerable.Repeat("'a (\"b `c ./build.sh git: ", 40_000));

        Should.CompleteIn(() => Prose.Of(text, 80).Count().ShouldBeGreaterThan(0), TimeSpan.FromSeconds(20));
    }
}
