using System.Globalization;
using KegImages.Publishing;
using KegImages.References;

namespace KegImages.Tests.Publishing;

/// <summary>How the images of a large family are spread over the shards of its record.</summary>
public sealed class RecordShardsTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(50, 1)]
    [InlineData(500, 1)]
    [InlineData(501, 2)]
    [InlineData(1_000, 2)]
    [InlineData(1_001, 4)]
    [InlineData(4_001, 16)]
    [InlineData(8_000, 16)]
    [InlineData(8_001, 32)]
    [InlineData(10_000, 32)]
    [InlineData(512_000, 1024)]
    [InlineData(int.MaxValue, 1024)]
    public void Their_number_is_a_power_of_two_that_follows_from_the_number_of_images(int images, int shards) =>
        RecordShards.CountFor(images).ShouldBe(shards);

    [Theory]
    [InlineData(2, true)]
    [InlineData(1024, true)]
    [InlineData(-2, false)]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(3, false)]
    [InlineData(2048, false)]
    [InlineData(int.MinValue, false)]
    public void A_record_may_say_no_other_number(int count, bool may) => RecordShards.IsCount(count).ShouldBe(may);

    [Theory]
    [InlineData("tap", 32, 28)]
    [InlineData("keg-base", 32, 21)]
    [InlineData("base:3.23", 32, 1)]
    [InlineData("tap", 2, 0)]
    public void Where_an_image_is_stays_as_it_was_ever_written(string name, int count, int shard) =>
        RecordShards.Of(ImageName.Parse(name), count).ShouldBe(shard);

    [Fact]
    public void Where_their_number_doubles_each_becomes_two()
    {
        foreach (var name in Names(2_000))
            RecordShards.Of(name, 32).ShouldBeOneOf(RecordShards.Of(name, 16), RecordShards.Of(name, 16) + 16);
    }

    [Fact]
    public void Ten_thousand_images_are_spread_evenly()
    {
        var shards = Names(10_000).GroupBy(name => RecordShards.Of(name, 32)).Select(shard => shard.Count()).ToList();

        shards.Count.ShouldBe(32);
        shards.Max().ShouldBeLessThanOrEqualTo(RecordShards.Meant);
        shards.Min().ShouldBeGreaterThan(200);
    }

    private static IEnumerable<ImageName> Names(int count) =>
        Enumerable.Range(0, count).Select(i => ImageName.Parse(string.Create(CultureInfo.InvariantCulture, $"tap-{i}")));
}
