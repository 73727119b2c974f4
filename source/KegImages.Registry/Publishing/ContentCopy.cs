using System.Collections.Concurrent;
using KegImages.Registry;

namespace KegImages.Publishing;

/// <summary>
/// Brings images to another provider, digest by digest and without an engine: only what is missing there, and what one of its repositories
/// has is not moved once more. No tag is put.
/// </summary>
/// <param name="registries">The client.</param>
/// <param name="provider">Where to.</param>
internal sealed class ContentCopy(RegistryClient registries, Provider provider)
{
    private const int MostAtOnce = 4;

    /// <summary>Whether signatures come along with what they are about, also where that is there already.</summary>
    public bool BringsSignatures { get; init; }

    // Where at the provider a blob is known to be.
    private readonly ConcurrentDictionary<Digest, ImageReference> holders = [];
    private readonly ConcurrentDictionary<ImageReference, bool> done = [];

    /// <summary>Brings images there, parents before children, so that these find their layers.</summary>
    /// <exception cref="FailedException">A registry failed, or does not have what an image consists of; no tag was moved.</exception>
    public async Task CopyAsync(IReadOnlyCollection<PublishedImage> images, CancellationToken cancellationToken)
    {
        foreach (var level in PublicationOrder.Levels(images))
        {
            await Parallel.ForEachAsync(level,
                new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce, CancellationToken = cancellationToken },
                async (image, token) => await CopyAsync(image, token));
        }
    }

    /// <summary>Brings a blob into the repository of this provider's that has the name of the one that it comes from.</summary>
    public Task CopyBlobAsync(ImageReference from, ImageReference to, Digest digest, long size, CancellationToken cancellationToken) =>
        CopyBlobAsync(from, to, digest, size, [], cancellationToken);

    private async Task CopyAsync(PublishedImage image, CancellationToken cancellationToken)
    {
        var there = provider.Of(image.Name).At(image.Digest);
        if (!done.TryAdd(there, true))
            return;
        if (await registries.HeadAsync(there, cancellationToken) is null)
            await CopyAsync(image, there, cancellationToken);
        if (BringsSignatures)
            await CopySignaturesAsync(image.Pinned, there, cancellationToken);
    }

    private async Task CopyAsync(PublishedImage image, ImageReference there, CancellationToken cancellationToken)
    {
        var parents = (image.StandsOn ?? FamilyParents.None).All.Select(parent => provider.Of(parent.Name)).Distinct().ToList();
        var manifest = image.Manifest ?? await ReadAsync(image.Pinned, cancellationToken);
        await CopyAsync(image.Pinned, there, manifest, parents, cancellationToken);
    }

    // Where the registry lists what is attached to an image, they are in that list; else under a tag of the image's digest.
    private async Task CopySignaturesAsync(ImageReference from, ImageReference to, CancellationToken cancellationToken)
    {
        var tag = SignatureTag.Of(to.Digest!);
        if (await registries.GetManifestAsync(from.With(tag), cancellationToken) is { IsSignature: true } signature
            && (await registries.HeadAsync(to.With(tag), cancellationToken))?.Digest != signature.Descriptor.Digest)
            await CopyAsync(from, to.With(tag), signature, [], cancellationToken);
        foreach (var listed in (await registries.ReferrersAsync(from, cancellationToken) ?? [])
            .Where(listed => listed.ArtifactType == MediaTypes.CosignSignature))
        {
            if (await registries.HeadAsync(to.At(listed.Digest), cancellationToken) is null)
                await CopyAsync(from, to.At(listed.Digest), await ReadAsync(from.At(listed.Digest), cancellationToken), [],
                    cancellationToken);
        }
    }

    // What a manifest names is there before it is: a registry refuses it otherwise.
    private async Task CopyAsync(ImageReference from, ImageReference to, RegistryManifest manifest, IReadOnlyList<ImageReference> parents,
        CancellationToken cancellationToken)
    {
        foreach (var child in manifest.Manifests)
        {
            var there = to.At(child.Digest);
            if (await registries.HeadAsync(there, cancellationToken) is null)
                await CopyAsync(from, there, await ReadAsync(from.At(child.Digest), cancellationToken), parents, cancellationToken);
        }

        foreach (var blob in manifest.Blobs)
            await CopyBlobAsync(from, to, blob.Digest, blob.Size, parents, cancellationToken);
        using var write = BegunWrite.Begin(cancellationToken);
        await registries.PutManifestAsync(to.Tag is null ? to.At(manifest.Descriptor.Digest) : to, manifest.Bytes,
            manifest.Descriptor.MediaType, write.Token);
    }

    private async Task CopyBlobAsync(ImageReference from, ImageReference to, Digest digest, long size,
        IReadOnlyList<ImageReference> parents, CancellationToken cancellationToken)
    {
        if (await registries.HasBlobAsync(to, digest, cancellationToken) || await MountAsync(from, to, digest, parents, cancellationToken))
        {
            holders.TryAdd(digest, to);
            return;
        }

        await registries.CopyBlobAsync(from, to, digest, size, cancellationToken);
        holders[digest] = to;
    }

    // Where the blob is known to be, else where it may be: an image has the layers of the one that it stands on.
    private async Task<bool> MountAsync(ImageReference from, ImageReference to, Digest digest, IReadOnlyList<ImageReference> parents,
        CancellationToken cancellationToken)
    {
        foreach (var place in holders.TryGetValue(digest, out var holder) ? [holder] : parents.Prepend(from))
        {
            if (place.Locator != to.Locator && await registries.MountBlobAsync(place, to, digest, cancellationToken))
                return true;
        }

        return false;
    }

    private async Task<RegistryManifest> ReadAsync(ImageReference pinned, CancellationToken cancellationToken) =>
        await registries.GetManifestAsync(pinned, cancellationToken) ?? throw new FailedException($"{pinned} is not in the registry");
}
