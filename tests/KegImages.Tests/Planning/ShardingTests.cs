using KegImages.References;
using KegImages.Planning;
using KegImages.Tests.Workflows;

namespace KegImages.Tests.Planning;

public sealed class ShardingTests
{
    [Fact]
    public void The_longest_go_first_so_that_all_shards_end_at_about_the_same_time()
    {
        var shards = Sharding.Of([Build("a", 10), Build("b", 300), Build("c", 20), Build("d", 290), Build("e", 30)], 2);

        shards.Select(shard => $"{string.Join(' ', shard.Images)} {shard.Expected.TotalSeconds}").ShouldBe(["a b c 330", "d e 320"]);
    }

    [Fact]
    public void What_was_never_built_is_taken_to_be_like_the_middle_of_the_others()
    {
        Sharding.Of([Build("a", 10), Build("b", 30), Build("c", 500), Build("d", null)], 9)
            .Single(shard => shard.Images[0].ToString() == "d").Expected.ShouldBe(TimeSpan.FromSeconds(30));
        Sharding.Of([Build("a", null)], 9).Single().Expected.ShouldBe(Sharding.Usual);
    }

    [Theory]
    [InlineData(0, 16, 0)]
    [InlineData(1, 16, 1)]
    [InlineData(16, 16, 16)]
    [InlineData(17, 16, 16)]
    [InlineData(1000, 16, 16)]
    public void There_are_as_many_shards_as_are_wanted_and_never_an_empty_one(int images, int most, int expected)
    {
        var shards = Sharding.Of([.. Enumerable.Range(0, images).Select(i => Build($"i{i}", null))], most);

        shards.Length.ShouldBe(expected);
        shards.ShouldAllBe(shard => !shard.Images.IsEmpty);
        shards.SelectMany(shard => shard.Images).Distinct().Count().ShouldBe(images);
    }

    [Fact]
    public void Whatever_is_known_each_image_is_in_one_shard_and_none_is_far_longer_than_it_must_be()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < 300; round++)
        {
            var builds = Enumerable.Range(0, random.Next(1, 60))
                .Select(i => Build($"i{i}", random.Next(3) == 0 ? null : random.Next(1, 900)))
                .ToList();
            var most = random.Next(1, 20);

            var shards = Sharding.Of(builds, most);

            shards.SelectMany(shard => shard.Images).Order(Comparer<ImageName>.Create((one, other) =>
                string.CompareOrdinal(one.ToString(), other.ToString()))).ShouldBe(builds.Select(build => build.Image)
                .OrderBy(name => name.ToString(), StringComparer.Ordinal));
            var sum = shards.Sum(shard => shard.Expected.TotalSeconds);
            var longest = builds.Max(build => Sharding.Of([build], 1)[0].Expected.TotalSeconds);
            var least = Math.Max(sum / most, builds.Any(build => build.Duration is not null) ? 0 : longest);
            // Of what each takes on its own, at most one image more than an even share.
            shards[0].Expected.TotalSeconds.ShouldBeLessThanOrEqualTo(least + builds
                .Max(build => build.Duration ?? TimeSpan.FromSeconds(900))
                .TotalSeconds + 0.001);
            Sharding.Of(builds, most).Select(shard => string.Join(' ', shard.Images)).ShouldBe(shards.Select(shard =>
                string.Join(' ', shard.Images)));
        }
    }

    [Fact]
    public async Task A_level_is_how_deep_an_image_stands_on_others_whatever_its_group()
    {
        var family = (await Families.LoadAsync(Families.Five)).Family;
        var levels = FamilyLevels.Of(family);

        family.Images.Select(image => $"{image.Name} {levels[image.Name]}")
            .ShouldBe(["base 1", "engine 2", "planner 3", "planner-tools 4", "app 4", "leaf 5"]);
        FamilyLevels.CountOf(family).ShouldBe(5);
    }

    private static ExpectedBuild Build(string name, int? seconds) =>
        new(ImageName.Parse(name), seconds is { } known ? TimeSpan.FromSeconds(known) : null);
}
