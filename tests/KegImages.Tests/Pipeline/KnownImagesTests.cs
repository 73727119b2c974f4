using System.Collections.Immutable;
using KegImages.Images;
using KegImages.Pipeline;
using KegImages.Planning;
using KegImages.Publishing;
using KegImages.References;
using KegImages.Registry;

namespace KegImages.Tests.Pipeline;

/// <summary>What the records of a registry tell a plan, and what is asked for besides.</summary>
public sealed class KnownImagesTests : PublishedFamilyTests
{
    [Fact]
    public async Task Where_nothing_changed_the_plan_knows_it_and_publishing_asks_for_nothing()
    {
        await PublishAsync("develop", Built("keg-base"), Built("tap", "keg-base"));
        Registry.Asked.Clear();

        var search = await SearchAsync("develop", Image("keg-base"), Image("tap", "keg-base"));

        Registry.Asked.Order().ShouldBe(["GET /v2/keg/keg-family/manifests/develop", "HEAD /v2/keg/keg-base/manifests/develop",
            "HEAD /v2/keg/keg-family/manifests/master", "HEAD /v2/keg/tap/manifests/develop"]);
        Registry.Asked.Clear();
        var published = await new FamilyPublication(Client,
            Provider).PublishAsync(Publication("develop", InPlace(search, "keg-base"), InPlace(search, "tap")), search.Records, default);
        Registry.Asked.ShouldBeEmpty();
        published.Images.ShouldAllBe(image => image.Moved.IsEmpty && image.Size > 0);
    }

    [Fact]
    public async Task A_new_branch_finds_everything_in_the_default_tag_s_record_and_no_image_is_asked_for()
    {
        await PublishAsync("develop", Built("keg-base"), Built("tap", "keg-base"));
        Registry.Asked.Clear();

        var search = await SearchAsync("feature/x", Image("keg-base"), Image("tap", "keg-base"));

        Registry.Asked.ShouldBe(["GET /v2/keg/keg-family/manifests/feature-x", "GET /v2/keg/keg-family/manifests/develop"]);
        search.Existing.Values.Select(image => image.Where).ShouldBe(["develop has it already", "develop has it already"]);
    }

