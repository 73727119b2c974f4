using KegImages.References;
using KegImages.Revisions;
using KegImages.Tagging;

namespace KegImages.Tests.Tagging;

public sealed class ReleaseTagsTests
{
    private static readonly ImageName Alpine = ImageName.Parse("evf:alpine");
    private static readonly ImageName Slim = ImageName.Parse("evf:slim");
    private static readonly string[] Usual = ["{version}", "{version.major}.{version.minor}", "{version.major}", "latest"];

    [Theory]
    [InlineData("1.2.3", "1.2.3", "1.2.3 1.2 1 latest")]
    [InlineData("1.2.3", "1.2.3 1.2.2 1.1.9 0.9.0 nightly", "1.2.3 1.2 1 latest")]
    [InlineData("1.2.4", "1.2.4 1.3.0", "1.2.4 1.2")]
    [InlineData("1.2.4", "1.2.4 1.2.10 1.3.0 2.0.0", "1.2.4")]
    [InlineData("1.9.0", "1.9.0 2.0.0", "1.9.0 1.9 1")]
    [InlineData("1.2.3", "1.2.3 2.0.0-rc.1 1.2.4-beta", "1.2.3 1.2 1 latest")]
    [InlineData("2.0.0-rc.1", "2.0.0-rc.1 1.2.3", "2.0.0-rc.1")]
    [InlineData("2.0.0-rc.1", "2.0.0-rc.1", "2.0.0-rc.1")]
    public void A_release_moves_what_it_is_the_highest_of(string version, string all, string tags)
    {
        var set = TagSet.ForRelease(Release(version, all), Settings());

        string.Join(' ', set.All).ShouldBe(tags);
        set.MovesDefault.ShouldBeFalse();
        set.IsFixed.ShouldBeTrue();
    }

    // Whatever the order in which git tags are published, each alias is where the highest version of its kind is.
    [Fact]
    public void In_whatever_order_versions_come_aliases_end_at_the_highest_of_them()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var round = 0; round < 300; round++)
        {
            var versions = Enumerable.Range(0, random.Next(1, 8)).Select(_ =>
                $"{random.Next(3)}.{random.Next(3)}.{random.Next(12)}{(random.Next(4) == 0 ? $"-rc.{random.Next(12)}" : "")}")
                .Distinct().ToList();
            var at = new Dictionary<string, ReleaseVersion>();
            for (var i = 1; i <= versions.Count; i++)
            {
                var set = TagSet.ForRelease(Release(versions[i - 1], string.Join(' ', versions[..i])), Settings());
                foreach (var tag in set.All)
                    at[tag.ToString()] = set.Version!;
            }

            var releases = versions.Select(ReleaseVersion.Parse).Where(version => !version.IsPreRelease).ToList();
            var context = $"seed {seed}, round {round}: {string.Join(' ', versions)}";
            at.GetValueOrDefault("latest").ShouldBe(releases.Max(ReleaseVersion.Order), context);
            foreach (var minor in releases.GroupBy(version => $"{version.Major}.{version.Minor}"))
                at[minor.Key].ShouldBe(minor.Max(ReleaseVersion.Order), context);
            foreach (var version in versions)
                at[version].ToString().ShouldBe(version, context);
        }
    }

    [Theory]
    [InlineData("1.2.3", "1.2.3 2.0.0", "1.2.3-alpine 1.2-alpine 1-alpine")]
    [InlineData("2.0.0", "1.2.3 2.0.0", "2.0.0-alpine 2.0-alpine 2-alpine latest-alpine")]
    public void A_variant_has_its_name_in_each_of_them(string version, string all, string tags) =>
        string.Join(' ', TagSet.ForRelease(Release(version, all), Settings(Alpine, Slim)).AllOf(Alpine)).ShouldBe(tags);

    [Fact]
    public void A_variant_s_name_alone_is_the_highest_release_s_where_the_policy_says_so()
    {
        var settings = Settings(Alpine, Slim);
        settings = settings with { Policy = settings.Policy with { ReleasesHaveVariantsAlone = true } };

        TagSet.ForRelease(Release("2.0.0", "1.0.0 2.0.0"), settings).AllOf(Alpine).ShouldContain(Tag.Parse("alpine"));
        TagSet.ForRelease(Release("2.0.0", "1.0.0 2.0.0"), settings).AllOf(Alpine).ShouldNotContain(Tag.Parse("latest-alpine"));
        TagSet.ForRelease(Release("1.0.0", "1.0.0 2.0.0"), settings).AllOf(Alpine).ShouldNotContain(Tag.Parse("alpine"));
        TagSet.ForRelease(Release("3.0.0-rc.1", "3.0.0-rc.1"), settings).AllOf(Alpine).ShouldNotContain(Tag.Parse("alpine"));
    }

    [Theory]
    [InlineData("1.2.3-alpine")]
    [InlineData("1.2.3-rc.0123456789ab")]
    public void A_version_whose_tag_means_something_else_is_refused(string version) =>
        Should.Throw<WrongUseException>(() => TagSet.ForRelease(Release(version, version), Settings(Alpine, Slim))).Message
            .ShouldStartWith($"the release {version} would be published as '{version}', which means something else");

    [Theory]
    [InlineData("1")]
    [InlineData("latest")]
    public void No_branch_is_called_what_a_release_is_called(string branch) =>
        TagSet.For(BranchName.Parse(branch), Settings()).Primary.ToString().ShouldMatch("-[0-9a-f]{7}$");

    [Theory]
    [InlineData("1.2.3", true)]
    [InlineData("1.2.3-rc.1", true)]
    [InlineData("1.2", false)]
    [InlineData("v1", false)]
    public void A_version_that_is_given_by_hand_is_fixed_too(string tag, bool isFixed) =>
        TagSet.For(null, Settings(), tag).IsFixed.ShouldBe(isFixed);

    [Fact]
    public void What_is_beside_a_release_has_its_version_and_no_branch()
    {
        var settings = Settings();
        var policy = settings.Policy with
        {
            References = [TagTemplate.Parse("{version}_{date}", "version", "date"), TagTemplate.Parse("{branch}-{date}", "branch", "date")],
        };

        TagSet.ForRelease(Release("1.2.3", "1.2.3"), settings with { Policy = policy })
            .At(CommitId.Parse(new string('a', 40)), new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero), policy)
            .References.ShouldBe([Tag.Parse("1.2.3_20260102")]);
    }

    private static GitRelease Release(string version, string all) => new(ReleaseVersion.Parse(version),
        [.. all.Split(' ').Select(one => ReleaseVersion.TryParse(one, out var parsed) ? parsed : null).OfType<ReleaseVersion>()]);

    private static TagSettings Settings(params ImageName[] names)
    {
        var policy = new TagPolicy
        {
            Releases = [.. Usual.Select(template => TagTemplate.Parse(template, "version", "version.major", "version.minor"))],
        };
        return new TagSettings(BranchName.Parse("main"), Tag.Parse("main"), [])
        {
            Policy = policy,
            Variants = new VariantTags(names, names.Skip(1), policy),
        };
    }
}
