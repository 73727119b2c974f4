using KegImages.Revisions;

namespace KegImages.Tests.Pruning;

/// <summary>What becomes of the layers that builds keep by branch.</summary>
public sealed class PruneCacheTests
{
    private readonly Holding holding = new() { Live = ["develop", "feature/x"] };

    [Fact]
    public void The_layers_of_a_branch_that_is_gone_go_and_all_others_stay()
    {
        holding.AddCache("tap", "of develop", "cache_develop");
        holding.AddCache("tap", "of x", "cache_feature-x", "cache_feature-x_alpine");
        holding.AddCache("tap", "of y", "cache_feature-y", "cache_feature-y_alpine", "cache.linux-arm64_feature-y");
        holding.AddCache("tap", "of x on arm64", "cache.linux-arm64_feature-x");

        holding.Gone.ShouldBe(["tap:cache.linux-arm64_feature-y", "tap:cache_feature-y", "tap:cache_feature-y_alpine"], ignoreOrder: true);
        holding.ReasonOf("tap", "cache.linux-arm64_feature-x").ShouldBe("it keeps the layers of a branch that lives");
        holding.ReasonOf("tap", "cache_develop").ShouldBe("it keeps the layers of the default branch");
        holding.ReasonOf("tap", "cache_feature-x_alpine").ShouldBe("it keeps the layers of a branch that lives");
    }

    [Fact]
    public void What_no_tag_names_any_more_goes_after_its_time()
    {
        var old = holding.AddCache("tap", "of y", "cache_feature-y");
        holding.UnreachedFor("tap", old, 15);

        holding.Gone.ShouldBe(["tap:cache_feature-y!"]);
    }

    [Fact]
    public void Of_one_branch_alone_nobody_else_s_layers_go_nor_those_of_the_default_branch()
    {
        holding.Live = ["develop"];
        holding.Only = "feature/y";
        holding.AddCache("tap", "of develop", "cache_develop");
        holding.AddCache("tap", "of x", "cache_feature-x");
        holding.AddCache("tap", "of y", "cache_feature-y");

        holding.Gone.ShouldBe(["tap:cache_feature-y"]);
        holding.ReasonOf("tap", "cache_feature-x").ShouldBe("it keeps the layers of another branch");
    }

    [Fact]
    public void Of_one_branch_what_parts_of_images_keep_is_looked_for_too()
    {
        holding.Add("tap", "an image", "develop");
        var facts = holding.Facts with { Parts = [["linux/amd64"], ["linux/arm64", "linux/arm/v7"]] };

        facts.CachesIn(holding.Facts.Images[0].Repository, BranchName.Parse("feature/y")).Select(tag => tag.ToString()).ShouldBe(
            ["cache_feature-y", "cache.linux-amd64_feature-y", "cache.linux-arm-v7.linux-arm64_feature-y"]);
    }

    [Fact]
    public void An_image_under_such_a_tag_is_none()
    {
        holding.Add("tap", "by hand", "cache_feature-y");

        holding.Gone.ShouldBeEmpty();
        holding.ReasonOf("tap", "cache_feature-y").ShouldBe("nothing says that it is a branch's");
    }
}
