using System.Collections.Immutable;
using KegImages.Images;
using KegImages.Pipeline;
using KegImages.Planning;
using KegImages.Publishing;
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

        Registry.Asked.Order().ShouldBe(["GET /v2/keg/keg-family/manifests/develop", "HEAD /v2/keg/keg-base/manifests/develop", "HEAD /v2/keg/keg-family/manifests/master", "HEAD /v2/keg/tap/manifests/develop"]);
        Registry.Asked.Clear();
        var published = await new FamilyPublication(Client, Provider).PublishAsync(Publication("develop", InPlace(search, "keg-base"), InPlace(search, "tap")), search.Records, NoPlan, default);
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
        var plan = NoPlan with { Steps = [Step(Image("tap", "keg-base"))] };

        (await search.ConfirmAsync(plan, default)).ShouldBeTrue();
        (await Client.DeleteManifestAsync(Registry.Repository("keg-base").At(Registry.TagOf("keg-base", "develop")!), default)).ShouldBe(DeleteOutcome.Deleted);
        (await search.ConfirmAsync(plan, default)).ShouldBeTrue("it was asked for once");
        var again = await SearchAsync("feature/x", @base);
        (await again.ConfirmAsync(plan, default)).ShouldBeFalse();
        again.Existing.ShouldBeEmpty();
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
    public async Task Below_an_image_that_is_missing_no_content_tag_is_asked_for()
    {
        var search = await SearchAsync("develop", Image("keg-base"), Image("tap", "keg-base"), Image("evf", "tap"));

        search.Existing.ShouldBeEmpty();
        Registry.Count("manifests/fp-").ShouldBe(1);
    }

    private BuildStep Step(ImageDefinition image) => new()
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