    [Fact]
    public async Task What_only_a_record_knows_is_confirmed_before_something_is_built_on_it()
    {
        await PublishAsync("develop", Built("keg-base"));
        var @base = Image("keg-base");
        var search = await SearchAsync("feature/x", @base);
        var plan = Building.FamilyOf.Plan(Step(Image("tap", "keg-base")));

        (await search.ConfirmAsync(plan, default)).ShouldBeTrue();
        (await Client.DeleteManifestAsync(Registry.Repository("keg-base").At(Registry.TagOf("keg-base", "develop")!),
            default)).ShouldBe(DeleteOutcome.Deleted);
        (await search.ConfirmAsync(plan, default)).ShouldBeTrue("it was asked for once");
        var again = await SearchAsync("feature/x", @base);
        (await again.ConfirmAsync(plan, default)).ShouldBeFalse();
        again.Existing.ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_what_is_built_anew_is_known_what_stood_there_and_what_other_machines_build_is_found()
    {
        await PublishAsync("develop", Built("keg-base"), Built("tap", "keg-base"));

        var search = await SearchAsync("develop", request => request with { Force = true, BuiltByOthers = [ImageName.Parse("keg-base")] },
            Image("keg-base"), Image("tap", "keg-base"));
        var alone = await SearchAsync("develop", request => request with { NoCache = true }, Image("keg-base"), Image("tap", "keg-base"));

        search.Existing.Keys.ShouldBe([ImageName.Parse("keg-base")]);
        var stood = Registry.TagOf("tap", FingerprintOf("tap").ContentTag.ToString())!;
        search.Stood.ShouldBe([KeyValuePair.Create(ImageName.Parse("tap"), stood)]);
        alone.Existing.ShouldBeEmpty();
        alone.Stood.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_content_tag_whose_image_was_withdrawn_is_no_image()
    {
        var image = Image("keg-base");
        Built("keg-base");
        var content = Registry.Repository("keg-base").With(FingerprintOf("keg-base").ContentTag);
        (await SearchAsync("develop", image)).Existing.ShouldHaveSingleItem();

        (await WithdrawnTag.TryPutAsync(Client, content, default)).ShouldBeTrue();

        (await SearchAsync("develop", image)).Existing.ShouldBeEmpty();
        Registry.RefusesArtifacts = true;
        (await WithdrawnTag.TryPutAsync(Client, content, default)).ShouldBeFalse();
    }

    [Fact]
    public async Task What_somebody_put_under_a_content_tag_is_not_believed_unless_its_labels_say_what_the_tag_says()
    {
        Built("keg-base");
        var foreign = Registry.Add("keg-base", FingerprintOf("keg-base").ContentTag.ToString(),
            (ImageLabels.Fingerprint, FingerprintOf("tap").ToString()), (ImageLabels.Parents, ""));

        var search = await SearchAsync("develop", Image("keg-base"), Image("tap", "keg-base"));

        search.Find(ImageName.Parse("keg-base")).ShouldNotBeNull().IsWanted.ShouldBeFalse();
        search.Existing[ImageName.Parse("keg-base")].Says.Fingerprint.ShouldBe(FingerprintOf("tap"));
        search.Existing[ImageName.Parse("keg-base")].Pinned.Digest.ShouldBe(foreign);
        Registry.Count("/tap/").ShouldBe(0, "its parent is built, and so is it");
    }

    [Theory]
    [InlineData("application/vnd.oci.image.manifest.v1+json",
        """{"schemaVersion":2,"config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"sha256:4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a","size":1},"layers":[]}""")]
    [InlineData("application/vnd.oci.image.manifest.v1+json", """{"schemaVersion":2}""")]
    [InlineData("application/vnd.oci.image.index.v1+json", """{"schemaVersion":2,"manifests":[]}""")]
    [InlineData("application/vnd.oci.image.index.v1+json",
        """{"schemaVersion":2,"manifests":[{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"sha256:4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a","size":1}]}""")]
    public async Task What_cannot_be_read_says_nothing(string type, string manifest)
    {
        Registry.AddManifest("keg-base", FingerprintOf("keg-base").ContentTag.ToString(), System.Text.Encoding.UTF8.GetBytes(manifest),
            type);

        (await SearchAsync("develop", Image("keg-base"))).Existing.Single().Value.Says.Against(FingerprintOf("keg-base"), [])
            .ShouldNotBeNull();
    }

    [Fact]
    public async Task What_an_older_record_says_is_read_from_the_images_once()
    {
        var (basis, tap) = (Built("keg-base"), Built("tap", "keg-base"));
        await PublishAsync("develop", basis with { StandsOn = null }, tap with { StandsOn = null });
        Registry.Asked.Clear();

        var search = await SearchAsync("develop", Image("keg-base"), Image("tap", "keg-base"));

        search.Existing.Values.ShouldAllBe(image => image.Says.Parents != null);
        Registry.Count("/blobs/").ShouldBe(2);
        await new FamilyPublication(Client,
            Provider).PublishAsync(Publication("develop", InPlace(search, "keg-base"), InPlace(search, "tap")), search.Records, default);
        (await RecordAsync("develop")).Find(ImageName.Parse("tap"))!.StandsOn.ShouldBe(tap.StandsOn);
        Registry.Asked.Clear();
        await SearchAsync("develop", Image("keg-base"), Image("tap", "keg-base"));
        Registry.Count("/blobs/").ShouldBe(0);
    }

    [Fact]
    public async Task An_older_record_that_says_something_else_than_the_images_is_not_believed()
    {
        var (basis, tap) = (Built("keg-base"), Built("tap", "keg-base"));
        var newer = Built("keg-base");
        newer.Digest.ShouldNotBe(basis.Digest);
        await PublishAsync("develop", newer with { StandsOn = null }, tap with { StandsOn = null, Parents = [newer.Pinned] });

        var search = await SearchAsync("develop", Image("keg-base"), Image("tap", "keg-base"));

        search.Find(newer.Name)!.IsWanted.ShouldBeTrue();
        search.Find(tap.Name)!.IsWanted.ShouldBeFalse();
        search.Existing[tap.Name].Says.Parents.ShouldBe(tap.StandsOn);
    }

    [Fact]
    public async Task Where_what_the_tag_has_stands_on_an_older_parent_the_content_tag_is_looked_at()
    {
        await PublishAsync("develop", Built("keg-base"), Built("tap", "keg-base"));
        var forced = Built("keg-base");
        await PublishAsync("develop", forced);
        var other = Built("tap", "keg-base");

        var search = await SearchAsync("develop", Image("keg-base"), Image("tap", "keg-base"));

        search.Find(other.Name)!.IsWanted.ShouldBeTrue();
        search.Existing[other.Name].Pinned.Digest.ShouldBe(other.Digest);
    }

    [Fact]
    public async Task Below_an_image_that_is_missing_no_content_tag_is_asked_for()
    {
        var search = await SearchAsync("develop", Image("keg-base"), Image("tap", "keg-base"), Image("evf", "tap"));

        search.Existing.ShouldBeEmpty();
        Registry.Count("manifests/fp-").ShouldBe(1);
    }

    private BuildStep Step(Image image) => new()
    {
        Image = image,
        Platforms = ["linux/amd64"],
        Reason = "asked for",
        Parents = [.. image.Parents.Select(edge => new StepParent(edge, Registry.Repository(edge.Member!.ToString()).At(Digest.Of([1]))))],
        Content = Provider.Of(image.Name).With(FingerprintOf(image.Name.ToString()).ContentTag),
        Tags = [],
        Args = ImmutableSortedDictionary<string, string>.Empty,
        Labels = ImmutableSortedDictionary<string, string>.Empty,
        Contexts = ImmutableSortedDictionary<string, string>.Empty,
    };
}
