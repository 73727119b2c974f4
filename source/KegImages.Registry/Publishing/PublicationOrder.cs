namespace KegImages.Publishing;

/// <summary>In which order images are named and copied: parents before children.</summary>
internal static class PublicationOrder
{
    /// <summary>The images by levels: a child's is above that of all its parents in the set, so those of one level may be dealt with at the
    /// same time.</summary>
    public static IReadOnlyList<IReadOnlyList<PublishedImage>> Levels(IReadOnlyCollection<PublishedImage> images)
    {
        // By digest: an image may stand on an older one of a repository in the set, even of its own, and names could lead in a circle.
        var byPin = images.DistinctBy(image => image.Pinned).ToDictionary(image => image.Pinned);
        var levels = new Dictionary<ImageReference, int>();
        return [.. images.GroupBy(image => LevelOf(image.Pinned)).OrderBy(level => level.Key).Select(level => level.ToList())];

        int LevelOf(ImageReference pin) => levels.TryGetValue(pin, out var level)
            ? level
            : levels[pin] = byPin[pin].Parents.Where(parent => parent != pin && byPin.ContainsKey(parent))
                .Select(parent => LevelOf(parent) + 1)
                .DefaultIfEmpty().Max();
    }
}
