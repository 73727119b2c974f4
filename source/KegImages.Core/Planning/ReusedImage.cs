namespace KegImages.Planning;

/// <summary>An image in scope that is not built, because the same inputs were built before.</summary>
/// <param name="Image">The image.</param>
/// <param name="Reason">Why, as a clause for people.</param>
/// <param name="Pinned">The existing image: by digest in a registry, by content tag in the engine's store.</param>
/// <param name="Content">The provider's repository with its content tag.</param>
/// <param name="Tags">The references that name it when all is green.</param>
public sealed record ReusedImage(ImageDefinition Image, string Reason, ImageReference Pinned, ImageReference Content,
    ImmutableArray<ImageReference> Tags);
