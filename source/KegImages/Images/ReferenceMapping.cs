namespace KegImages.Images;

/// <summary>Reads references as <c>keg.yml</c> and the Dockerfiles write them where images really live: below the provider of this run.</summary>
/// <param name="Written">The provider that <c>keg.yml</c> names.</param>
/// <param name="Used">The provider of this run.</param>
public sealed record ReferenceMapping(Provider Written, Provider Used)
{
    /// <summary>The reference to use for a written one: below the used provider when it was written below the other, itself otherwise.</summary>
    public ImageReference Map(ImageReference written) =>
        Written.Holds(written) && ImageName.TryParse(written.Name, out var name)
            ? ImageReference.Of(Used.Registry, $"{Used.Namespace}/{name}", written.Tag, written.Digest)
            : written;
}
