namespace KegImages.Pipeline;

/// <summary>What was read for an image's fingerprint.</summary>
/// <param name="Image">Whose they are.</param>
/// <param name="Dockerfile">Its Dockerfile's bytes.</param>
/// <param name="Context">Its context after <c>.dockerignore</c>.</param>
internal sealed record ImageFiles(ImageName Image, byte[] Dockerfile, ContextListing Context);
