namespace KegImages.Planning;

/// <summary>How deep each image of a family stands on others of it: what is at one level can be built side by side, once all before it
/// is.</summary>
public static class FamilyLevels
{
    /// <summary>The most levels that are told apart. What stands deeper is of the last one, and built there in its order.</summary>
    public const int Most = 32;

    /// <summary>The level of every image, counted from 1.</summary>
    public static ImmutableDictionary<ImageName, int> Of(Family family) => FamilyOrder.Of(family.Images).Depths
        .ToImmutableDictionary(depth => depth.Key, depth => Math.Min(depth.Value + 1, Most));

    /// <summary>How many levels a family has.</summary>
    public static int CountOf(Family family) => Of(family).Values.DefaultIfEmpty(0).Max();
}
