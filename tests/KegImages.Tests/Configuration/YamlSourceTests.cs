using System.Diagnostics;
using KegImages.Configuration;

namespace KegImages.Tests.Configuration;

public sealed class YamlSourceTests
{
    [Theory]
    [InlineData("b: &b { A: 1, B: 2 }\nenv: { <<: *b, B: 3 }")]
    [InlineData("b: &b { A: 1, B: 2 }\nenv: { B: 3, <<: *b }")]
    [InlineData("b: &b { A: 1 }\nc: &c { A: 2, B: 3 }\nenv: { <<: [*b, *c] }")]
    [InlineData("b: &b { A: 1 }\nc: &c { <<: *b, B: 3 }\nenv: { <<: *c }")]
    [InlineData("env: { <<: { A: 1, B: 3 } }")]
    [InlineData("env: { !!merge '<<': { A: 1, B: 3 } }")]
    [InlineData("b: &b\n  A: &one 1\n  B: 3\nenv: *b")]
    public void A_merge_key_gives_what_a_mapping_does_not_say_itself(string text)
    {
        var (values, problems) = ValuesReader.Read(text, "v");

        problems.ShouldBeEmpty();
        values.Env.ToDictionary(entry => entry.Key, entry => entry.Value.Value)
            .ShouldBe(new Dictionary<string, string> { ["A"] = "1", ["B"] = "3" });
    }

    [Fact]
    public void What_is_merged_stands_where_it_is_written() =>
        ValuesReader.Read("common: &common\n  A: 1\nenv:\n  <<: *common\n", "v").Values.Env["A"].Location.ToString().ShouldBe("v:2:3");

    [Fact]
    public void A_quoted_merge_key_is_a_name() =>
        ValuesReader.Read("env: { '<<': x }", "v").Values.Env.Keys.ShouldBe(["<<"]);

    [Fact]
    public void Keg_yml_merges_too()
    {
        var (settings, problems) = KegReader.Read(
            "provider: ghcr.io/a\nargs: &args { A: b }\ngroups: { base: { folders: [x] } }\nimages:\n  one: { args: { <<: *args, C: d } }\n",
                "keg.yml");

        problems.ShouldBeEmpty();
        settings!.Images.Single().Args.Keys.ShouldBe(["A", "C"]);
    }

    [Theory]
    [InlineData("env: { <<: text }", "v:1:12: '<<' merges mappings")]
    [InlineData("b: &b [x]\nenv: { <<: *b }", "v:1:8: '<<' merges mappings")]
    [InlineData("env: { A: [b] }", "v:1:11: env.A: expected a text, found a list")]
    [InlineData("env: { A: { b: c } }", "v:1:11: env.A: expected a text, found a mapping")]
    [InlineData("A: [b]", "v:1:4: A: expected a text, found a list")]
    [InlineData("env: { [a, b]: c }", "v:1:8: env: expected the name of a variable, found a list")]
    [InlineData("env: { ~: c }", "v:1:8: env: expected the name of a variable, found nothing")]
    [InlineData("env: { A: !!binary aGk= }", "v:1:11: env.A: expected a text, found the tag '!!binary'")]
    [InlineData("env: { A: !vault x }", "v:1:11: env.A: expected a text, found the tag '!vault'")]
    [InlineData("env: !!set { A }", "v:1:6: env: expected a mapping, found the tag '!!set'")]
    [InlineData("alias: !x a", "v:1:8: alias: expected a text, found the tag '!x'")]
    [InlineData("env: { A: b, A: c }", "v:1:14: this is not YAML: duplicate key A")]
    [InlineData("env: { A: b, !!str A: c }", "v:1:14: 'A' stands twice")]
    [InlineData("a: b\n---\nc: d", "v:3:1: a second document begins here")]
    [InlineData("env: *nothing", "v:1:6: this is not YAML: the anchor 'nothing' does not exist")]
    [InlineData("a: &a [*a]", "v:1:8: '*a' stands within what it stands for")]
    public void Nothing_vanishes_without_a_word(string text, string problem) =>
        ValuesReader.Read(text, "v").Problems.ShouldHaveSingleItem().ToString().ShouldStartWith(problem);

    [Theory]
    [InlineData("env: { A: 010 }", "010")]
    [InlineData("env: { A: yes }", "yes")]
    [InlineData("env: { A: 1_000 }", "1_000")]
    [InlineData("env: { A: 2001-01-01 }", "2001-01-01")]
    [InlineData("env: { A: !!str 1 }", "1")]
    [InlineData("env: { A: !!str }", "")]
    [InlineData("env: { A: !!int '3' }", "3")]
    [InlineData("env: { A: 'null' }", "null")]
    public void A_scalar_is_the_text_that_is_written(string text, string expected)
    {
        var (values, problems) = ValuesReader.Read(text, "v");

        problems.ShouldBeEmpty();
        values.Env["A"].Value.ShouldBe(expected);
    }

    [Fact]
    public void Aliases_that_multiply_are_refused_with_their_line()
    {
        var text = "a0: &a0 [x, x]\n" + string.Concat(Enumerable.Range(1, 40).Select(i => $"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n"));

        Problem(text).ShouldMatch("^v:1[5-7]:.*more than 100000 values");
    }

    [Fact]
    public void Merges_that_multiply_are_refused_with_their_line() =>
        Problem("a0: &a0 { k0: v }\n" + string.Concat(Enumerable.Range(1, 5000)
            .Select(i => $"a{i}: &a{i} {{ <<: *a{i - 1}, k{i}: v }}\n"))).ShouldContain("deeper than 100 levels");

    [Theory]
    [InlineData("[", 500_000)]
    [InlineData("{a: ", 200_000)]
    [InlineData("- ", 400_000)]
    [InlineData("? ", 400_000)]
    [InlineData("&a [*a, ", 100_000)]
    [InlineData("!x ", 200_000)]
    [InlineData("<<: {", 100_000)]
    [InlineData("a: b\n", 100_000)]
    [InlineData("\"\\", 300_000)]
    [InlineData("a\t", 300_000)]
    [InlineData("*a ", 200_000)]
    [InlineData("a:\n ", 100_000)]
    [InlineData("%", 500_000)]
    public void Whatever_is_repeated_is_read_or_refused_soon(string piece, int times)
    {
        var text = string.Concat(Enumerable.Repeat(piece, times));
        var watch = Stopwatch.StartNew();

        ValuesReader.Read(text, "v").Problems.Count.ShouldBeGreaterThan(0);

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    private static string Problem(string text)
    {
        var source = new YamlSource("v");
        source.Read(text).ShouldBeNull();
        return source.Problems.ShouldHaveSingleItem().ToString();
    }
}
