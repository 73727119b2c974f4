using KegImages.Fingerprints;
using KegImages.Planning;
using KegImages.Registry;

namespace KegImages.Publishing;

/// <summary>
/// An image that is in the registry under its content tag, and is named: what is known of it before, and what the registry said then.
/// </summary>
public sealed record PublishedImage
{
    /// <summary>Its name.</summary>
    public required ImageName Name { get; init; }

    /// <summary>Its repository with its digest, as the registry said it.</summary>
    public required ImageReference Pinned { get; init; }

    /// <summary>What it is made of; null where that is not known.</summary>
    public Fingerprint? Fingerprint { get; init; }

    /// <summary>All that it is made of, to be kept with the record; null where that is not known.</summary>
    public ImageInputs? Inputs { get; init; }

    /// <summary>The images that it was built on, each with its digest; those of the family are named before it.</summary>
    public ImmutableArray<ImageReference> Parents { get; init; } = [];

    /// <summary>The images of the family among them, as its own label says; null where nobody looked.</summary>
    public FamilyParents? StandsOn { get; init; }

    /// <summary>Tags that were read in this run and are on its digest: they are neither read again nor written.</summary>
    public ImmutableArray<Tag> InPlace { get; init; } = [];

    /// <summary>Its manifest, where a record told it or the registry was asked; null as long as no tag needs it.</summary>
    public RegistryManifest? Manifest { get; init; }

    /// <summary>The bytes that a pull moves, compressed; null before a record told it or the registry was asked.</summary>
    public long? Size { get; init; }

    /// <summary>How long it took when it was last built; null where that is not known.</summary>
    public LastBuild? LastBuild { get; init; }

    /// <summary>The references that name it, the primary tag first; none before it was looked at.</summary>
    public ImmutableArray<ImageReference> Tags { get; init; } = [];

    /// <summary>Those of them that were elsewhere when it was looked at, or nowhere, and so move.</summary>
    public ImmutableArray<ImageReference> Moved { get; init; } = [];

    /// <summary>Its digest. Throws <see cref="ArgumentException"/> when <see cref="Pinned"/> has none.</summary>
    public Digest Digest => Pinned.Digest ?? throw new ArgumentException($"'{Pinned}' has no digest: only what cannot move is published");
}
