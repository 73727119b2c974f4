using KegImages.References;
using KegImages.Revisions;
using KegImages.Tagging;

namespace KegImages.Tests.Tagging;

public sealed class VariantTagsTests
{
    private static readonly ImageName Node22 = ImageName.Parse("evf:node22");
    private static readonly ImageName Slim = ImageName.Parse("evf:node22-slim");
    private static readonly ImageName Node24 = ImageName.Parse("evf:node24");
    private static readonly VariantTags Variants = new([Node22, Slim, Node24], [Node24]);

    private static readonly TagSettings Settings = new(BranchName.Parse("main"), Tag.Parse("main"), [Tag.Parse("latest")])
    {
        Variants = Variants,
    };

    [Theory]
    [InlineData("evf:node22", "main", "main-node22 node22")]
    [InlineData("evf:node24", "main", "main latest main-node24 node24")]
    [InlineData("evf:node22", "feature/x", "feature-x-node22")]
    [InlineData("evf:node24", "feature/x", "feature-x feature-x-node24")]
    [InlineData("tap", "main", "main latest")]
    [InlineData("tap", "feature/x", "feature-x")]
    public void The_tags_of_an_image_in_a_set(string image, string branch, string tags)
    {
        var set = TagSet.For(BranchName.Parse(branch), Settings);

        string.Join(' ', set.AllOf(ImageName.Parse(image))).ShouldBe(tags);
        set.PrimaryOf(ImageName.Parse(image)).ShouldBe(set.AllOf(ImageName.Parse(image))[0]);
    }

    [Theory]
    [InlineData("node22")]
    [InlineData("main-node22")]
    [InlineData("x/node22-slim")]
    public void No_branch_is_called_what_a_variant_is_called(string branch) =>
        TagSet.For(BranchName.Parse(branch), Settings).Primary.ToString().ShouldMatch("-[0-9a-f]{7}$");

    [Theory]
    [InlineData("node22")]
    [InlineData("release-node22-slim")]
    public void Nor_is_a_tag_that_is_given_by_hand(string tag) =>
        Should.Throw<WrongUseException>(() => TagSet.For(null, Settings, tag)).Message
            .ShouldStartWith($"--tag: '{tag}' has the form of a variant's tag, and it names a set of images");

    [Theory]
    [InlineData("feature-x", "feature-x")]
    [InlineData("feature-x-node22", "feature-x")]
    [InlineData("feature-x-node22-slim", "feature-x")]
    [InlineData("node22", null)]
    [InlineData("node22-slim", null)]
    [InlineData("feature-x-node23", "feature-x-node23")]
    public void A_tag_says_its_set(string tag, string? set) => Variants.SetOf("evf", Tag.Parse(tag))?.ToString().ShouldBe(set);

    [Fact]
    public void A_variant_s_name_shortens_no_slug_and_is_cut_where_a_label_has_no_room_for_it()
    {
        var rule = TagRule.For(["evf", "evf:a-variant-that-is-called-by-everything-that-is-in-it-and-more"]);

        rule.MaxLength.ShouldBe(TagRule.UsualLength);
        rule.LabelOf("evf:node22", Tag.Parse("feature-x")).ShouldBe("evf-node22-feature-x");
        var label = rule.LabelOf("evf:a-variant-that-is-called-by-everything-that-is-in-it-and-more", Tag.Parse("feature-x"));
        label.Length.ShouldBeLessThanOrEqualTo(TagRule.MaxLabelLength);
        label.ShouldMatch("^evf-a-variant-.*-[0-9a-f]{7}-feature-x$");
    }

    [Fact]
    public void Another_repository_has_no_variants() => Variants.SetOf("tap", Tag.Parse("x-node22")).ShouldBe(Tag.Parse("x-node22"));

    [Theory]
    [InlineData("main")]
    [InlineData("feature-x")]
    [InlineData("v1.2")]
    public void Every_tag_of_a_set_leads_back_to_it(string set) =>
        Variants.AllIn("evf", Tag.Parse(set), isDefault: false).ShouldAllBe(tag => Variants.SetOf("evf", tag) == Tag.Parse(set));
}
