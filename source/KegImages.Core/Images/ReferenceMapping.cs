namespace KegImages.Images;

/// <summary>Reads references as <c>keg.yml</c> and the Dockerfiles write them where images really live: below the provider of this
/// run.</summary>
/// <param name="Family">Which references are the family's own, by the provider that <c>keg.yml</c> names.</param>
public sealed record ReferenceMapping(Membership Family, Provider Used)
{
    /// <summary>Where the image of an edge really lives: one of the family below the used provider, another where it says.</summary>
    public ImageReference PlaceOf(Parent edge) => edge.Member is { } member ? Below(member, edge.Reference) : edge.Reference;

    /// <summary>The reference to use for a written one: below the used provider when it was written below the other, or by a name alone
    /// that means the family; itself otherwise.</summary>
    /// <param name="child">The image that is built on it; null where it is not about that.</param>
    public ImageReference Map(ImageReference written, ImageName? child = null) => Family.Of(written, child) switch
    {
        Belonging.Member member => Below(member.Name, written),
        Belonging.Unpublished other => Below(other.Name, written),
        Belonging.Itself self => Below(self.Name, written),
        Belonging.Unknown unknown => Below(unknown.Name, written),
        _ => written,
    };

    /// <summary>An image of the family below the used provider, at the tag and digest of a reference.</summary>
    public ImageReference Below(ImageName name, ImageReference written)
    {
        var repository = Used.Of(name);
        return ImageReference.Of(repository.Registry, repository.Repository, written.Tag, written.Digest);
    }
}
