using KegImages.References;

namespace KegImages.Tests.Publishing;

/// <summary>What moves, in which order, and at what cost.</summary>
public sealed class PublisherTests : PublishingTests
{
    [Fact]
    public async Task An_image_on_an_older_one_of_its_own_repository_is_published()
    {
        var older = Pushed("tap");
        var image = Pushed("tap") with { Parents = [older.Pinned] };

        await PublishAsync(Publish("develop", null, image));

        Registry.TagOf("tap", "develop").ShouldBe(image.Digest);
    }

    [Fact]
    public async Task Every_tag_of_an_image_is_on_the_digest_that_was_built()
    {
        var image = Pushed("tap");

        var published = await PublishAsync(Publish("develop", null, image));

        Registry.TagOf("tap", "develop").ShouldBe(image.Digest);
        Registry.TagOf("tap", "master").ShouldBe(image.Digest);
        var one = published.ShouldHaveSingleItem();
        one.Digest.ShouldBe(image.Digest);
        one.Tags.Select(tag => tag.ToString()).ShouldBe([$"{Registry.Host}/keg/tap:develop", $"{Registry.Host}/keg/tap:master"]);
        one.Moved.ShouldBe(one.Tags);
        one.Size.ShouldNotBeNull().ShouldBeGreaterThan(1000);
    }

    [Fact]
    public async Task Parents_are_named_before_children_and_aliases_after_all_tags()
    {
        var basis = Pushed("keg-base");
        var core = Pushed("keg-core", "keg-base");
        var tap = Pushed("tap", "keg-base");
        var evf = Pushed("evf", "tap", "keg-core");

        await PublishAsync(Publish("develop", null, evf, core, basis, tap));

        var puts = Puts();
        puts.Count.ShouldBe(8);
        puts[0].ShouldBe("keg-base:develop");
        puts[1..3].ShouldBe(["keg-core:develop", "tap:develop"], ignoreOrder: true);
        puts[3..5].ShouldBe(["evf:develop", "keg-base:master"]);
        puts[7].ShouldBe("evf:master");
    }

    [Fact]
    public async Task A_tag_that_is_there_already_is_not_written()
    {
        var image = Pushed("tap");
        await PublishAsync(Publish("feature/x", null, image));
        Registry.Asked.Clear();

        var published = await PublishAsync(Publish("feature/x", null, image));

        Puts().ShouldBeEmpty();
        published.Single().Moved.ShouldBeEmpty();
        published.Single().Tags.Length.ShouldBe(1);
        Registry.Asked.Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_was_just_seen_in_place_costs_no_request()
    {
        var image = Pushed("tap") with { InPlace = [Tag.Parse("develop"), Tag.Parse("master")], Size = 42 };

        var published = await PublishAsync(Publish("develop", null, image));

        Registry.Asked.ShouldBeEmpty();
        published.Single().Size.ShouldBe(42);
        published.Single().Moved.ShouldBeEmpty();

        var half = await PublishAsync(Publish("develop", null, image with { InPlace = [Tag.Parse("develop")] }));
        half.Single().Moved.ShouldBe([image.Pinned.With(Tag.Parse("master"))]);
        Puts().ShouldBe(["tap:master"]);
    }
}
