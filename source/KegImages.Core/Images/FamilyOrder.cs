namespace KegImages.Images;

/// <summary>The order of a graph of images: how deep each stands below the roots, and the cycles that keep some from having a
/// depth.</summary>
/// <param name="Depths">For each image that stands in no cycle and below none, the longest way up to a root; 0 for a root.</param>
internal sealed record FamilyOrder(IReadOnlyDictionary<ImageName, int> Depths, ImmutableArray<ImmutableArray<ImageName>> Cycles)
{
    /// <summary>The order of these images; edges to images that are not among them do not count.</summary>
    public static FamilyOrder Of(IReadOnlyCollection<Image> images)
    {
        var parents = images.ToDictionary(image => image.Name, _ => new List<ImageName>());
        var children = images.ToDictionary(image => image.Name, _ => new List<ImageName>());
        foreach (var image in images)
        {
            foreach (var parent in image.Parents.Select(edge => edge.Member).OfType<ImageName>().Distinct().Where(children.ContainsKey))
            {
                parents[image.Name].Add(parent);
                children[parent].Add(image.Name);
            }
        }

        var depths = Measure(parents, children);
        return new FamilyOrder(depths, FindCycles(parents, depths));
    }

    private static Dictionary<ImageName, int> Measure(Dictionary<ImageName, List<ImageName>> parents,
        Dictionary<ImageName, List<ImageName>> children)
    {
        var depths = new Dictionary<ImageName, int>();
        var waiting = new Dictionary<ImageName, int>();
        foreach (var (name, all) in parents)
            waiting[name] = all.Count;
        var ready = new Queue<ImageName>(parents.Keys.Where(name => parents[name].Count == 0));
        while (ready.TryDequeue(out var name))
        {
            var depth = 0;
            foreach (var parent in parents[name])
                depth = Math.Max(depth, depths[parent] + 1);
            depths[name] = depth;
            foreach (var child in children[name].Where(child => --waiting[child] == 0))
                ready.Enqueue(child);
        }

        return depths;
    }

    // Each image without a depth has a parent without one: walking up ends in a cycle.
    private static ImmutableArray<ImmutableArray<ImageName>> FindCycles(Dictionary<ImageName, List<ImageName>> parents,
        Dictionary<ImageName, int> depths)
    {
        var cycles = ImmutableArray.CreateBuilder<ImmutableArray<ImageName>>();
        var seen = new HashSet<ImageName>();
        foreach (var start in parents.Keys.Where(name => !depths.ContainsKey(name))
            .OrderBy(name => name.ToString(), StringComparer.Ordinal))
        {
            var walk = new List<ImageName>();
            var name = start;
            while (seen.Add(name))
            {
                walk.Add(name);
                name = parents[name].Where(parent => !depths.ContainsKey(parent))
                    .MinBy(parent => parent.ToString(), StringComparer.Ordinal)!;
            }

            if (walk.IndexOf(name) is var entry and >= 0)
                cycles.Add(FromLeast([.. walk.Skip(entry).Reverse()]));
        }

        return cycles.ToImmutable();
    }

    private static ImmutableArray<ImageName> FromLeast(ImmutableArray<ImageName> cycle)
    {
        var least = cycle.IndexOf(cycle.MinBy(name => name.ToString(), StringComparer.Ordinal)!);
        return [.. cycle.Skip(least), .. cycle.Take(least)];
    }
}
