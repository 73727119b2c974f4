namespace KegImages.Proposals;

/// <summary>Divides images by what they are to each other: what others are built on, what stands between, and what nothing is built on. A
/// parent is never in a later group than its child.</summary>
internal static class FamilyGroups
{
    /// <summary>The groups, in the order in which they build on each other, each with what it holds.</summary>
    public static readonly ImmutableArray<(string Name, string Holds)> All =
    [
        ("base", "what is built on none of the others, and others on it"),
        ("keg-hub", "what stands between: built on others, and others on it"),
        ("taps", "what nothing else is built on"),
    ];

    /// <summary>The images with their groups, by group, depth and name.</summary>
    public static ImmutableArray<ProposedImage> Of(ImmutableArray<ProposedImage> images)
    {
        var byName = images.ToDictionary(image => image.Name, StringComparer.Ordinal);
        var parents = images.SelectMany(image => image.Parents).ToHashSet(StringComparer.Ordinal);
        var depths = new Dictionary<string, int>(StringComparer.Ordinal);
        return
        [
            .. images.Select(image => image with { Group = All[OrderOf(image)].Name }).OrderBy(OrderOf)
                .ThenBy(DepthOf).ThenBy(image => image.Name, StringComparer.Ordinal),
        ];

        int OrderOf(ProposedImage image) => !parents.Contains(image.Name) ? 2 : image.Parents.IsEmpty ? 0 : 1;

        int DepthOf(ProposedImage image)
        {
            if (depths.TryGetValue(image.Name, out var depth))
                return depth;
            // What goes round in a circle is refused by the family's own reader, with its path.
            depths[image.Name] = 0;
            return depths[image.Name] = image.Parents.Select(parent => DepthOf(byName[parent]) + 1).DefaultIfEmpty().Max();
        }
    }
}
