using System.Text.RegularExpressions;
using CsCheck;
using KegImages.Tagging;

namespace KegImages.ReliabilityTests.Generators;

public sealed class TagFormPropertyTests
{
    private static readonly Dictionary<string, string> Patterns = new(StringComparer.Ordinal)
    {
        ["branch"] = "(?<branch>[a-z0-9]+(?:-[a-z0-9]+)*)",
        ["commit"] = "(?<commit>[0-9a-f]{12})",
        ["date"] = "(?<date>[0-9]{8})",
        ["version"] = @"(?<version>(?:0|[1-9][0-9]*)\.(?:0|[1-9][0-9]*)\.(?:0|[1-9][0-9]*)(?:-[0-9A-Za-z.-]+)?)",
        ["version.major"] = "(?<version_major>0|[1-9][0-9]*)",
        ["version.minor"] = "(?<version_minor>0|[1-9][0-9]*)",
        ["version.patch"] = "(?<version_patch>0|[1-9][0-9]*)",
    };

    private static readonly Gen<string[]> Names = Gen.Shuffle(Patterns.Keys.ToArray(), 1, 4);
    private static readonly Gen<string> Between = OneOf("", "-", ".", "_", "v", "a-", "0", "1.");
    private static readonly Gen<string> Word = OneOf("a", "b-c", "0", "1", "10", "007", "1.2.3", "1.2.3-rc.1", "20260102", "0123456789ab",
        "0123456789AB", "-", "--", ".", "_", "v", "V", "");

    /// <summary>The same as the expressions that a template would be, which take the longest first too.</summary>
    [Fact]
    public void A_tag_is_read_as_a_regular_expression_would_read_it() =>
        Gen.Select(Names, Between.Array[5], Word.Array[1, 9]).Sample((names, between, words) =>
        {
            var set = between[0] + string.Concat(names.Select((name, i) => $"{{{name}}}{between[i + 1]}"));
            var tag = string.Concat(words);
            var pattern = Escaped(between[0]) + string.Concat(names.Select((name, i) => Patterns[name] + Escaped(between[i + 1])));
            var match = new Regex($"^{pattern}$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant).Match(tag);

            var values = new TagForm(set).Read(tag);

            (values is not null).ShouldBe(match.Success, $"{set} of {tag}");
            foreach (var name in match.Success ? names : [])
                values![name].ShouldBe(match.Groups[name.Replace('.', '_')].Value, $"{name} in {set} of {tag}");
        }, iter: 3_000);

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static string Escaped(string text) => text.Replace(".", "\\.", StringComparison.Ordinal);
}
