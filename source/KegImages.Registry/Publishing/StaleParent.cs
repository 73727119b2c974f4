namespace KegImages.Publishing;

/// <summary>An image whose parent in the family is not the one that is published beside it.</summary>
/// <param name="Child">The image.</param>
/// <param name="Parent">The parent.</param>
/// <param name="StandsOn">The parent's digest that the image was built on.</param>
/// <param name="Published">The parent's digest that is published.</param>
public sealed record StaleParent(ImageName Child, ImageName Parent, Digest StandsOn, Digest Published)
{
    /// <summary>
    /// Those of the images that a publication puts its tags on: the parent is published with them, or stands in the record that they join.
    /// </summary>
    public static ImmutableArray<StaleParent> In(Publication publication)
    {
        var published = (publication.Current?.Images ?? []).ToDictionary(image => image.Name, image => image.Digest);
        foreach (var image in publication.Images)
            published[image.Name] = image.Digest;
        return [.. publication.Images.SelectMany(image => Of(image.Name, image.StandsOn, published))];
    }

    /// <summary>Those of the images that stay in the record that a publication joins, because it moves their parent and not them.</summary>
    public static ImmutableArray<StaleParent> LeftBehind(Publication publication)
    {
        var published = publication.Images.ToDictionary(image => image.Name, image => image.Digest);
        var staying = publication.Current?.Images.Where(image => !published.ContainsKey(image.Name)) ?? [];
        return [.. staying.SelectMany(image => Of(image.Name, image.StandsOn, published))];
    }

    /// <summary>Both images, for people.</summary>
    public override string ToString() =>
        $"{Child} stands on {Parent} {StandsOn.Abbreviated}, and {Parent} {Published.Abbreviated} is published beside it";

    // One name may be used at several tags: one of them has to be what is published.
    private static IEnumerable<StaleParent> Of(ImageName child, FamilyParents? standsOn, Dictionary<ImageName, Digest> published) =>
        from parent in (standsOn ?? FamilyParents.None).All.GroupBy(parent => parent.Name, parent => parent.Digest)
        let there = published.GetValueOrDefault(parent.Key)
        where there is not null && !parent.Contains(there)
        select new StaleParent(child, parent.Key, parent.First(), there);
}
