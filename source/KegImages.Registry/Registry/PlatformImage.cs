namespace KegImages.Registry;

/// <summary>What a tag has for one platform.</summary>
/// <param name="Platform">The platform: <c>linux/arm64</c>, <c>linux/arm/v7</c>; <c>unknown</c> where an index does not say it.</param>
/// <param name="Digest">The digest of its manifest.</param>
/// <param name="Size">The bytes that a pull of it moves, compressed; null where its manifest is gone.</param>
public sealed record PlatformImage(string Platform, Digest Digest, long? Size)
{
    /// <summary>Whether a build for a platform makes this one. What an index leaves out of a processor's version is any of it: BuildKit says
    /// <c>linux/arm64</c> of <c>linux/arm64/v8</c>.</summary>
    public bool IsFor(string platform) => platform == Platform || platform.StartsWith($"{Platform}/", StringComparison.Ordinal);
}
