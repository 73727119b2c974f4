using KegImages.Fingerprints;
using KegImages.Registry;

namespace KegImages.Publishing;

/// <summary>An image that is in the registry under its content tag, and is to be named.</summary>
public sealed record PushedImage
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

    /// <summary>Its manifest, where a record told it; null to ask the registry.</summary>
    public RegistryManifest? Manifest { get; init; }

    /// <summary>The bytes that a pull moves, compressed, where a record told it; null to ask the registry.</summary>
    public long? Size { get; init; }

    /// <summary>Its digest. Throws <see cref="ArgumentException"/> when <see cref="Pinned"/> has none.</summary>
    public Digest Digest => Pinned.Digest ?? throw new ArgumentException($"'{Pinned}' has no digest: only what cannot move is published");
}
