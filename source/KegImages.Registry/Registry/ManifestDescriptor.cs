namespace KegImages.Registry;

/// <summary>What a registry has under a reference.</summary>
/// <param name="Digest">The digest of the manifest's bytes.</param>
/// <param name="Size">The manifest's own size in bytes, not that of the image.</param>
public sealed record ManifestDescriptor(Digest Digest, string MediaType, long Size);
