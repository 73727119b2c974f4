namespace KegImages.Building;

/// <summary>
/// Pushes an image by its tag from an engine's store and returns the digest under which the registry took it. Throws
/// <see cref="FailedException"/> where it did not.
/// </summary>
/// <param name="image">The image by its tag.</param>
/// <param name="onEvent">Is told how far it is, as of a vertex of the build.</param>
/// <param name="cancellationToken">Ends the push.</param>
public delegate Task<Digest> ImagePush(ImageReference image, Action<BuildKitEvent> onEvent, CancellationToken cancellationToken);
