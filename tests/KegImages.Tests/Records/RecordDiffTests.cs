using KegImages.Publishing;
using KegImages.Records;
using static KegImages.Tests.Records.Sets;

namespace KegImages.Tests.Records;

public sealed class RecordDiffTests
{
    private static readonly FamilyRecord Develop = Record(
        "develop",
        "develop",
        'a',
        Image("evf", "evf 1", 900_000, null, Pinned("tap", "tap 1")),
        Image("keg-base", "base 1"),
        Image("keg-core", "core 1", 1_000_000, "core", Pinned("keg-base", "base 1")),
        Image("old", "old"),
        Image("tap", "tap 1", 2_000_000, null, Pinned("keg-base", "base 1")));

    private static readonly FamilyRecord Feature = Record(
        "feature-x",
        "feature/x",
        'b',
        Image("evf", "evf 2", 800_000, null, Pinned("tap", "tap 2"), Pinned("keg-core", "core 2")),
        Image("keg-base", "base 1"),
        Image("keg-core", "core 2", 1_000_000, "core", Pinned("keg-base", "base 1")),
        Image("new", "new", 3_500_000),
        Image("tap", "tap 2", 2_500_000, null, Pinned("keg-base", "base 1")));

    [Fact]
    public void The_table_shows_images_sizes_and_parents_that_differ() =>
        Text(RecordDiff.Of(Develop, Feature).ToTable()).ShouldMatchApproved();

    [Fact]
    public void The_comparison_for_machines_says_the_same() => RecordDiff.Of(Develop, Feature).ToJson().ShouldMatchApproved();

    [Fact]
    public void Two_equal_records_differ_in_nothing()
    {
        var diff = RecordDiff.Of(Develop, Develop);

        diff.Images.ShouldBeEmpty();
        diff.Unchanged.ShouldBe(5);
        diff.ToTable()[^1].ShouldBe("the same 5 images in both; 0 B in all");
    }

    [Fact]
    public void The_other_way_round_signs_turn_and_what_only_one_has_changes_sides()
    {
        var (there, back) = (RecordDiff.Of(Develop, Feature), RecordDiff.Of(Feature, Develop));

        back.SizeDifference.ShouldBe(-there.SizeDifference);
        back.Images.Select(image => $"{image.Image} {image.Change}").ShouldBe(["evf changed", "keg-core rebuilt", "tap changed"]);
        back.OnlyInFrom.ShouldBe(["new"]);
        back.OnlyInTo.ShouldBe(["old"]);
        back.Images.Select(image => image.SizeDifference).ShouldBe(there.Images.Select(image => -image.SizeDifference));
    }

    [Fact]
    public void A_set_of_one_tap_is_compared_by_that_tap_and_the_others_are_not_called_removed()
    {
        var feature = Feature with { Images = [.. Feature.Images.Where(image => image.Name == Name("evf"))] };

        var diff = RecordDiff.Of(Develop, feature);

        diff.Images.ShouldHaveSingleItem().Image.ShouldBe("evf");
        diff.SizeDifference.ShouldBe(-100_000);
        var table = diff.ToTable();
        table.ShouldContain("only in develop: keg-base, keg-core, old, tap, not part of feature-x's set");
        table[^1].ShouldBe("1 changed, 0 unchanged; -100 kB in all");
        table.ShouldAllBe(line => !line.Contains("removed", StringComparison.Ordinal));
    }

    [Fact]
    public void Sets_that_share_no_image_say_so() => RecordDiff.Of(
        Develop with { Images = [Develop.Images[0]] }, Feature with { Images = [Feature.Images[1]] })
            .ToTable()[^1].ShouldBe("the sets have no image in common; 0 B in all");

    [Fact]
    public void A_changed_parent_alone_is_a_change()
    {
        var (before, after) = (Record("a", "a", 'a', Image("tap", "tap", 1, null, Pinned("keg-base", "1"))), Record("a", "a", 'b',
            Image("tap", "tap", 1, null, Pinned("keg-base", "2"))));

        var image = RecordDiff.Of(before, after).Images.ShouldHaveSingleItem();

        image.Change.ShouldBe("changed");
        image.Parents.ShouldBe([new ParentDiff("registry.example/keg/keg-base", DigestOf("1").ToString(), DigestOf("2").ToString())]);
    }

    [Fact]
    public void A_parent_used_by_two_digests_is_compared_one_by_one()
    {
        var before = Record("a", "a", 'a', Image("tap", "tap", 1, null, Pinned("node", "20"), Pinned("node", "22")));
        var after = Record("a", "a", 'b', Image("tap", "tap", 1, null, Pinned("node", "22"), Pinned("node", "24")));

        RecordDiff.Of(before, after).Images.ShouldHaveSingleItem().Parents
            .ShouldBe([new ParentDiff("registry.example/keg/node", DigestOf("20").ToString(), DigestOf("24").ToString())]);
    }
}
