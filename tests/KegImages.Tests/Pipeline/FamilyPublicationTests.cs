using KegImages.Pipeline;
using KegImages.Publishing;
using KegImages.References;

namespace KegImages.Tests.Pipeline;

/// <summary>What moves when a family is published, and what its record says then.</summary>
public sealed class FamilyPublicationTests : PublishedFamilyTests
{
    [Fact]
    public async Task An_alias_that_the_record_does_not_have_is_looked_at_and_put()
    {
        await PublishAsync("develop", Built("tap"));
        await Client.CopyTagAsync(Registry.Repository("keg-family").With(Develop), Tag.Parse("other"), default);
        Registry.Add("keg-family", "master");
        Registry.Add("tap", "master");

        var search = await SearchAsync("develop", Image("tap"));
        await new FamilyPublication(Client, Provider).PublishAsync(Publication("develop", InPlace(search, "tap")), search.Records, default);

        Registry.TagOf("tap", "master").ShouldBe(Registry.TagOf("tap", "develop"));
        Registry.TagOf("keg-family", "master").ShouldBe(Registry.TagOf("keg-family", "develop"));
    }

    [Fact]
    public async Task What_another_run_published_meanwhile_is_seen_and_nothing_counts_as_in_place()
    {
        await PublishAsync("develop", Built("keg-base"), Built("tap", "keg-base"));
        var search = await SearchAsync("develop", Image("keg-base"), Image("tap", "keg-base"));
        var (old, other) = (InPlace(search, "tap"), Built("tap"));
        await PublishAsync("develop", other);
        Registry.TagOf("tap", "develop").ShouldBe(other.Digest);

        await new FamilyPublication(Client, Provider).PublishAsync(Publication("develop", Built("core"), old), search.Records, default);

        Registry.TagOf("tap", "develop").ShouldBe(old.Digest, "what this run says was published, and not only believed to be there");
        var record = (await new FamilyRecordStore(Client).GetAsync(Provider, Develop, default)).Record!;
        record.Find(ImageName.Parse("tap"))!.Digest.ShouldBe(old.Digest);
    }

    [Fact]
    public async Task An_alias_whose_record_is_the_primary_s_follows_it_without_being_looked_at()
    {
        await PublishAsync("develop", Built("tap"));
        var search = await SearchAsync("develop", Image("tap"));
        Registry.Asked.Clear();
        var changed = Built("tap");

        await new FamilyPublication(Client, Provider).PublishAsync(Publication("develop", changed), search.Records, default);

        Registry.TagOf("tap", "master").ShouldBe(changed.Digest);
        Registry.Count("/tap/manifests/master").ShouldBe(2, "it is put, and read back");
    }

    [Fact]
    public async Task Where_no_artifacts_are_stored_the_tags_move_and_one_line_says_so()
    {
        Registry.RefusesArtifacts = true;

        var published = await PublishAsync("develop", Built("tap"));

        published.Note.ShouldNotBeNull().ShouldContain("keeps no family record");
        Registry.TagOf("tap", "develop").ShouldNotBeNull().ShouldBe(Registry.TagOf("tap", "master"));
        var search = await SearchAsync("develop", Image("tap"));
        search.Existing.Values.Single().Where.ShouldBe("the same inputs were built before, at another branch or commit");
    }
}
