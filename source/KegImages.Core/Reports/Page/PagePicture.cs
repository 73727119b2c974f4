namespace KegImages.Reports.Page;

/// <summary>
/// The images of a page that a picture of it shows. Nobody reads a graph of thousands of boxes, and a browser hardly draws it: beyond
/// <see cref="MostDrawn"/> images those come first that change, then those that others stand on, each with what it stands on itself.
/// </summary>
/// <param name="Images">What is drawn, in the page's order.</param>
/// <param name="All">How many it is of.</param>
internal sealed record PagePicture(ImmutableArray<PageImage> Images, int All)
{
    /// <summary>As many images as are drawn at most.</summary>
    public const int MostDrawn = 500;

    /// <summary>Which images are drawn, as a clause; null where all are.</summary>
    public string? Note => Images.Length == All ? null
        : string.Create(CultureInfo.InvariantCulture,
            $"{Images.Length} of {All} images are drawn: first what changes, then what others stand on");

    /// <summary>The picture of all images.</summary>
    public static PagePicture OfAll(ImmutableArray<PageImage> images)
    {
        if (images.Length <= MostDrawn)
            return new(images, images.Length);
        var parents = images.SelectMany(image => image.Parents).Where(parent => parent.IsMember).Select(parent => parent.Name)
            .ToHashSet(StringComparer.Ordinal);
        return Drawn(images, images.OrderBy(image => !image.IsChanged).ThenBy(image => !parents.Contains(image.Name)), images.Length);
    }

    /// <summary>The picture of what changes and what it stands on; of nothing where that is all or none.</summary>
    public static PagePicture OfChanged(ImmutableArray<PageImage> images)
    {
        var kept = WithParents(images);
        foreach (var image in images.Where(image => image.IsChanged))
            kept.Add(image, int.MaxValue);
        return kept.Count == 0 || kept.Count == images.Length ? new([], images.Length)
            : Drawn(images, images.Where(image => image.IsChanged), kept.Count);
    }

    private static PagePicture Drawn(ImmutableArray<PageImage> images, IEnumerable<PageImage> inTurn, int all)
    {
        var kept = WithParents(images);
        foreach (var image in inTurn)
            kept.Add(image, MostDrawn);
        return new([.. images.Where(kept.Has)], all);
    }

    private static Kept WithParents(ImmutableArray<PageImage> images) =>
        new(images.ToDictionary(image => image.Name, StringComparer.Ordinal));

    /// <summary>Images with all that they stand on.</summary>
    private sealed class Kept(Dictionary<string, PageImage> byName)
    {
        private readonly HashSet<string> names = new(StringComparer.Ordinal);

        public int Count => names.Count;

        public bool Has(PageImage image) => names.Contains(image.Name);

        // An image of which not all has room is left out.
        public void Add(PageImage image, int most)
        {
            var news = new HashSet<string>(StringComparer.Ordinal);
            var open = new Stack<PageImage>([image]);
            while (open.TryPop(out var next) && names.Count + news.Count <= most)
            {
                if (names.Contains(next.Name) || !news.Add(next.Name))
                    continue;
                foreach (var parent in next.Parents.Where(parent => parent.IsMember))
                {
                    if (byName.TryGetValue(parent.Name, out var member))
                        open.Push(member);
                }
            }

            if (names.Count + news.Count <= most)
                names.UnionWith(news);
        }
    }
}
