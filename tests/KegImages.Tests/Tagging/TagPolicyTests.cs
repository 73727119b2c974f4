using System.Collections.Immutable;
using KegImages.References;
using KegImages.Revisions;
using KegImages.Tagging;

namespace KegImages.Tests.Tagging;

public sealed class TagPolicyTests
{
    private static readonly ImageName Alpine = ImageName.Parse("evf:alpine");
    private static readonly ImageName NodeAlpine = ImageName.Parse("evf:node-alpine");
    private static readonly ImageName AlpineNode = ImageName.Parse("evf:alpine-node");
    private static readonly ImageName Slim = ImageName.Parse("evf:slim");
    private static readonly ImmutableArray<ImageName> Names = [Alpine, NodeAlpine, AlpineNode, Slim];

    [Theory]
    [InlineData("{branch}", "main", "main latest main-alpine alpine", "x", "x x-alpine")]
    [InlineData("{branch}_{variant}", "main", "main latest main_alpine alpine", "x", "x x_alpine")]
    [InlineData("{variant}-{branch}", "main", "main latest alpine-main alpine", "x", "x alpine-x")]
    [InlineData("{variant}.dev-{branch}", "main", "main latest alpine.main alpine", "x", "dev-x alpine.dev-x")]
    public void A_variant_s_name_stands_where_the_template_of_branches_says(string template, string first, string tags, string second,
        string others)
    {
        var settings = Settings([template], Alpine);

        Said(settings, first).ShouldBe(tags);
        Said(settings, second).ShouldBe(others);

        string Said(TagSettings said, string branch) => string.Join(' ', TagSet.For(BranchName.Parse(branch), said).AllOf(Alpine));
    }

    [Theory]
    [InlineData("alpine/x", "{branch}", "alpine-x")]
    [InlineData("x/alpine", "{branch}", "x-alpine-4bfa5c7")]
    [InlineData("x/alpine", "{variant}-{branch}", "x-alpine")]
    [InlineData("alpine/x", "{variant}-{branch}", "branch-3769e58")]
    [InlineData("alpine/x", "{variant}_{branch}", "alpine-x")]
    public void A_branch_that_could_be_a_variant_is_called_otherwise(string branch, string template, string tag) =>
        TagSet.For(BranchName.Parse(branch), Settings([template], Alpine)).Primary.ToString().ShouldBe(tag);

    // The branch x/node's variant alpine and the branch x's variant node-alpine; the other way round, alpine of node/x and alpine-node
    // of x.
    [Theory]
    [InlineData("{branch}", "x/node")]
    [InlineData("{branch}-{variant}", "node")]
    [InlineData("{variant}-{branch}", "node/x")]
    [InlineData("{variant}-{branch}", "node")]
    public void A_branch_whose_variant_could_be_another_one_of_another_branch_is_called_otherwise(string template, string branch) =>
        TagSet.For(BranchName.Parse(branch), Settings([template])).Primary.ToString().ShouldMatch("-[0-9a-f]{7}$");

    [Theory]
    [MemberData(nameof(Policies))]
    public void No_two_images_of_a_repository_get_one_tag_and_every_tag_leads_back_to_its_set(string templates)
    {
        var settings = Settings(templates.Split(' '));
        var owners = new Dictionary<Tag, (BranchName Branch, ImageName Image)>();

        foreach (var branch in Branches())
        {
            var set = TagSet.For(branch, settings);
            foreach (var name in Names)
            {
                foreach (var tag in set.AllOf(name))
                {
                    owners.TryAdd(tag, (branch, name)).ShouldBeTrue($"{tag}: {name} of '{branch}' and {owners[tag]}");
                    (settings.Variants.SetOf("evf", tag) ?? set.Primary).ShouldBeOneOf([.. set.All]);
                    set.All.SelectMany(one => settings.Variants.AllIn("evf", one, set.MovesDefault)).ShouldContain(tag);
                }
            }
        }

        owners.Count.ShouldBeGreaterThan(1000);
    }

    [Theory]
    [InlineData("main", "main latest main-alpine alpine main-20260103 main-0123456789ab main-20260103-alpine main-0123456789ab-alpine")]
    [InlineData("x", "x x-alpine x-20260103 x-0123456789ab x-20260103-alpine x-0123456789ab-alpine")]
    public void What_is_beside_a_set_says_commit_and_date(string branch, string tags)
    {
        var settings = References(Settings(["{branch}"], Alpine));

        var set = TagSet.For(BranchName.Parse(branch), settings).At(Commit, Time, settings.Policy);

        string.Join(' ', set.AllOf(Alpine)).ShouldBe(tags);
        set.All.Intersect(set.References).ShouldBeEmpty();
        foreach (var tag in set.ReferencesOf(Alpine))
            settings.SetBeside(settings.Variants.SetOf("evf", tag)!).ShouldBe(set.Primary);
    }

