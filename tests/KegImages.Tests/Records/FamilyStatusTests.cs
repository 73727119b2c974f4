using System.Collections.Immutable;
using KegImages.Fingerprints;
using KegImages.Images;
using KegImages.Planning;
using KegImages.Publishing;
using KegImages.Records;
using KegImages.References;
using KegImages.Registry;
using KegImages.Revisions;
using static KegImages.Tests.Records.Sets;

namespace KegImages.Tests.Records;

public sealed class FamilyStatusTests
{
    private static readonly FamilyRecord Develop = Record(
        "develop",
        "develop",
        'a',
        Image("evf", "evf", 900_000, null, Pinned("tap", "tap before")),
        Image("gone", "gone", 5, null, Pinned("nowhere", "1")),
        Image("keg-base", "base", 326_000_000, "base before", ImageReference.Parse($"node@{DigestOf("node")}")),
        Image("keg-core", "core", 2_000_000, null, Pinned("keg-base", "base")),
        Image("tap", "tap", 2_000_000, null, Pinned("keg-base", "base")));

    private static readonly StatusFacts Facts = new()
    {
        Provider = Sets.Provider,
        Tag = Tag.Parse("develop"),
        Reading = new RecordFound(Develop, new ManifestDescriptor(DigestOf("record"), MediaTypes.OciManifest, 1)),
        Images = [Name("keg-base"), Name("keg-core"), Name("tap"), Name("evf"), Name("new"), Name("by-hand"), Name("gone")],
        Tagged = new Dictionary<ImageName, Digest>
        {
            [Name("keg-base")] = DigestOf("base"),
            [Name("keg-core")] = DigestOf("core of somebody"),
            [Name("tap")] = DigestOf("tap"),
            [Name("by-hand")] = DigestOf("by hand"),
            [Name("gone")] = DigestOf("gone"),
        }.ToImmutableDictionary(),
        Labelled = ImmutableDictionary<ImageName, LabelledImage>.Empty.Add(
            Name("by-hand"), new LabelledImage(null, BranchName.Parse("other"), Commit('d'), Now - TimeSpan.FromMinutes(12),
                Pinned("tap", "tap"), 7_000_000)),
        WorkingTree = new Dictionary<ImageName, Fingerprint>
        {
            [Name("keg-base")] = Print("base now"),
            [Name("keg-core")] = Print("core"),
            [Name("tap")] = Print("tap"),
            [Name("evf")] = Print("evf"),
            [Name("new")] = Print("new"),
            [Name("by-hand")] = Print("by hand"),
        }.ToImmutableDictionary(),
        Parents = new Dictionary<string, ImmutableHashSet<Digest>>
        {
            ["node"] = [DigestOf("node")],
            ["registry.example/keg/keg-base"] = [DigestOf("base")],
            ["registry.example/keg/tap"] = [DigestOf("tap")],
        }.ToImmutableDictionary(),
        Now = Now,
    };

    [Fact]
    public void The_table_shows_each_image_beside_its_record() => Text(FamilyStatus.Of(Facts).ToTable()).ShouldMatchApproved();

    [Fact]
    public void The_status_for_machines_says_the_same() => FamilyStatus.Of(Facts).ToJson().ShouldMatchApproved();

    [Fact]
    public void With_no_record_and_an_unreadable_working_tree_tags_and_labels_are_shown() => Text(FamilyStatus.Of(Facts with
    {
        Reading = new RecordAbsent(),
        OtherRecords = "tags that have one: feature-x",
        WorkingTree = null,
        WorkingTreeProblem = "the registry of node does not answer",
        Images = [Name("keg-base"), Name("by-hand"), Name("new")],
    }).ToTable()).ShouldMatchApproved();

    [Fact]
    public void An_unreadable_record_is_said_with_its_reason() =>
        FamilyStatus.Of(Facts with { Reading = new RecordUnreadable("it has version 9") })
            .ToTable()[0].ShouldStartWith("it has version 9: ");

    [Fact]
    public void Platforms_of_an_image_stand_below_the_table_and_one_that_is_missing_is_counted()
    {
        var status = FamilyStatus.Of(Facts with
        {
            Platforms = ImmutableDictionary<ImageName, ImmutableArray<PlatformImage>>.Empty.Add(Name("tap"),
                [new PlatformImage("linux/amd64", DigestOf("tap for amd64"), 2_000_000)]),
            WantedPlatforms = ImmutableDictionary<ImageName, ImmutableArray<string>>.Empty.Add(Name("tap"), ["linux/amd64", "linux/arm64"])
                .Add(Name("new"), ["linux/amd64", "linux/arm64"]),
        });

        status.ToTable().ShouldContain($"  tap: linux/amd64 {DigestOf("tap for amd64").Abbreviated}, 2.0 MB; linux/arm64 missing");
        status.ToTable().Count(line => line.Contains("linux/", StringComparison.Ordinal)).ShouldBe(1, "what is not published has none");
        status.ToTable()[^1].ShouldContain("1 without all of their platforms");
        status.ToJson().ShouldContain("\"state\": \"missing\"");
    }

    [Fact]
    public void What_an_image_says_of_itself_counts_and_not_what_an_older_record_believed()
    {
        var says = new LabelledImage(null, null, null, null, null,
            1) { Says = new Evidence(Print("tap"), FamilyParents.Of([(Name("keg-base"), DigestOf("base before"))])) };
        var facts = Facts with { Labelled = ImmutableDictionary<ImageName, LabelledImage>.Empty.Add(Name("tap"), says) };

        var status = FamilyStatus.Of(facts);
        var tap = status.Images.Single(image => image.Image == "tap");

        tap.HasStaleParent.ShouldBeTrue("the record says that it is built on what is published");
        tap.Doubt.ShouldBe($"stands on another keg-base, {DigestOf("base before").Abbreviated} and not {DigestOf("base").Abbreviated}");
        status.ToTable().ShouldContain(
            $"  tap: stands on another keg-base than the one published: {DigestOf("base before").Abbreviated}, now "
                + $"{DigestOf("base").Abbreviated}");

        var foreign = FamilyStatus.Of(facts with { Labelled = facts.Labelled.SetItem(Name("tap"), says with { Says = Evidence.None }),
            Members = ImmutableDictionary<ImageName, ImmutableArray<ImageName>>.Empty.Add(Name("tap"), [Name("keg-base")]) });
        foreign.ToTable().ShouldContain("  tap: it does not say of which fingerprint it is");
        FamilyStatus.Of(Facts).Images.ShouldAllBe(image => image.Doubt == null, "nobody looked");
    }

    [Theory]
    [InlineData(-5, "now")]
    [InlineData(59, "now")]
    [InlineData(60, "1 min")]
    [InlineData(3599, "59 min")]
    [InlineData(3600, "1 h")]
    [InlineData(172_799, "47 h")]
    [InlineData(172_800, "2 days")]
    [InlineData(60 * 86_400, "60 days")]
    [InlineData(61 * 86_400, "2 months")]
    [InlineData(730 * 86_400, "23 months")]
    [InlineData(731 * 86_400, "2 years")]
    public void An_age_is_told_in_one_unit(int seconds, string text) => Age.Of(Now - TimeSpan.FromSeconds(seconds), Now).ShouldBe(text);

    [Fact]
    public void An_unknown_time_has_no_age() => Age.Of(null, Now).ShouldBe("");
}
