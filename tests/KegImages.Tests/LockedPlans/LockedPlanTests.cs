using System.Text;
using KegImages.Fingerprints;
using KegImages.Images;
using KegImages.LockedPlans;
using KegImages.Revisions;
using KegImages.Tests.Building;
using KegImages.Tests.Workflows;
using KegImages.Texts;

namespace KegImages.Tests.LockedPlans;

public sealed class LockedPlanTests
{
    private const string File = "output/locked-plan.json";

    [Fact]
    public async Task A_plan_reads_back_as_it_was_written()
    {
        var family = (await Families.LoadAsync(Families.Five)).Family;
        var text = LockedPlanText.Of(SampleLock.Of(family, family.Images.Skip(2)));

        var read = LockedPlanText.Parse(Encoding.UTF8.GetBytes(text), File);

        LockedPlanText.Of(read).ShouldBe(text);
        read.Images.Count(image => image.IsBuilt).ShouldBe(family.Images.Length - 2);
    }

    [Fact]
    public async Task Each_field_is_written_as_the_serializer_that_reads_it_would()
    {
        var family = (await Families.LoadAsync(Families.Five)).Family;
        var plan = SampleLock.Of(family, family.Images.Skip(2));
        var node = FamilyOf.DigestOf("node");
        plan = plan with
        {
            Source = plan.Source with
            {
                CommitTime = null,
                Url = null,
                Release = ReleaseVersion.Parse("1.2.0"),
                Releases = [ReleaseVersion.Parse("1.2.0"), ReleaseVersion.Parse("1.1.0")],
            },
            Outside = [.. plan.Outside, plan.Outside[0] with { OnBuild = null, Fingerprint = plan.Images[0].Fingerprint }],
            Contexts = [.. plan.Contexts, new LockedContext("image", null, node)],
            Images = [.. plan.Images, plan.Images[0] with { IsLeftOut = true, StandsOn = FamilyParents.Parse($"base@{node}"),
                Remotes = SampleLock.NoRemotes.Add("https://example.com/ü", RemoteIdentity.Of(node)) }],
        };

        LockedPlanText.Of(plan).ShouldBe(ReadableJson.Text(new LockedPlanDocument(LockedPlan.Version, plan),
            LockedPlanJson.Default.LockedPlanDocument));
    }

    [Theory]
    [InlineData("\"version\": 2", "\"version\": 3", "its version is 3, and this program reads version 2")]
    [InlineData("\"version\": 2,", "", "its version is missing, and this program reads version 2")]
    [InlineData("\"platform\": \"linux/amd64\"", "\"platform\": \"\"", "$.plan.platform: it is no platform")]
    [InlineData("\"platform\": \"linux/amd64\"", "\"platform\": 3", "$.plan.platform")]
    [InlineData("\"changed\": false", "\"changed\": false, \"more\": 1", "$.plan.more")]
    [InlineData("\"name\": \"keg-hub\"", "\"name\": null", "$.plan.contexts[0].name")]
    [InlineData("\"name\": \"base\"", "\"name\": \"../base\"", "$.plan.images[0].name: '../base' is not an image name")]
    [InlineData("\"name\": \"base\"", "\"name\": \"engine\"", "$.plan.images: 'engine' is there twice")]
    [InlineData("\"level\": 5", "\"level\": 500", "has a level or a time that there is not")]
    [InlineData("bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", "main", "$.plan.contexts[0].commit: 'main' is not a commit")]
    public async Task What_is_wrong_with_a_file_is_said_with_its_place(string right, string wrong, string said)
    {
        var family = (await Families.LoadAsync(Families.Five)).Family;
        var text = LockedPlanText.Of(SampleLock.Of(family, family.Images));
        text.ShouldContain(right);

        var refused = Should.Throw<WrongUseException>(() =>
            LockedPlanText.Parse(Encoding.UTF8.GetBytes(text.Replace(right, wrong, StringComparison.Ordinal)), File));

        refused.Message.ShouldStartWith(File);
        refused.Message.ShouldContain(said);
        refused.Message.ShouldContain("plan anew");
    }

    [Fact]
    public async Task Each_image_that_is_built_is_in_one_shard_and_no_other_is()
    {
        var family = (await Families.LoadAsync(Families.Five)).Family;
        var plan = SampleLock.Of(family, family.Images);
        LockedPlan[] wrong =
        [
            plan with { Shards = plan.Shards[1..] },
            plan with { Shards = [.. plan.Shards, plan.Shards[0] with { Name = "9.9" }] },
            plan with { Images = [.. plan.Images.Skip(1)] },
        ];

        foreach (var other in wrong)
            Should.Throw<WrongUseException>(() => LockedPlanText.Parse(Encoding.UTF8.GetBytes(LockedPlanText.Of(other)), File))
                .Message.ShouldContain("$.plan.shards: 'base'");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("{\"version\":2}")]
    [InlineData("{\"version\":2,\"plan\":{}}")]
    public void What_is_no_plan_at_all_is_refused_as_wrong_use(string text) =>
        Should.Throw<WrongUseException>(() => LockedPlanText.Parse(Encoding.UTF8.GetBytes(text), File)).Message.ShouldStartWith(File);

    [Fact]
    public void A_file_of_more_bytes_than_any_plan_has_is_not_read() =>
        Should.Throw<WrongUseException>(() => LockedPlanText.Parse(new byte[LockedPlanText.MostBytes + 1], File))
            .Message.ShouldContain("at most");

    [Fact]
    public async Task Two_readings_of_a_family_are_the_same_until_an_edge_or_an_image_is_another()
    {
        var five = (await Families.LoadAsync(Families.Five)).Family;

        FamilyDigest.Of(five).ShouldBe(FamilyDigest.Of((await Families.LoadAnewAsync(Families.Five)).Family));
        FamilyDigest.Of(five).ShouldNotBe(FamilyDigest.Of((await Families.LoadAsync(Families.Own)).Family));
    }
}
