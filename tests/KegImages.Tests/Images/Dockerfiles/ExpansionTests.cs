using KegImages.Dockerfiles;

namespace KegImages.Tests.Images.Dockerfiles;

public sealed class ExpansionTests
{
    private static readonly Dictionary<string, string> Variables = new()
    {
        ["a"] = "value",
        ["empty"] = "",
        ["image"] = "ghcr.io/keg/tap:develop",
        ["path"] = "one/two/three",
        ["_1"] = "under",
    };

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("$a", "value")]
    [InlineData("${a}", "value")]
    [InlineData("x$a-y", "xvalue-y")]
    [InlineData("$a$a", "valuevalue")]
    [InlineData("$_1.", "under.")]
    [InlineData("${unset}", "")]
    [InlineData("x$unset", "x")]
    [InlineData("${unset:-other}", "other")]
    [InlineData("${unset-other}", "other")]
    [InlineData("${empty:-other}", "other")]
    [InlineData("${empty-other}", "")]
    [InlineData("${a:-other}", "value")]
    [InlineData("${a:+other}", "other")]
    [InlineData("${a+other}", "other")]
    [InlineData("${empty:+other}", "")]
    [InlineData("${empty+other}", "other")]
    [InlineData("${unset:+other}", "")]
    [InlineData("${unset+other}", "")]
    [InlineData("${a:?needed}", "value")]
    [InlineData("${empty?needed}", "")]
    [InlineData("${unset:-$a}", "value")]
    [InlineData("${unset:-${none:-deep}}", "deep")]
    [InlineData("${unset:-a:b/c}", "a:b/c")]
    [InlineData("${unset:-}", "")]
    [InlineData("${image%:*}", "ghcr.io/keg/tap")]
    [InlineData("${image##*:}", "develop")]
    [InlineData("${image##*/}", "tap:develop")]
    [InlineData("${path#*/}", "two/three")]
    [InlineData("${path##*/}", "three")]
    [InlineData("${path%/*}", "one/two")]
    [InlineData("${path%%/*}", "one")]
    [InlineData("${path#x}", "one/two/three")]
    [InlineData("${path%t????}", "one/two/")]
    [InlineData("${path/e/E}", "onE/two/three")]
    [InlineData("${path//e/E}", "onE/two/thrEE")]
    [InlineData(@"${path//\//-}", "one-two-three")]
    [InlineData("${path/t*/x}", "one/x")]
    [InlineData(@"\$a", "$a")]
    [InlineData(@"\${a}", "${a}")]
    [InlineData(@"a\ b", "a b")]
    [InlineData("\"$a x\"", "value x")]
    [InlineData("'$a x'", "$a x")]
    [InlineData("\"\\$a\"", "$a")]
    [InlineData("\"a\\nb\"", "a\\nb")]
    [InlineData("\"it's\"", "it's")]
    [InlineData("'a'\"b\"c", "abc")]
    [InlineData("$", "$")]
    [InlineData("$ a", "$ a")]
    [InlineData("100$%", "100$%")]
    public void A_word_is_expanded(string word, string expanded) => Expand(word).ShouldBe(expanded);

    [Theory]
    [InlineData("${a", "lacks '}'")]
    [InlineData("${", "without a variable's name")]
    [InlineData("${}", "without a variable's name")]
    [InlineData("${:-x}", "without a variable's name")]
    [InlineData("${a:-x", "lacks '}'")]
    [InlineData("${a:x}", "no form that Docker expands")]
    [InlineData("${a^^}", "no form that Docker expands")]
    [InlineData("${a:#x}", "no form that Docker expands")]
    [InlineData("${a/x}", "lacks '/'")]
    [InlineData("'a", "single quote")]
    [InlineData("\"a", "double quote")]
    [InlineData("${unset:?is what you must give}", "unset: is what you must give")]
    [InlineData("${unset?}", "unset: is not set")]
    [InlineData("${empty:?}", "empty: is empty")]
    public void A_form_that_Docker_refuses_is_refused(string word, string reason) =>
        Should.Throw<FormatException>(() => Expand(word)).Message.ShouldContain(reason);

    [Fact]
    public void The_escape_directive_changes_the_escape_character()
    {
        Expansion.Of("`$a\\b", '`', name => Variables.GetValueOrDefault(name)).ShouldBe("$a\\b");
    }

    [Fact]
    public void Only_variables_with_neither_value_nor_default_are_told_as_unset()
    {
        var unset = new List<string>();

        Expansion.Of("$a $x ${y} ${z:-default} ${w:+more} ${v%x}", '\\', name => Variables.GetValueOrDefault(name), unset.Add);

        unset.ShouldBe(["x", "y", "v"]);
    }

    [Fact]
    public void Variables_nested_without_end_are_refused_rather_than_overflow_the_stack() =>
        Should.Throw<FormatException>(() => Expand(string.Concat(Enumerable.Repeat("${x:-", 100_000)))).Message.ShouldContain("nests");

    [Fact]
    public void A_pattern_full_of_stars_costs_no_exponential_time()
    {
        var value = new string('a', 2000);

        Expansion.Of("${v%" + string.Concat(Enumerable.Repeat("*a", 20)) + "b}", '\\', _ => value).ShouldBe(value);
    }

    [Theory]
    [InlineData("${a//x/y}", "aXbXc", "aXbXc")]
    [InlineData("${a//X/-}", "aXbXc", "a-b-c")]
    [InlineData("${a/X*/-}", "aXbXc", "a-")]
    [InlineData("${a//?X/-}", "aXbXc", "--c")]
    [InlineData("${a//*/-}", "abc", "-")]
    [InlineData("${a//b*/-}", "abab", "a-")]
    [InlineData("${a#*X}", "aXbXc", "bXc")]
    [InlineData("${a##*X}", "aXbXc", "c")]
    [InlineData("${a%X*}", "aXbXc", "aXb")]
    [InlineData("${a%%X*}", "aXbXc", "a")]
    [InlineData("${a##*}", "abc", "")]
    [InlineData("${a#*}", "abc", "abc")]
    [InlineData("${a%?}", "a😀", "a")]
    [InlineData(@"${a#\*}", "*a", "a")]
    [InlineData(@"${a%\?b}", "a?b", "a")]
    [InlineData("${a#}", "abc", "abc")]
    public void A_pattern_takes_the_shortest_or_longest_part(string word, string value, string expected) =>
        Expansion.Of(word, '\\', _ => value).ShouldBe(expected);

    [Theory]
    [InlineData("${a##*a*a*a*a*a*a*b}")]
    [InlineData("${a%%b*a*a*a*a*a*a*}")]
    [InlineData("${a//a*a*a*a*b/x}")]
    [InlineData("${a//?*?*?*?*b/x}")]
    public void A_long_value_is_matched_in_the_product_of_both_lengths(string word)
    {
        var value = new string('a', 60_000);
        var watch = System.Diagnostics.Stopwatch.StartNew();

        Expansion.Of(word, '\\', _ => value).ShouldBe(value);

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(2));
    }

    [Theory]
    [InlineData("$a$a")]
    [InlineData("\"$a${a}\"")]
    [InlineData("${b:-$a$a}")]
    [InlineData("${a//x/$a}")]
    public void A_value_longer_than_its_bound_is_refused(string word) =>
        Should.Throw<FormatException>(() => Expansion.Of(word, '\\', name => name == "a" ? new string('x', 40_000) : null))
            .Message.ShouldContain("longer than 65536 characters");

    private static string Expand(string word) => Expansion.Of(word, '\\', name => Variables.GetValueOrDefault(name));
}
