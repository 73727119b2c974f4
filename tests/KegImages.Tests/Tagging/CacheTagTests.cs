using KegImages.References;
using KegImages.Revisions;
using KegImages.Tagging;

namespace KegImages.Tests.Tagging;

public sealed class CacheTagTests
{
    private static readonly TagSettings Settings = new(BranchName.Parse("develop"), Tag.Parse("develop"), []);

    [Theory]
    [InlineData("develop", "tap", "cache_develop")]
    [InlineData("feature/x", "tap", "cache_feature-x")]
    [InlineData("feature/x", "tap:3.23-slim", "cache_feature-x_3.23-slim")]
    [InlineData("x", "tap:a_b", "cache_x_a_b")]
    public void It_is_made_of_a_branch_and_a_variant_and_is_read_back(string branch, string image, string text)
    {
        var name = ImageName.Parse(image);
        var slug = Settings.CacheSlugOf(BranchName.Parse(branch));

        CacheTag.Of(slug, name).ShouldBe(Tag.Parse(text));
        CacheTag.TryParse(Tag.Parse(text), out var read).ShouldBeTrue();
        read.ShouldBe(new CacheTag(slug, name.Variant));
    }

    [Theory]
    [InlineData("tap", "cache.linux-arm64_feature-x", "linux/arm64")]
    [InlineData("tap:a_b", "cache.linux-arm-v7_feature-x_a_b", "linux/arm/v7")]
    [InlineData("tap", "cache.linux-arm-v7.linux-arm64_feature-x", "linux/arm64", "linux/arm/v7")]
    public void A_part_of_an_image_has_one_of_its_own_in_whatever_order_its_platforms_are_said(string image, string text,
        params string[] platforms)
    {
        var name = ImageName.Parse(image);
        var slug = Settings.CacheSlugOf(BranchName.Parse("feature/x"));

        CacheTag.Of(slug, name, [.. platforms]).ShouldBe(Tag.Parse(text));
        CacheTag.Of(slug, name, [.. platforms.Reverse()]).ShouldBe(Tag.Parse(text));
        CacheTag.TryParse(Tag.Parse(text), out var read).ShouldBeTrue();
        (read.Slug, read.Variant, read.ToString()).ShouldBe((slug, name.Variant, text));
    }

    [Theory]
    [InlineData("cache-develop")]
    [InlineData("cache")]
    [InlineData("cache._develop")]
    [InlineData("cache.linux-arm64")]
    [InlineData("cachet_develop")]
    [InlineData("cache_")]
    [InlineData("cache_Develop")]
    [InlineData("cache_a.b")]
    [InlineData("my_cache_develop")]
    [InlineData("develop")]
    public void Other_tags_are_none(string text) => CacheTag.TryParse(Tag.Parse(text), out _).ShouldBeFalse();

    [Fact]
    public void What_is_too_long_for_a_tag_is_kept_nowhere() =>
        CacheTag.Of(Settings.CacheSlugOf(BranchName.Parse("x")), ImageName.Parse($"tap:{new string('a', 121)}")).ShouldBeNull();

    [Fact]
    public void It_is_refused_by_hand_and_no_branch_comes_to_it()
    {
        Should.Throw<WrongUseException>(() => TagSet.For(BranchName.Parse("x"), Settings, "cache_develop")).Message
            .ShouldContain("'cache_develop' has the form of a tag that keeps the layers of a branch's builds");
        foreach (var branch in new[] { "cache_develop", "cache/develop", "cache-develop" })
            CacheTag.TryParse(TagSet.For(BranchName.Parse(branch), Settings).Primary, out _).ShouldBeFalse(branch);
        Settings.IsSpokenFor(Tag.Parse("cache_x")).ShouldBeTrue();
        Should.Throw<WrongUseException>(() => TagSet.For(BranchName.Parse("x"), Settings, "cache.linux-arm64_develop"));
        CacheTag.TryParse(TagSet.For(BranchName.Parse("cache.linux-arm64_develop"), Settings).Primary, out _).ShouldBeFalse();
    }
}
