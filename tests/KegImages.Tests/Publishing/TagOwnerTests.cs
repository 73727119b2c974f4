using KegImages.Publishing;
using KegImages.References;
using KegImages.Revisions;

namespace KegImages.Tests.Publishing;

/// <summary>Whose a tag is: the branch that it was published from.</summary>
public sealed class TagOwnerTests : PublishingTests
{
    private const string RefName = "org.opencontainers.image.ref.name";

    [Fact]
    public async Task Tags_of_another_branch_are_all_named_and_none_moves()
    {
        Registry.Add("tap", "feature-x", ("io.keg.branch", "feature-x"));
        Registry.Add("evf", "feature-x", ("io.keg.branch", "Feature/X"), (RefName, "feature-x"));
        var images = new[] { Pushed("keg-base"), Pushed("tap"), Pushed("evf") };

        var error = await Should.ThrowAsync<WrongUseException>(() => PublishAsync(Publish("feature/x", null, images)));

        error.Problems.Length.ShouldBe(2);
        error.Problems[0].Message.ShouldContain("keg/tap:feature-x belongs to the branch 'feature-x', and this is 'feature/x'");
        error.Problems[1].Message.ShouldContain("'Feature/X'");
        error.Message.ShouldContain("--tag");
        Puts().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_tag_given_by_hand_is_no_licence_to_take_it_from_another_branch()
    {
        Registry.Add("tap", "shared", ("io.keg.branch", "other"));

        await Should.ThrowAsync<WrongUseException>(() => PublishAsync(Publish("feature/x", "shared", Pushed("tap"))));
        (await Should.ThrowAsync<WrongUseException>(() => PublishAsync(Publish(null, "shared", Pushed("tap"))))).Message.ShouldContain(
            "this run has no branch");
    }

    [Theory]
    [InlineData("develop", null)]
    [InlineData("feature/x", "develop")]
    [InlineData("feature/x", "master")]
    public async Task The_default_tags_move_for_the_default_branch_and_by_hand(string branch, string? tag)
    {
        Registry.Add("tap", "develop", ("io.keg.branch", "somebody/else"));
        Registry.Add("tap", "master", ("io.keg.branch", "develop"));
        var image = Pushed("tap");

        await PublishAsync(Publish(branch, tag, image));

        Registry.TagOf("tap", "develop").ShouldBe(image.Digest);
        Registry.TagOf("tap", "master").ShouldBe(image.Digest);
    }

    [Theory]
    [InlineData("io.keg.branch", "feature/x")]
    [InlineData("other", "label")]
    public async Task A_tag_of_the_same_branch_or_of_nobody_moves(string label, string value)
    {
        Registry.Add("tap", "feature-x", (label, value));
        var image = Pushed("tap");

        await PublishAsync(Publish("feature/x", null, image));

        Registry.TagOf("tap", "feature-x").ShouldBe(image.Digest);
    }

    [Fact]
    public async Task An_image_that_was_built_for_another_tag_and_is_reused_here_does_not_lock_the_tag()
    {
        Registry.Add("tap", "feature-x", ("io.keg.branch", "develop"), (RefName, "develop"));
        var image = Pushed("tap");

        await PublishAsync(Publish("feature/x", null, image));

        Registry.TagOf("tap", "feature-x").ShouldBe(image.Digest);
    }

    [Fact]
    public async Task The_record_knows_better_than_a_reused_images_label_who_owns_a_tag()
    {
        var there = Registry.Add("tap", "feature-x", ("io.keg.branch", "develop"), (RefName, "develop"));
        var record = Record("feature-x", "feature-x", there);

        var error = await Should.ThrowAsync<WrongUseException>(() =>
            PublishAsync(Publish("feature/x", null, Pushed("tap")) with { Current = record }));
        error.Message.ShouldContain("'feature-x'");

        var own = Record("feature-x", "feature/x", there);
        await PublishAsync(Publish("feature/x", null, Pushed("tap")) with { Current = own });
    }

    [Fact]
    public async Task A_record_of_another_digest_says_nothing_of_the_tag()
    {
        Registry.Add("tap", "feature-x", ("io.keg.branch", "feature/x"));
        var record = Record("feature-x", "other", Digest.Of([1]));

        await PublishAsync(Publish("feature/x", null, Pushed("tap")) with { Current = record });
    }

    private static FamilyRecord Record(string tag, string branch, Digest tap) => new()
    {
        Tag = Tag.Parse(tag),
        Branch = BranchName.Parse(branch),
        Images = [new RecordedImage { Name = ImageName.Parse("tap"), Digest = tap }],
    };
}
