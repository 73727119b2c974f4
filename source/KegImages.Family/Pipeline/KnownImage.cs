namespace KegImages.Pipeline;

/// <summary>What is known of an image that stands in the place of a wanted one.</summary>
/// <param name="Existing">The image.</param>
/// <param name="Recorded">What the record says of it; null where none does.</param>
/// <param name="InPlace">The tags of this run that are on it.</param>
internal sealed record KnownImage(ExistingImage Existing, RecordedImage? Recorded, ImmutableArray<Tag> InPlace)
{
    /// <summary>Whether only a record says that it is there.</summary>
    public bool IsHearsay { get; init; }

    /// <summary>Whether only the tag's own record says that it is there, as it is believed of most images of a large set.</summary>
    public bool IsBelieved { get; init; }

    /// <summary>Whether what it says of itself is what is wanted; else it only tells why the image is built.</summary>
    public bool IsWanted { get; init; }

    /// <summary>Its manifest, where it was read.</summary>
    public RegistryManifest? Manifest { get; init; }
}
