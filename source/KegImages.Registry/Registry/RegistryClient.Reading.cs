using System.Net;
using System.Runtime.InteropServices;

namespace KegImages.Registry;

/// <content>What can be learnt of an image and of a repository.</content>
public sealed partial class RegistryClient
{
    // One child of an index is read: these are the names that Go, and so every registry, gives to processors.
    private static readonly string OwnPlatform = "linux/" + RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => "amd64",
        Architecture.X86 => "386",
        var other => other.ToString().ToLowerInvariant(),
    };

    /// <summary>The manifest under a reference for one platform: of an index the child for this machine's processor, else the first image
    /// in it; null when there is none.</summary>
    public async Task<RegistryManifest?> GetImageManifestAsync(ImageReference reference, CancellationToken cancellationToken) =>
        await GetManifestAsync(reference, cancellationToken) is { } manifest
            ? await GetImageManifestAsync(reference, manifest, cancellationToken) : null;

    /// <summary>The configuration of the image under a reference, of one platform as
    /// <see cref="GetImageManifestAsync(ImageReference, CancellationToken)"/> chooses it; null when there is none.</summary>
    public async Task<ImageConfig?> GetImageConfigAsync(ImageReference reference, CancellationToken cancellationToken) =>
        await GetManifestAsync(reference, cancellationToken) is { } manifest
            ? await GetImageConfigAsync(reference, manifest, cancellationToken) : null;

    /// <summary>The configuration of an image whose manifest was read before, so that a tag that moved meanwhile says nothing; null for
    /// what is no image.</summary>
    public async Task<ImageConfig?> GetImageConfigAsync(ImageReference repository, RegistryManifest manifest,
        CancellationToken cancellationToken)
    {
        if ((await GetImageManifestAsync(repository, manifest, cancellationToken))?.Config is not { } digest)
            return null;
        var blob = await GetBlobAsync(repository, digest, cancellationToken)
            ?? throw new FailedException($"reading {repository}: its configuration {digest} is missing in the registry");
        return ImageConfig.Parse(blob.Span, $"the configuration of {repository}");
    }

    private async Task<RegistryManifest?> GetImageManifestAsync(ImageReference repository, RegistryManifest manifest,
        CancellationToken cancellationToken)
    {
        if (!manifest.IsIndex)
            return manifest;
        // Attestations stand in an index as images of an unknown platform.
        var children = manifest.Manifests.Where(child => child.Platform is { Os: not "unknown" } or null).ToList();
        var child = children.Find(child => $"{child.Platform?.Os}/{child.Platform?.Architecture}" == OwnPlatform)
            ?? children.FirstOrDefault()
            ?? throw new FailedException($"reading {repository}: its index names no image");
        return await GetManifestAsync(repository.At(child.Digest), cancellationToken);
    }

    /// <summary>The bytes that a pull of the image moves, compressed, for one platform as
    /// <see cref="GetImageManifestAsync(ImageReference, CancellationToken)"/> chooses it; null when there is none.</summary>
    public async Task<long?> GetCompressedSizeAsync(ImageReference reference, CancellationToken cancellationToken) =>
        (await GetImageManifestAsync(reference, cancellationToken))?.CompressedSize;

    /// <summary>What an image is there for, platform by platform, in the order of its index; none where there is no image.</summary>
    public async Task<ImmutableArray<PlatformImage>> GetPlatformsAsync(ImageReference reference, CancellationToken cancellationToken)
    {
        if (await GetManifestAsync(reference, cancellationToken) is not { } manifest)
            return [];
        if (!manifest.IsIndex)
            return await GetImageConfigAsync(reference, manifest, cancellationToken) is { } config
                ? [new PlatformImage(config.Platform, manifest.Descriptor.Digest, manifest.CompressedSize)] : [];
        var children = await Task.WhenAll(manifest.Images.Select(child => GetManifestAsync(reference.At(child), cancellationToken)));
        return [.. manifest.PlatformsOfImages.Zip(manifest.Images, children)
            .Select(image => new PlatformImage(image.First, image.Second, image.Third?.CompressedSize))];
    }

    /// <summary>The digest under a reference for whoever removes something; null only where the registry says that there is none.</summary>
    /// <exception cref="FailedException">It is not shown, so that nothing is known of it.</exception>
    public async Task<Digest?> FindDigestAsync(ImageReference reference, CancellationToken cancellationToken)
    {
        var address = RegistryAddress.Of(reference);
        var what = $"reading {reference}";
        var response =
            await transport.SendAsync(address, RegistryScope.Pull, () => ManifestRequest(HttpMethod.Head, address, reference), what,
            cancellationToken);
        if (response.Status == HttpStatusCode.NotFound && !response.IsFromTokenService)
            return null;
        ThrowUnlessSuccess(response, address, what);
        return Digest.TryParse(response.Header("Docker-Content-Digest"), out var digest) ? digest
            : (await FindManifestAsync(reference, cancellationToken))?.Descriptor.Digest;
    }

    /// <summary>The manifest under a reference for whoever removes something; null only where the registry itself says that there is
    /// none.</summary>
    /// <exception cref="FailedException">It is not shown, so that nothing is known of it.</exception>
    public Task<RegistryManifest?> FindManifestAsync(ImageReference reference, CancellationToken cancellationToken) =>
        ReadManifestAsync(reference, (response, _) => IsUnknown(response), cancellationToken);

    /// <summary>The tags of a repository, and whether these are all.</summary>
    /// <exception cref="UnreadableDocumentException">What answers is no list of tags.</exception>
    public async Task<TagListing> ListTagsAsync(ImageReference repository, CancellationToken cancellationToken)
    {
        var address = RegistryAddress.Of(repository);
        var what = $"listing the tags of {repository.Locator}";
        var pages = new TagPages(repository);
        for (Uri? page = address.Of("tags/list?n=100"); page is not null;)
        {
            var uri = page;
            var response = await transport.SendAsync(address, RegistryScope.Pull, () => new HttpRequestMessage(HttpMethod.Get, uri), what,
                cancellationToken);
            if (pages.HasBegun && !response.IsSuccess)
            {
                pages.BreakOff($"a page of it answers {transport.Masked(response.Describe())}");
                break;
            }

            if (IsAbsent(response, address))
                return IsUnknown(response) ? new TagListing(repository, [], null)
                    : TagListing.Hidden(repository, $"the registry answers {transport.Masked(response.Describe())}");
            ThrowUnlessSuccess(response, address, what);
            page = pages.Add(response);
        }

        return pages.Listing;
    }

    // The registry itself says that there is no such thing; a proxy's page, or a refusal, does not.
    private static bool IsUnknown(RegistryResponse response) => response is { Status: HttpStatusCode.NotFound, ErrorCode: not null };
}
