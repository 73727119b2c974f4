using System.Globalization;
using KegImages.Images;
using KegImages.Pipeline;
using KegImages.Planning;
using KegImages.Publishing;
using KegImages.References;

namespace KegImages.Tests.Pipeline;

/// <summary>Runs about one image of a family whose record is in shards.</summary>
public sealed class LargeFamilyTests : PublishedFamilyTests
{
    private const int Others = 1_500;

    [Fact]
    public async Task A_plan_of_one_tap_reads_the_shards_of_it_and_of_what_it_stands_on()
    {
        await RecordedAsync(Built("keg-base"));
        Registry.Asked.Clear();

        var search = await SearchAsync("develop", Image("tap", "keg-base"));

        RecordShards.Of(ImageName.Parse("tap"), 4).ShouldNotBe(RecordShards.Of(ImageName.Parse("keg-base"), 4));
        Registry.Count("^GET .*/keg-family/blobs/").ShouldBe(2);
        search.Records!.IsWhole.ShouldBeFalse();
        search.Records.Primary.Record!.Find(ImageName.Parse("keg-base")).ShouldNotBeNull();
        search.Records.Primary.Record.Find(ImageName.Parse("tap")).ShouldBeNull();
    }

    [Fact]
    public async Task A_publication_of_one_image_keeps_all_others_and_uploads_its_shard_alone()
    {
        await RecordedAsync(Built("tap"));
        var search = await SearchAsync("develop", Image("tap"));
        var changed = Built("tap");
        Registry.Asked.Clear();

        await new FamilyPublication(Client, Provider).PublishAsync(Publication("develop", changed), search.Records, default);

        var record = await RecordAsync("develop");
        record.Images.Length.ShouldBe(1 + Others);
        record.Find(ImageName.Parse("tap"))!.Digest.ShouldBe(changed.Digest);
        Registry.Count("^POST .*/keg-family/blobs/").ShouldBe(2, "the shard and the index");
        Registry.TagOf("keg-family", "master").ShouldBe(Registry.TagOf("keg-family", "develop"));
    }

    [Fact]
    public async Task A_publication_of_what_is_in_place_leaves_the_whole_record_as_it_is()
    {
        await RecordedAsync(Built("tap"));
        var before = Registry.TagOf("keg-family", "develop");
        var search = await SearchAsync("develop", Image("tap"));
        Registry.Asked.Clear();

        await new FamilyPublication(Client, Provider).PublishAsync(Publication("develop", InPlace(search, "tap")), search.Records, default);

        Registry.TagOf("keg-family", "develop").ShouldBe(before);
        Registry.Count("^(PUT|POST) ").ShouldBe(0);
    }

    [Fact]
    public async Task A_plan_of_all_that_is_in_place_asks_for_shards_and_a_sample_and_not_for_each_image()
    {
        var images = await WholeAsync();
        Registry.Asked.Clear();

        var search = await SearchAsync("develop", images);

        Registry.Count("^GET ").ShouldBe(1 + 4, "the record and its shards");
        Registry.Count("^HEAD ").ShouldBe(1 + RecordCheck.SampleOf(images.Length), "the alias's record, and some images");
        images.ShouldAllBe(image => search.Find(image.Name)!.IsWanted && search.Find(image.Name)!.InPlace.Length == 2);
        search.Note.ShouldNotBeNull().ShouldContain($"{images.Length} images are where the record of develop says");
    }

    [Fact]
    public async Task What_a_build_needs_of_what_is_believed_is_asked_for_by_its_digest()
    {
        var images = await WholeAsync();
        var search = await SearchAsync("develop", images);
        var parent = images.First(image => search.Find(image.Name)!.IsBelieved);
        var child = Image("child", parent.Name.ToString());
        var step = new BuildStep
        {
            Image = child,
            Platforms = ["linux/amd64"],
            Reason = "new",
            Parents = [new StepParent(child.Parents[0], search.Find(parent.Name)!.Existing.Pinned)],
            Content = Registry.Repository("child").With(Tag.Parse("fp-00000000000000000000")),
            Tags = [],
            Args = Sorted.Empty<string>(),
            Labels = Sorted.Empty<string>(),
            Contexts = Sorted.Empty<string>(),
        };
        var plan = new BuildPlan { Images = [new Planned(step)], Push = true };
        Registry.Asked.Clear();

        (await search.ConfirmAsync(plan, default)).ShouldBeTrue();

        Registry.Asked.ShouldHaveSingleItem().ShouldBe(
            $"HEAD /v2/keg/{parent.Name}/manifests/{search.Find(parent.Name)!.Existing.Pinned.Digest}");
        search.Find(parent.Name)!.IsBelieved.ShouldBeFalse();
    }

    [Fact]
    public async Task Where_an_image_of_the_sample_was_moved_each_is_asked_for()
    {
        var images = await WholeAsync();
        foreach (var image in images)
            Registry.Add(image.Name.ToString(), "develop", ("another", "image"));
        Registry.Asked.Clear();

        var search = await SearchAsync("develop", images);

        Registry.Count("^HEAD .*/manifests/develop$").ShouldBe(images.Length);
        images.ShouldAllBe(image => search.Find(image.Name) == null);
    }

    // A family of single images that are all there.
    private async Task<Image[]> WholeAsync()
    {
        Image[] images = [.. Enumerable.Range(0, Others).Select(i => Image(string.Create(CultureInfo.InvariantCulture, $"other-{i}")))];
        var recorded = images.Select(image =>
        {
            var name = image.Name.ToString();
            return new RecordedImage
            {
                Name = image.Name, Digest = Registry.Add(name, "develop"), Fingerprint = FingerprintOf(name), StandsOn = FamilyParents.None,
            };
        });
        var record = new FamilyRecord { Tag = Develop, Branch = Publication("develop").Branch, Images = [.. recorded] };
        await new FamilyRecordStore(Client).PutAsync(Provider, record, [Tag.Parse("master")], default);
        return images;
    }

    // The others need not be there: nothing asks for them.
    private async Task RecordedAsync(PublishedImage image)
    {
        var name = image.Name.ToString();
        foreach (var tag in new[] { "develop", "master" })
            Registry.AddTag(name, tag, image.Digest);
        var recorded = new RecordedImage
        {
            Name = image.Name, Digest = image.Digest, Fingerprint = image.Fingerprint, StandsOn = image.StandsOn, Size = 7,
        };
        var record = new FamilyRecord
        {
            Tag = Develop,
            Branch = Publication("develop").Branch,
            Images = [recorded, .. Enumerable.Range(0, Others).Select(i => new RecordedImage
            {
                Name = ImageName.Parse(string.Create(CultureInfo.InvariantCulture, $"other-{i}")),
                Digest = Digest.Of(BitConverter.GetBytes(i)),
            })],
        };
        await new FamilyRecordStore(Client).PutAsync(Provider, record, [Tag.Parse("master")], default);
    }
}
