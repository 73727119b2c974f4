using System.Text.RegularExpressions;
using KegImages.References;
using KegImages.Revisions;
using KegImages.Tagging;

namespace KegImages.Tests.Tagging;

public partial class TagRuleTests
{
    // A slug that changes renames the images and URLs of a living branch: these are for ever.
    [Theory]
    [InlineData("develop", "develop")]
    [InlineData("feature/x", "feature-x")]
    [InlineData("Feature/Big-Thing", "feature-big-thing")]
    [InlineData("HEAD", "head")]
    [InlineData("a/b/c", "a-b-c")]
    [InlineData("1234", "1234")]
    [InlineData("release/1.2", "release-1-2-bacdc8a")]
    [InlineData("feature_x", "feature-x-5484b40")]
    [InlineData("a--b", "a-b-90827a2")]
    [InlineData("-a", "a-c274891")]
    [InlineData("a-", "a-9baf440")]
    [InlineData("@", "branch-c3641f8")]
    [InlineData("日本語", "branch-77710ae")]
    [InlineData("ünïcode", "n-code-b8be896")]
    [InlineData("1234567890123456789012345678901234567890", "1234567890123456789012345678901234567890")]
    [InlineData("12345678901234567890123456789012345678901", "12345678901234567890123456789012-2dc942d")]
    [InlineData("1234567890123456789012345678901/345678901", "1234567890123456789012345678901-73e148e")]
    public void The_slug_of_a_branch_is_stable(string branch, string slug) =>
        TagRule.Usual.SlugOf(BranchName.Parse(branch)).ToString().ShouldBe(slug);

    [Fact]
    public void Every_branch_has_a_slug_that_is_a_tag_and_a_DNS_label_with_any_alias_of_the_family()
    {
        var seed = Random.Shared.Next();
        string[] aliases = ["a", "evf", "keg-components", new string('x', 22)];
        string[] longer = [.. aliases, new string('y', 30)];

        foreach (var branch in new RandomBranches(seed).Take(2_000))
        {
            foreach (var family in new[] { aliases, longer })
            {
                var rule = TagRule.For(family);
                var slug = rule.SlugOf(branch);
                var why = $"seed {seed}, branch '{branch}', slug '{slug}'";
                Tag.TryParse(slug.ToString(), out _).ShouldBeTrue(why);
                slug.ToString().Length.ShouldBeLessThanOrEqualTo(rule.MaxLength, why);
                foreach (var alias in family)
                    DnsLabel().IsMatch(rule.LabelOf(alias, slug.Tag)).ShouldBeTrue(why);
                rule.LabelOf("evf", slug.Tag).ShouldBe($"evf-{slug}", why);
                rule.SlugOf(branch).ShouldBe(slug, why);
            }
        }
    }

    [Fact]
    public void Two_branches_share_a_slug_only_when_case_and_slashes_are_all_that_tells_them_apart()
    {
        var seed = Random.Shared.Next();
        var clashes = new RandomBranches(seed).Take(1_500).Distinct()
            .GroupBy(TagRule.Usual.SlugOf)
            .Where(group => group.Select(branch => Folded(branch.ToString())).Distinct().Count() > 1)
            .Select(group => $"{group.Key}: {string.Join(", ", group)}");

        string.Join('\n', clashes).ShouldBe("", $"seed {seed}");

        static string Folded(string text) =>
            string.Concat(text.Select(c => c == '/' ? '-' : char.IsAsciiLetterUpper(c) ? char.ToLowerInvariant(c) : c));
    }

    [Theory]
    [InlineData(22, 40)]
    [InlineData(23, 39)]
    [InlineData(30, 32)]
    [InlineData(46, 16)]
    public void A_long_alias_shortens_the_slugs_of_the_whole_family(int alias, int length) =>
        TagRule.For(["a", new string('x', alias)]).MaxLength.ShouldBe(length);

    [Fact]
    public void Aliases_that_leave_no_room_are_refused_all_together()
    {
        var error = Should.Throw<WrongUseException>(() => TagRule.For([new string('a', 47), "ok", new string('b', 60)]));

        error.Problems.Length.ShouldBe(2);
        error.Message.ShouldContain("47 characters: at most 46");
    }

    [Theory]
    [InlineData("evf", "feature-x", "evf-feature-x")]
    [InlineData("evf", "My_Tag.1", "evf-my-tag-1-237bf88")]
    [InlineData("keg_herkin", "develop", "keg-herkin-develop")]
    [InlineData("evf", "1234567890123456789012345678901234567890123456", "evf-12345678901234567890123456789012-53e4d08")]
    public void A_URL_names_the_tag(string alias, string tag, string label) => TagRule.Usual.LabelOf(alias, Tag.Parse(tag)).ShouldBe(label);

    [GeneratedRegex(@"\A(?=.{1,63}\z)[a-z0-9]([a-z0-9-]*[a-z0-9])?\z")]
    private static partial Regex DnsLabel();
}
