namespace KegImages.Planning;

/// <summary>An image that was asked for and is left out: it is neither built nor named anew.</summary>
/// <param name="Image">The image.</param>
/// <param name="Reason">Why, as a clause for people.</param>
/// <param name="Pinned">The image that stands for it, by digest.</param>
public sealed record SkippedImage(ImageDefinition Image, string Reason, ImageReference Pinned);
