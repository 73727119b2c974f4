namespace KegImages.Fingerprints;

/// <summary>All that a fingerprint is made from: facts that were read before.</summary>
public sealed record FingerprintRequest
{
    /// <summary>The Dockerfile's bytes.</summary>
    public required ReadOnlyMemory<byte> Dockerfile { get; init; }

    /// <summary>What the build can see of its main context; <see cref="ContextListing.Empty"/> where it reads none of it.</summary>
    public required ContextListing Context { get; init; }

    /// <summary>The platforms that are built for, the builder's own written out where the image names none: an image for another platform
    /// is another image.</summary>
    public required ImmutableArray<string> Platforms { get; init; }

    /// <summary>The stage that is built; null for the last one.</summary>
    public string? Target { get; init; }

    /// <summary>Which of the images of its repository it is; null where there is but one.</summary>
    public Tag? Variant { get; init; }

    /// <summary>What is attested of a pushed image, each with what decides it; empty where nothing is.</summary>
    public ImmutableSortedDictionary<string, string> Attest { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The build args that are passed and that the Dockerfile or a parent's ONBUILD declares; those that only name a parent are
    /// left out, for the parent itself is an input.</summary>
    public ImmutableSortedDictionary<string, string> Args { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The named contexts that the build uses.</summary>
    public ImmutableSortedDictionary<string, ContextIdentity> Contexts { get; init; } =
        ImmutableSortedDictionary.Create<string, ContextIdentity>(StringComparer.Ordinal);

    /// <summary>What the build fetches with <c>ADD</c>, by the addresses as they may be shown.</summary>
    public ImmutableSortedDictionary<string, RemoteIdentity> Remotes { get; init; } =
        ImmutableSortedDictionary.Create<string, RemoteIdentity>(StringComparer.Ordinal);

    /// <summary>The family's own images that it builds on or copies from.</summary>
    public ImmutableArray<FamilyParent> Parents { get; init; } = [];

    /// <summary>The images from outside the family that it builds on or copies from.</summary>
    public ImmutableArray<ExternalParent> Externals { get; init; } = [];
}

/// <summary>A parent in the family.</summary>
/// <param name="Argument">The ARG that chooses it, so that two parents that change places are seen; null when it is written out.</param>
public sealed record FamilyParent(ImageName Name, Fingerprint Fingerprint, string? Argument = null)
{
    internal FingerprintInput Input => new(InputKind.Parent, Argument is null ? Name.ToString() : $"${Argument}", $"{Name}@{Fingerprint}");
}

/// <summary>A parent outside of the family.</summary>
/// <param name="Reference">The image as the Dockerfile says it after its ARGs are resolved.</param>
/// <param name="Digest">What the reference stands for now: a manifest's digest, or the local image's id where there is no registry to
/// ask.</param>
/// <param name="Argument">The ARG that chooses it; null when it is written out.</param>
public sealed record ExternalParent(ImageReference Reference, Digest Digest, string? Argument = null)
{
    internal FingerprintInput Input =>
        new(InputKind.External, Argument is null ? Reference.Familiar : $"${Argument}", $"{Reference.Familiar}@{Digest}");
}
