using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using KegImages.Ignore;

namespace KegImages.Tests.Fingerprints;

public sealed class GoExpressionTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(@"^a{2,3}$", "aa", true)]
    [InlineData(@"^a{2,3}$", "aaaa", false)]
    [InlineData(@"^a{2,}$", "aaaaa", true)]
    [InlineData(@"^a{,2}$", "a{,2}", true)]
    [InlineData(@"^a{01}$", "a{01}", true)]
    [InlineData(@"^a{0}$", "", true)]
    [InlineData(@"^ab|c$", "xc", true)]
    [InlineData(@"^ab|c$", "abx", true)]
    [InlineData(@"^ab|c$", "cx", false)]
    [InlineData(@"|x", "anything", true)]
    [InlineData(@"^\x41\x{1F600}\101\0$", "A😀A\0", true)]
    [InlineData(@"^\Qa*\E$", "a*", true)]
    [InlineData(@"^\w\b.\B.$", "a--", true)]
    [InlineData(@"\Aa\z", "a\n", false)]
    [InlineData(@"^.$", "\n", false)]
    [InlineData(@"^[^/]$", "\n", true)]
    [InlineData(@"^[]a]$", "]", true)]
    [InlineData(@"^[-a]$", "-", true)]
    [InlineData(@"^[a\-z]$", "b", false)]
    [InlineData(@"^[[:^alpha:]]$", "1", true)]
    [InlineData(@"^[[:word:]\D]$", "é", true)]
    [InlineData(@"^[\x{10000}-\x{10FFFF}]$", "😀", true)]
    [InlineData(@"^[^😀]$", "😁", true)]
    [InlineData(@"^(.*/)?b$", "x/y/b", true)]
    public void An_expression_matches_what_it_matches_in_Go(string expression, string text, bool matches) =>
        GoProgram.Of(GoExpression.TryParse(expression)!).IsMatch(text).ShouldBe(matches);

    [Theory]
    [InlineData("[a")]
    [InlineData("[b-a]")]
    [InlineData("[[:nothing:]]")]
    [InlineData("[[:^^alpha:]]")]
    [InlineData("a{2}{3}")]
    [InlineData("a**")]
    [InlineData("{2}")]
    [InlineData("|*")]
    [InlineData("a{1001}")]
    [InlineData("a{3,2}")]
    [InlineData("a{99999999999}")]
    [InlineData(@"\")]
    [InlineData(@"\q")]
    [InlineData(@"\8")]
    [InlineData(@"\1")]
    [InlineData(@"\x4")]
    [InlineData(@"\x{}")]
    [InlineData(@"\x{110000}")]
    [InlineData(@"\C")]
    [InlineData("(a")]
    [InlineData("a)")]
    public void An_expression_that_Go_refuses_is_none(string expression) => GoExpression.TryParse(expression).ShouldBeNull();

    [Fact]
    public void For_random_expressions_of_both_syntaxes_the_answers_are_those_of_NETs_own()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var i = 0; i < 4000; i++)
        {
            var expression = Expression(random, 0);
            var program = GoProgram.Of(GoExpression.TryParse(expression).ShouldNotBeNull(expression));
            var reference = new Regex(expression.Replace("$", @"\z", StringComparison.Ordinal), RegexOptions.NonBacktracking);
            for (var j = 0; j < 8; j++)
            {
                var text = string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => "ab/1-"[random.Next(5)]));
                program.IsMatch(text).ShouldBe(reference.IsMatch(text), $"seed {seed}: '{expression}' on '{text}'");
            }
        }
    }

    [Theory]
    [InlineData("*-*-*-*-*-*.tgz", '-')]
    [InlineData("a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b", 'a')]
    [InlineData("**/a/**/a/**/a/**/a/**/a/**/a/**/a/**/b*", 'a')]
    [InlineData("b*|b*|b*|b*|b*c", 'a')]
    [InlineData("*[a-b]{600}*[a]{600}*[^c]{600}c?", 'a')]
    public void No_pattern_takes_longer_than_both_lengths_multiplied(string pattern, char filler)
    {
        var ignore = DockerIgnore.Parse(Encoding.UTF8.GetBytes(pattern), ".dockerignore");
        ignore.Ignores("warm").ShouldBeFalse();

        // Of three, so that what else the machine does then is not measured.
        Enumerable.Range(0, 3).Select(_ => TimeOf(() => ignore.Ignores(new string(filler, 4096)).ShouldBeFalse())).Min()
            .ShouldBeLessThan(TimeSpan.FromSeconds(2));

        static TimeSpan TimeOf(Action done)
        {
            var watch = Stopwatch.StartNew();
            done();
            return watch.Elapsed;
        }
    }

    [Fact]
    public void A_pattern_that_comes_to_too_many_steps_is_refused_with_its_place()
    {
        var ignore = DockerIgnore.Parse(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("[ab]{1000}", 3))), ".dockerignore");

        Should.Throw<WrongUseException>(() => ignore.Ignores("a")).Message.ShouldContain(".dockerignore:1: the pattern comes to");
    }

    private static string Expression(Random random, int depth) =>
        string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(12) switch
    {
        0 => "^",
        1 => "$",
        2 => "|",
        3 or 4 when depth < 3 => $"({Expression(random, depth + 1)}){Count(random)}",
        5 => $"[a-b]{Count(random)}",
        6 => $"[^/]{Count(random)}",
        7 => $".{Count(random)}",
        8 => $"\\d{Count(random)}",
        9 => @"\b",
        _ => $"{"ab/1-"[random.Next(5)]}{Count(random)}",
    }));

    private static string Count(Random random) => random.Next(10) switch
    {
        0 => "*",
        1 => "+",
        2 => "?",
        3 => "{2}",
        4 => "{1,3}",
        5 => "{2,}",
        _ => "",
    };
}
