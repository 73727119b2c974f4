using System.Collections.Immutable;
using KegImages.Planning;
using KegImages.Publishing;
using KegImages.References;
using static KegImages.Tests.Records.Sets;

namespace KegImages.Tests.Publishing;

/// <summary>How two records that were made of the same one become one.</summary>
public sealed class RecordMergeTests
{
    private static readonly ImmutableDictionary<ImageName, Digest> Nothing = ImmutableDictionary<ImageName, Digest>.Empty;

    private static readonly FamilyRecord Before = Record("develop", "develop", 'a', Image("evf", "evf 1"), Image("old", "old"),
        Image("tap", "tap 1"));

    [Fact]
    public void What_only_one_of_them_changed_is_taken_from_it()
    {
        var ours = With(Before, Image("evf", "evf 2"), Image("ours", "ours"));
        var theirs = With(Before, Image("tap", "tap 2"));

        var merged = new RecordMerge(Before, ours, theirs).Merged(Nothing);

        merged.Images.Select(image => image.Digest).ShouldBe([DigestOf("evf 2"), DigestOf("old"), DigestOf("ours"), DigestOf("tap 2")]);
    }

    [Fact]
    public void What_one_of_them_took_out_is_out_unless_the_other_published_it()
    {
        var ours = Before with { Images = [Before.Images[0]] };

        new RecordMerge(Before, ours, Before).Merged(Nothing).Images.Select(image => image.Name.ToString()).ShouldBe(["evf"]);
        new RecordMerge(Before, ours, With(Before, Image("tap", "tap 2"))).Merged(Nothing).Images.Select(image => image.Name.ToString())
            .ShouldBe(["evf", "tap"]);
    }

    [Fact]
    public void Of_what_both_changed_the_tag_tells_which_one_stands()
    {
        var merge = new RecordMerge(Before, With(Before, Image("evf", "evf 2")), With(Before, Image("evf", "evf 3")));

        merge.Conflicts.ShouldBe([Name("evf")]);
        merge.Merged(Nothing.Add(Name("evf"), DigestOf("evf 2"))).Find(Name("evf"))!.Digest.ShouldBe(DigestOf("evf 2"));
        merge.Merged(Nothing.Add(Name("evf"), DigestOf("evf 3"))).Find(Name("evf"))!.Digest.ShouldBe(DigestOf("evf 3"));
    }

    [Fact]
    public void The_newer_commit_is_the_set_s()
    {
        var (ours, theirs) = (With(Before, Image("evf", "evf 2")) with { Commit = Commit('b') }, With(Before,
            Image("tap", "tap 2")) with { Commit = Commit('d') });

        new RecordMerge(Before, ours, theirs) { IsOlder = true }.Merged(Nothing).Commit.ShouldBe(Commit('d'));
        new RecordMerge(Before, ours, theirs).Merged(Nothing).Commit.ShouldBe(Commit('b'));
    }

    [Fact]
    public void A_hold_that_one_of_them_put_or_took_away_is_kept_so()
    {
        var hold = new SetHold { Kind = HoldKind.Restore, Over = Commit('a'), At = Now, By = "by hand" };
        var held = Before with { Hold = hold };

        new RecordMerge(Before, Before, held).Merged(Nothing).Hold.ShouldBe(hold, "the other run was a restore");
        new RecordMerge(Before, held, Before).Merged(Nothing).Hold.ShouldBe(hold);
        new RecordMerge(held, Before, held).Merged(Nothing).Hold.ShouldBeNull("a newer commit let it go");
        new RecordMerge(Before, held,
            Before with { Hold = hold with { At = Now.AddHours(1) } }).Merged(Nothing).Hold!.At.ShouldBe(Now.AddHours(1));
    }

    [Fact]
    public void Of_two_that_say_the_same_the_one_that_knows_how_long_it_took_is_kept_from_either_side()
    {
        var image = Image("tap", "tap 2");
        RecordedImage?[] known =
            [null, image with { LastBuild = new LastBuild(3, []) }, image with { LastBuild = new LastBuild(7, []) }];

        foreach (var (one, other) in known.SelectMany(one => known.Select(other => (one ?? image, other ?? image))))
        {
            var merged = new RecordMerge(Before, With(Before, one), With(Before, other)).Merged(Nothing);
            merged.Find(image.Name)!.LastBuild.ShouldBe(new[] { one.LastBuild, other.LastBuild }.MaxBy(build => build?.Seconds ?? 0));
        }
    }

    [Fact]
    public void Random_sets_merge_to_the_same_from_either_side_and_lose_nothing()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        for (var round = 0; round < 500; round++)
        {
            var before = random.Next(5) == 0 ? null : Record("develop", "develop", 'a', [.. Some(0.7)]);
            var (ours, theirs) = (Changed(before), Changed(before));
            var merge = new RecordMerge(before, ours, theirs);
            var standing = merge.Conflicts.ToImmutableDictionary(name => name,
                name => (random.Next(2) == 0 ? ours : theirs).Find(name)!.Digest);

            var merged = merge.Merged(standing);

            var because = $"seed {seed}, round {round}";
            FamilyRecordJson.Write(new RecordMerge(before, theirs, ours).Merged(standing))
                .ShouldBe(FamilyRecordJson.Write(merged), because);
            FamilyRecordJson.Write(new RecordMerge(before, merged, theirs).Merged(standing))
                .ShouldBe(FamilyRecordJson.Write(merged), because);
            foreach (var image in ours.Images.Concat(theirs.Images).Where(image => before?.Find(image.Name)?.Digest != image.Digest))
                merged.Find(image.Name).ShouldNotBeNull(because).Digest.ShouldBeOneOf([ours.Find(image.Name)?.Digest ?? image.Digest,
                    theirs.Find(image.Name)?.Digest ?? image.Digest]);
        }

        IEnumerable<RecordedImage> Some(double share) =>
            Enumerable.Range(0, 6).Where(_ => random.NextDouble() < share)
                .Select(number => Image($"i{number}", $"{number} {random.Next(3)}"));

        FamilyRecord Changed(FamilyRecord? record) => With(record ?? Record("develop", "develop", 'a'), [.. Some(0.3)]);
    }

    private static FamilyRecord With(FamilyRecord record, params RecordedImage[] images) => record with
    {
        Images = [.. record.Images.Where(image => images.All(other => other.Name != image.Name)).Concat(images)
            .OrderBy(image => image.Name.ToString(), StringComparer.Ordinal)],
    };
}
