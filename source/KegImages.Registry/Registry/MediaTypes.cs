namespace KegImages.Registry;

/// <summary>The media types of what a registry holds. See
/// <see href="https://github.com/opencontainers/image-spec/blob/v1.1.0/media-types.md"/>.</summary>
internal static class MediaTypes
{
    /// <summary>An OCI image manifest: one platform, or an artifact.</summary>
    public const string OciManifest = "application/vnd.oci.image.manifest.v1+json";

    /// <summary>An OCI index: manifests of several platforms.</summary>
    public const string OciIndex = "application/vnd.oci.image.index.v1+json";

    public const string DockerManifest = "application/vnd.docker.distribution.manifest.v2+json";

    public const string DockerManifestList = "application/vnd.docker.distribution.manifest.list.v2+json";

    public const string OciConfig = "application/vnd.oci.image.config.v1+json";

    /// <summary>A signature of cosign's, where a registry lists what is attached to a manifest.</summary>
    public const string CosignSignature = "application/vnd.dev.cosign.artifact.sig.v1+json";

    /// <summary>What a signature of cosign's is of: the digest that was signed.</summary>
    public const string CosignPayload = "application/vnd.dev.cosign.simplesigning.v1+json";

    /// <summary>A statement about an image, as in-toto has it.</summary>
    public const string InToto = "application/vnd.in-toto+json";

    /// <summary>The configuration of layers that BuildKit keeps for later builds.</summary>
    public const string LayerCache = "application/vnd.buildkit.cacheconfig.v0";

    /// <summary>The empty JSON object, <c>{}</c>: the configuration of an artifact that needs none.</summary>
    public const string OciEmpty = "application/vnd.oci.empty.v1+json";

    /// <summary>All four types of manifests: a request that accepts fewer gets some images converted, with another digest.</summary>
    public static ImmutableArray<string> Manifests { get; } = [OciIndex, OciManifest, DockerManifestList, DockerManifest];

    /// <summary>Whether a layer of this type is fetched from elsewhere, and is in no registry.</summary>
    public static bool IsElsewhere(string mediaType) => mediaType.Contains(".foreign.", StringComparison.Ordinal)
        || mediaType.Contains(".nondistributable.", StringComparison.Ordinal);

    public static bool IsIndex(string mediaType) => mediaType is OciIndex or DockerManifestList;
}
