namespace KegImages.Planning;

/// <summary>An image that is built, and how long that took before; null where nobody knows.</summary>
public readonly record struct ExpectedBuild(ImageName Image, TimeSpan? Duration);

/// <summary>Divides images that can be built side by side among machines, so that all of them are done at about the same time.</summary>
public static class Sharding
{
    /// <summary>How long an image is expected to take where nothing at all is known.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromMinutes(1);

    /// <summary>The images of each shard, the longest shard first; those of one in the order in which they were given.</summary>
    /// <param name="builds">The images. One of unknown duration is taken to be like the middle one of those that are known.</param>
    /// <param name="most">The most shards, at least 1.</param>
    public static ImmutableArray<Shard> Of(IReadOnlyList<ExpectedBuild> builds, int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        var known = builds.Where(build => build.Duration is not null).Select(build => build.Duration!.Value).Order().ToList();
        var usual = known.Count == 0 ? Usual : known[known.Count / 2];
        var shards = Enumerable.Range(0, Math.Min(most, builds.Count)).Select(number => (Number: number, Places: new List<int>())).ToList();
        var open = new PriorityQueue<int, (TimeSpan Sum,
            int Number)>(shards.Select(shard => (shard.Number, (TimeSpan.Zero, shard.Number))));
        // The longest first, each to whoever has least to do: never more than a third above the best that there is.
        foreach (var place in Enumerable.Range(0, builds.Count).OrderByDescending(Expected).ThenBy(place => place))
        {
            open.TryDequeue(out var number, out var load);
            shards[number].Places.Add(place);
            open.Enqueue(number, (load.Sum + Expected(place), number));
        }

        return
        [
            .. shards.Select(shard => new Shard([.. shard.Places.Order().Select(place => builds[place].Image)],
                shard.Places.Aggregate(TimeSpan.Zero, (sum, place) => sum + Expected(place))))
                .OrderByDescending(shard => shard.Expected),
        ];

        TimeSpan Expected(int place) => builds[place].Duration is { } known && known > TimeSpan.Zero ? known : usual;
    }
}

/// <summary>Images that one machine builds.</summary>
/// <param name="Images">The images.</param>
/// <param name="Expected">How long all of them are expected to take, one after the other.</param>
public sealed record Shard(ImmutableArray<ImageName> Images, TimeSpan Expected);
