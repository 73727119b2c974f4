using System.Globalization;
using KegImages.Pipeline;
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
