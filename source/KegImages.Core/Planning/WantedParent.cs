namespace KegImages.Planning;

/// <summary>A parent in the family that an image of this run stands on.</summary>
/// <param name="Name">The parent.</param>
/// <param name="KnownBy">The digests that mean it: the registry's; of an image that is only in the engine its id, and those under which
/// registries took it.</param>
public sealed record WantedParent(ImageName Name, ImmutableArray<Digest> KnownBy)
{
    /// <summary>The parents in the family of an image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="knownBy">The digests that mean what a parent is in this run.</param>
    public static ImmutableArray<WantedParent> Of(Image image, Func<Parent, ImmutableArray<Digest>> knownBy) =>
        [.. image.Parents.Where(edge => edge.Member is not null).Select(edge => new WantedParent(edge.Member!, knownBy(edge)))];

    /// <summary>Parents that are known by one digest each.</summary>
    public static ImmutableArray<WantedParent> Of(FamilyParents parents) =>
        [.. parents.All.Select(parent => new WantedParent(parent.Name, [parent.Digest]))];
}
