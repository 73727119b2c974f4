using KegImages.Publishing;
using KegImages.Records;
using KegImages.References;
using KegImages.Tagging;
using static KegImages.Tests.Records.Sets;

namespace KegImages.Tests.Records;

public sealed class RecordMoveTests
{
    private static readonly FamilyRecord Feature = Record(
        "feature-x", "feature/x", 'b', Image("keg-base", "base"), Image("tap", "tap 2", 5, "tap", Pinned("keg-base", "base")));

    private static readonly FamilyRecord Develop = Record("develop", "develop", 'a', Image("keg-base", "base"), Image("old", "old"),
        Image("tap", "tap 1"));

    private static readonly TagSet Defaults = new(Tag.Parse("develop"), [Tag.Parse("master")], true, true) { IsExplicit = true };

    private static PublishedImage There(string name, string content) =>
        new() { Name = Name(name), Pinned = Pinned(name, content), Size = 5 };

    private static RecordMove Move(bool keeps) => new(Sets.Provider, Feature, Defaults, Develop, keeps);

    [Fact]
    public void The_moves_and_what_stays_are_shown() => Text(Move(keeps: true).ToTable(
    [
        There("tap", "tap 2") with
        {
            Moved = [Pinned("tap", "x").With(Tag.Parse("develop")), Pinned("tap", "x").With(Tag.Parse("master"))],
        },
        There("keg-base", "base"),
    ])).ShouldMatchApproved();

    [Fact]
    public void What_was_there_already_is_not_said_to_have_moved()
    {
        var there = There("tap", "tap 2");
        var moved = there with { Moved = [Pinned("tap", "x").With(Tag.Parse("develop"))] };

        Move(keeps: true).Ending("promoted", [there, there], TimeSpan.Zero)
            .ShouldBe("all 2 images are there as develop, master already: nothing moved, nothing was built");
        Move(keeps: true).Ending("promoted", [there, moved], TimeSpan.FromSeconds(1))
            .ShouldBe("promoted 2 images as develop, master, read back and compared, in 1.0s; nothing was built");
    }

    [Fact]
    public void A_promoted_record_has_the_whole_set_and_keeps_what_only_the_target_has()
    {
        var record = Move(keeps: true).Record;

        record.Tag.ShouldBe(Tag.Parse("develop"));
        (record.Branch, record.Commit).ShouldBe((Feature.Branch, Feature.Commit));
        record.Images.ShouldBe([Feature.Images[0], Develop.Images[1], Feature.Images[1]]);
    }

    [Fact]
    public void What_is_promoted_fits_what_stays_or_is_refused()
    {
        var develop = Record("develop", "develop", 'a', Image("evf", "evf", 5, "evf", Pinned("tap", "tap 1")), Image("keg-base", "base"),
            Image("tap", "tap 1", 5, "tap", Pinned("keg-base", "base")));
        var onAnother = Feature with { Images = [Image("evf", "evf 2", 5, "evf", Pinned("tap", "tap 2"))] };
        var parentOnly = Feature with { Images = [Image("tap", "tap 2", 5, "tap", Pinned("keg-base", "base"))] };

        Promotion(onAnother).Misfits.ShouldHaveSingleItem()
            .ShouldBe($"evf is built on tap {DigestOf("tap 2").Abbreviated}, and develop would have tap {DigestOf("tap 1").Abbreviated} "
                + "beside it");
        Promotion(parentOnly).Misfits.ShouldHaveSingleItem()
            .ShouldBe($"evf is built on tap {DigestOf("tap 1").Abbreviated}, and develop would have tap {DigestOf("tap 2").Abbreviated} "
                + "beside it");
        Promotion(Feature with { Images = [.. onAnother.Images, .. parentOnly.Images] }).Misfits.ShouldBeEmpty("both come together");
        Promotion(Feature with { Images = [Image("evf", "evf 2", 5, "evf", Pinned("tap", "tap 1"))] }).Misfits.ShouldBeEmpty(
            "it is built on what stays");
        (Promotion(parentOnly) with { Keeps = false }).Misfits.ShouldBeEmpty("a restored set is what it was");

        RecordMove Promotion(FamilyRecord source) => new(Sets.Provider, source, Defaults, develop, Keeps: true);
    }

    [Fact]
    public void An_image_that_stands_on_another_tag_of_its_parent_already_may_go_on_so()
    {
        var develop = Record("develop", "develop", 'a', Image("evf", "evf", 5, "evf", Pinned("tap", "tap of old")), Image("tap", "tap 1"));
        var source = Feature with { Images = [Image("evf", "evf 2", 5, "evf", Pinned("tap", "tap of old"))] };

        new RecordMove(Sets.Provider, source, Defaults, develop, Keeps: true).Misfits.ShouldBeEmpty();
    }

    [Fact]
    public void A_restored_record_is_the_one_of_the_commit_and_nothing_else() => Move(keeps: false).Record.Images.ShouldBe(Feature.Images);

    [Fact]
    public void What_is_published_is_pinned_by_the_digests_of_the_record()
    {
        var publication = Move(keeps: true).Publication;

        publication.Images.Select(image => image.Pinned).ShouldBe([Pinned("keg-base", "base"), Pinned("tap", "tap 2")]);
        publication.Images[1].Parents.ShouldBe([Pinned("keg-base", "base")]);
        publication.Images[1].Fingerprint.ShouldBe(Print("tap"));
        publication.Tags.ShouldBe(Defaults);
    }

    [Fact]
    public void Moving_the_default_tag_is_said_and_moving_another_is_not()
    {
        Move(keeps: true).Warning.ShouldBe(
            "Note: this moves the default tag by hand (develop, master), which is CI's work on the default branch.");
        (Move(keeps: true) with { Tags = new TagSet(Tag.Parse("staging"), [], false, false) { IsExplicit = true } }).Warning.ShouldBeNull();
    }
}
