using KegImages.Planning;

namespace KegImages.LockedPlans;

/// <summary>Images that one job builds, or makes of what other jobs built of them.</summary>
/// <param name="Name">The level and the number in it: <c>2.1</c>; of those that are joined <c>2.join</c>.</param>
/// <param name="Level">How deep its images stand on others of the family, counted from 1.</param>
/// <param name="ExpectedSeconds">How long it is expected to take.</param>
/// <param name="Images">The images, parents before children.</param>
/// <param name="Runner">The labels of the machine that it needs; none for the usual one.</param>
/// <param name="Platforms">The platforms that are built of its images, each a part of one; none where they are built whole.</param>
/// <param name="Joins">Whether its images are made of their parts, and nothing is built.</param>
internal sealed record LockedShard(string Name, int Level, int ExpectedSeconds, ImmutableArray<ImageName> Images,
    ImmutableArray<string> Runner, ImmutableArray<string> Platforms, bool Joins)
{
    /// <summary>Whether it builds parts of images.</summary>
    [JsonIgnore]
    public bool IsOfParts => !Platforms.IsEmpty;

    /// <summary>The shards of what is built, level by level.</summary>
    /// <param name="family">The family.</param>
    /// <param name="built">The images that are built.</param>
    /// <param name="durationOf">How long an image took before; null where nobody knows.</param>
    /// <param name="most">The most shards of a level.</param>
    /// <param name="runners">The machines of platforms that have one.</param>
    public static ImmutableArray<LockedShard> Of(Family family, IEnumerable<ImageName> built, Func<ImageName, TimeSpan?> durationOf,
        int most, NativeRunners runners)
    {
        var wanted = built.ToHashSet();
        if (wanted.Count == 0)
            return [];
        var levels = FamilyLevels.Of(family);
        return [.. family.Images.Where(image => wanted.Contains(image.Name)).GroupBy(image => levels[image.Name])
            .OrderBy(level => level.Key).SelectMany(level => Of(level.Key, [.. level], durationOf, most, runners))];
    }

    private static IEnumerable<LockedShard> Of(int level, List<Image> images, Func<ImageName, TimeSpan?> durationOf, int most,
        NativeRunners runners)
    {
        // What stands on each other is built by one, and whole.
        if (level == FamilyLevels.Most)
        {
            var last = Sharding.Of([.. images.Select(image => new ExpectedBuild(image.Name, durationOf(image.Name)))], 1)[0];
            yield return new LockedShard($"{level}.1", level, Seconds(last), last.Images, [], [], false);
            yield break;
        }

        var parts = images.SelectMany(image => runners.PartsOf(image)).ToList();
        var number = 0;
        foreach (var kind in parts.GroupBy(part => part.Kind, StringComparer.Ordinal))
        {
            var share = parts.Count <= most ? kind.Count() : Math.Max(1, most * kind.Count() / parts.Count);
            foreach (var shard in Sharding.Of([.. kind.Select(part => new ExpectedBuild(part.Image, durationOf(part.Image)))], share))
                yield return new LockedShard($"{level}.{++number}", level, Seconds(shard), shard.Images, kind.First().Runner,
                    kind.First().Platforms, false);
        }

        ImmutableArray<ImageName> divided = [.. images.Where(runners.IsDivided).Select(image => image.Name)];
        if (!divided.IsEmpty)
            yield return new LockedShard($"{level}.join", level, 0, divided, [], [], true);
    }

    private static int Seconds(Shard shard) => (int)Math.Ceiling(shard.Expected.TotalSeconds);
}
