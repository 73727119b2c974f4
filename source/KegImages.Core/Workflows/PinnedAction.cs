namespace KegImages.Workflows;

/// <summary>An action at one commit, and the version that it is.</summary>
internal sealed record PinnedAction(string Name, string Version, string Commit)
{
    public static readonly PinnedAction Checkout = new("actions/checkout", "v7.0.1", "3d3c42e5aac5ba805825da76410c181273ba90b1");
    public static readonly PinnedAction Cache = new("actions/cache", "v5.0.5", "27d5ce7f107fe9357f9df03efb73ab90386fccae");
    public static readonly PinnedAction SetupDotNet = new("actions/setup-dotnet", "v6.0.0", "a98b56852c35b8e3190ac28c8c2271da59106c68");
    public static readonly PinnedAction GitHubScript = new("actions/github-script", "v8.0.0", "ed597411d8f924073f98dfc5c65a23a2325f34cd");
    public static readonly PinnedAction Login = new("docker/login-action", "v4.1.0", "4907a6ddec9925e35a0a9e82d7399ccc52663121");
    public static readonly PinnedAction SetupBuildx = new("docker/setup-buildx-action", "v4.3.0",
        "37fe631027851001ddb9b187196cc803df7f5f0e");
    public static readonly PinnedAction UploadArtifact = new("actions/upload-artifact", "v7.0.0",
        "bbbca2ddaa5d8feaa63e36b76fdaad77386f024f");
    public static readonly PinnedAction SetupQemu = new("docker/setup-qemu-action", "v4.2.0", "96fe6ef7f33517b61c61be40b68a1882f3264fb8");
    public static readonly PinnedAction DownloadArtifact = new("actions/download-artifact", "v8.0.0",
        "70fc10c6e5e1ce46ad2ea6f2b72d43f7d47b13c3");
    public static readonly PinnedAction AttestProvenance = new("actions/attest-build-provenance", "v4.1.0",
        "a2bbfa25375fe432b6a289bc6b6cd05ecd0c4c32");

    public static readonly PinnedAction CosignInstaller = new("sigstore/cosign-installer", "v3.9.2",
        "d58896d6a1865668819e1d91763c7751a165e159");

    /// <summary>All that workflows use.</summary>
    public static ImmutableArray<PinnedAction> All =>
        [Checkout, Cache, UploadArtifact, DownloadArtifact, SetupDotNet, GitHubScript, AttestProvenance, Login, SetupBuildx, SetupQemu,
            CosignInstaller];

    public Yaml ToYaml() => new YamlScalar($"{Name}@{Commit}", Version);
}
