using System.Collections.Concurrent;
using System.Globalization;
using KegImages.Pipeline;
using KegImages.Publishing;
using KegImages.References;

namespace KegImages.Tests.Pipeline;

/// <summary>How many images of a large set are asked for before its record is believed.</summary>
public sealed class RecordCheckTests
{
    private readonly ConcurrentBag<ImageName> asked = [];

    [Theory]
    [InlineData(0, 0)]
    [InlineData(50, 50)]
    [InlineData(500, 500)]
    [InlineData(501, 100)]
    [InlineData(10_000, 128)]
    [InlineData(100_000, 1_024)]
    public void Up_to_one_shard_each_is_asked_for_and_beyond_it_four_of_each(int images, int sample) =>
        RecordCheck.SampleOf(images).ShouldBe(sample);

    [Fact]
    public async Task A_set_in_one_piece_is_asked_for_when_it_is_wanted_and_never_believed()
    {
        var images = Images(500);
        var check = new RecordCheck(images, "a", AskAsync);

        asked.ShouldBeEmpty();
        (await check.IsThereAsync(images[3])).ShouldBeTrue();

        asked.ShouldBe([images[3].Name]);
        check.IsBelieved(images[3].Name).ShouldBeFalse();
        check.ToNote("the record").ShouldBeNull();
    }

    [Fact]
    public async Task Of_ten_thousand_a_few_are_asked_for_and_the_others_are_believed()
    {
        var images = Images(10_000);
        var check = new RecordCheck(images, "a", AskAsync);

        foreach (var image in images)
            (await check.IsThereAsync(image)).ShouldBeTrue();

        asked.Count.ShouldBe(128);
        asked.Distinct().Count().ShouldBe(128);
        images.Count(image => check.IsBelieved(image.Name)).ShouldBe(10_000 - 128);
        asked.ShouldAllBe(name => !check.IsBelieved(name));
        check.ToNote("the record of develop").ShouldNotBeNull().ShouldStartWith("10000 images are where the record of develop says: "
            + "128 of them were asked for, others with each record and day, and the rest is believed");
    }

    [Fact]
    public async Task Where_one_that_is_asked_for_is_elsewhere_each_is_asked_for_once()
    {
        var images = Images(1_000);
        var check = new RecordCheck(images, "a", async image => await AskAsync(image) && asked.Count != 50);

        var there = await Task.WhenAll(images.Select(check.IsThereAsync));

        there.Count(isThere => !isThere).ShouldBe(1);
        asked.Distinct().Count().ShouldBe(1_000);
        asked.Count.ShouldBe(1_000);
        check.Believes.ShouldBeFalse();
        check.ToNote("the record of develop").ShouldBe(
            "the record of develop names an image that is not there under its tag: so all 1000 were asked for");
    }

    [Fact]
    public async Task A_registry_that_fails_is_no_record_to_believe()
    {
        var images = Images(1_000);
        var check = new RecordCheck(images, "a", _ => Task.FromException<bool>(new FailedException("no answer")));

        foreach (var image in images.Take(200))
            (await Should.ThrowAsync<FailedException>(() => check.IsThereAsync(image))).Message.ShouldBe("no answer");
        check.Believes.ShouldBeFalse();
    }

    [Fact]
    public void The_same_turn_asks_for_the_same_and_another_for_others()
    {
        var images = Images(2_000);
        var (one, again, other) = (Sampled("2026-01-02 a"), Sampled("2026-01-02 a"), Sampled("2026-01-03 a"));

        again.ShouldBe(one);
        other.Intersect(one).Count().ShouldBeLessThan(30);
        Enumerable.Range(0, 400).SelectMany(day => Sampled($"{day}")).Distinct().Count()
            .ShouldBe(2_000, "sooner or later each has its turn");

        List<ImageName> Sampled(string turn)
        {
            asked.Clear();
            _ = new RecordCheck(images, turn, AskAsync);
            return [.. asked.OrderBy(name => name.ToString(), StringComparer.Ordinal)];
        }
    }

    private Task<bool> AskAsync(RecordedImage image)
    {
        asked.Add(image.Name);
        return Task.FromResult(true);
    }

    private static List<RecordedImage> Images(int count) => [.. Enumerable.Range(0, count).Select(i => new RecordedImage
    {
        Name = ImageName.Parse(string.Create(CultureInfo.InvariantCulture, $"tap-{i}")),
        Digest = Digest.Of(BitConverter.GetBytes(i)),
    })];
}
