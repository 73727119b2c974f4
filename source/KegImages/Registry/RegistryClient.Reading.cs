using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using KegImages.Images;

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

    /// <summary>
    /// The manifest under a reference for one platform: of an index the child for this machine's processor, else the first image in it;
    /// null when there is none.
    /// </summary>
    public async Task<RegistryManifest?> GetImageManifestAsync(ImageReference reference, CancellationToken cancellationToken) =>
        await GetManifestAsync(reference, cancellationToken) is { } manifest ? await GetImageManifestAsync(reference, manifest, cancellationToken) : null;

    /// <summary>The configuration of the image under a reference, of one platform as <see cref="GetImageManifestAsync(ImageReference, CancellationToken)"/> chooses it; null when there is none.</summary>
    public async Task<ImageConfig?> GetImageConfigAsync(ImageReference reference, CancellationToken cancellationToken) =>
        await GetManifestAsync(reference, cancellationToken) is { } manifest ? await GetImageConfigAsync(reference, manifest, cancellationToken) : null;

    /// <summary>The configuration of an image whose manifest was read before, so that a tag that moved meanwhile says nothing; null for what is no image.</summary>
    /// <param name="repository">Where the image is.</param>
    /// <param name="manifest">Its manifest, or its index.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ImageConfig?> GetImageConfigAsync(ImageReference repository, RegistryManifest manifest, CancellationToken cancellationToken)
    {
        if ((await GetImageManifestAsync(repository, manifest, cancellationToken))?.Config is not { } digest)
            return null;
        var blob = await GetBlobAsync(repository, digest, cancellationToken)
            ?? throw new FailedException($"reading {repository}: its configuration {digest} is missing in the registry");
        return ImageConfig.Parse(blob.Span);
    }

    private async Task<RegistryManifest?> GetImageManifestAsync(ImageReference repository, RegistryManifest manifest, CancellationToken cancellationToken)
    {
        if (!manifest.IsIndex)
            return manifest;
        // Attestations stand in an index as images of an unknown platform.
        var children = manifest.Manifests.Where(child => child.Platform is { Os: not "unknown" } or null).ToList();
        var child = children.Find(child => $"{child.Platform?.Os}/{child.Platform?.Architecture}" == OwnPlatform) ?? children.FirstOrDefault()
            ?? throw new FailedException($"reading {repository}: its index names no image");
        return await GetManifestAsync(repository.At(Digest.Parse(child.Digest)), cancellationToken);
    }

    /// <summary>The bytes that a pull of the image moves, compressed, for one platform as <see cref="GetImageManifestAsync(ImageReference, CancellationToken)"/> chooses it; null when there is none.</summary>
    public async Task<long?> GetCompressedSizeAsync(ImageReference reference, CancellationToken cancellationToken) =>
        (await GetImageManifestAsync(reference, cancellationToken))?.CompressedSize;

    /// <summary>All tags of a repository, in ordinal order; none when there is no such repository.</summary>
    public async Task<ImmutableArray<Tag>> ListTagsAsync(ImageReference repository, CancellationToken cancellationToken)
    {
        var address = RegistryAddress.Of(repository);
        var what = $"listing the tags of {repository.Locator}";
        var tags = new SortedSet<string>(StringComparer.Ordinal);
        var visited = new HashSet<Uri>();
        for (Uri? page = address.Of("tags/list?n=100"); page is not null && visited.Add(page);)
        {
            var uri = page;
            var response = await transport.SendAsync(address, RegistryScope.Pull, () => new HttpRequestMessage(HttpMethod.Get, uri), what, cancellationToken);
            if (IsAbsent(response, address))
                break;
            ThrowUnlessSuccess(response, address, what);
            tags.UnionWith(TagsOf(response, what));
            page = NextPage(response);
        }

        return [.. tags.Select(Tag.Parse)];
    }

    private static IEnumerable<string> TagsOf(RegistryResponse response, string what)
    {
        try
        {
            // A repository whose tags are all deleted answers null.
            return (JsonSerializer.Deserialize(response.Body, RegistryJson.Default.TagsDocument)?.Tags ?? []).Where(tag => Tag.TryParse(tag, out _));
        }
        catch (JsonException exception)
        {
            throw new FailedException($"{what} failed: the answer is not JSON: {exception.Message}", exception);
        }
    }

    private static Uri? NextPage(RegistryResponse response) =>
        response.Headers["Link"].Select(link => NextLink().Match(link)).FirstOrDefault(match => match.Success) is { } next
        && Uri.TryCreate(response.Address, next.Groups["uri"].Value, out var page) && page.Authority == response.Address.Authority
            ? page
            : null;

    [GeneratedRegex("""<(?<uri>[^>]+)>\s*;[^,]*\brel="?next"?""")]
    private static partial Regex NextLink();
}