    [Theory]
    [InlineData("x/0123456789ab")]
    [InlineData("x/20260103")]
    [InlineData("MAIN")]
    public void No_branch_is_called_what_is_beside_another_one_nor_is_what_is_beside_it_another_one_s(string branch) =>
        TagSet.For(BranchName.Parse(branch), References(Settings(["{branch}"], Alpine))).Primary.ToString().ShouldMatch("-[0-9a-f]{7}$");

    [Fact]
    public void Nothing_is_beside_a_tag_that_is_given_by_hand_and_none_is_given_that_has_such_a_form()
    {
        var settings = References(Settings(["{branch}"], Alpine));

        TagSet.For(null, settings, "by-hand").At(Commit, Time, settings.Policy).References.ShouldBeEmpty();
        TagSet.For(null, settings, "main").At(Commit, Time, settings.Policy).References.ShouldBeEmpty();
        Should.Throw<WrongUseException>(() => TagSet.For(null, settings, "main-0123456789ab")).Message.ShouldStartWith(
            "--tag: 'main-0123456789ab' has the form of a tag beside those of a set (tags.references)");
    }

    [Fact]
    public void Without_a_commit_nothing_is_beside_a_set()
    {
        var settings = References(Settings(["{branch}"], Alpine));

        TagSet.For(BranchName.Parse("x"), settings).At(null, null, settings.Policy).References.ShouldBeEmpty();
    }

    [Fact]
    public void A_branch_may_have_several_tags() =>
        TagSet.For(BranchName.Parse("feature/x"), Settings(["{branch}", "{branch}.dev"], Alpine)).AllOf(Alpine).ShouldBe(
            [Tag.Parse("feature-x"), Tag.Parse("feature-x.dev"), Tag.Parse("feature-x-alpine"), Tag.Parse("feature-x.dev-alpine")]);

    public static TheoryData<string> Policies =>
    [
        "{branch}", "{variant}-{branch}", "{branch}.{variant}", "{variant}_{branch}", "{branch}-x", "x-{branch}-{variant}",
        "{branch} {branch}.dev edge_{branch}", "{variant}-{branch} {variant}-{branch}.dev",
    ];

    // Names that are made of what variants, tags and separators are made of.
    private static IEnumerable<BranchName> Branches()
    {
        string[] parts = ["x", "alpine", "node", "slim", "main", "latest", "dev", "branch"];
        char[] between = ['-', '/', '_', '.'];
        var twos = from one in parts from mark in between from two in parts select $"{one}{mark}{two}";
        return parts.Concat(twos).Concat(from two in twos from last in parts select $"{two}/{last}")
            .Select(text => BranchName.TryParse(text, out var branch) ? branch : null).OfType<BranchName>()
            // Of two branches with one slug, the second does not get the first one's tags.
            .DistinctBy(TagRule.Usual.SlugOf);
    }

    private static CommitId Commit => CommitId.Parse("0123456789abcdef0123456789abcdef01234567");

    private static DateTimeOffset Time { get; } = new(2026, 1, 2, 23, 0, 0, TimeSpan.FromHours(-2));

    private static TagSettings References(TagSettings settings) => settings with
    {
        Policy = settings.Policy with
        {
            References =
            [
                TagTemplate.Parse("{branch}-{date}", TagTemplate.Branch, TagTemplate.Date),
                TagTemplate.Parse("{branch}-{commit}", TagTemplate.Branch, TagTemplate.Commit),
            ],
        },
    };

    private static TagSettings Settings(string[] templates, ImageName? byDefault = null)
    {
        var parsed = templates.Select(template => TagTemplate.Parse(template, TagTemplate.Branch)).ToImmutableArray();
        var policy = new TagPolicy { Branches = parsed, Join = parsed[0].Join ?? VariantJoin.Usual };
        return new TagSettings(BranchName.Parse("main"), Tag.Parse("main"), [Tag.Parse("latest")])
        {
            Policy = policy,
            Variants = new VariantTags(byDefault is null ? Names : [byDefault], [byDefault ?? Slim], policy),
        };
    }
}
