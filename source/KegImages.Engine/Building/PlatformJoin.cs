using KegImages.Planning;

namespace KegImages.Building;

/// <summary>
/// Makes one image of those that were built for a step's platforms, puts it under the step's content tag and returns its digest. Throws
/// <see cref="FailedException"/> where it did not.
/// </summary>
/// <param name="step">The step.</param>
/// <param name="parts">The images, each for one platform, by their digests.</param>
/// <param name="cancellationToken">Ends it.</param>
public delegate Task<Digest> PlatformJoin(BuildStep step, IReadOnlyList<BuiltPlatform> parts, CancellationToken cancellationToken);

/// <summary>An image that was pushed by its digest alone, for one platform.</summary>
/// <param name="Platform">The platform, as in <c>--platform</c>.</param>
/// <param name="Image">The image by its digest.</param>
public sealed record BuiltPlatform(string Platform, ImageReference Image);
