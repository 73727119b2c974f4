using KegImages.Planning;

namespace KegImages.Building;

/// <summary>What stands under a content tag when an image is about to be pushed there.</summary>
/// <param name="Digest">Its digest.</param>
/// <param name="Says">What its own labels say.</param>
public sealed record StandingImage(Digest Digest, Evidence Says);
