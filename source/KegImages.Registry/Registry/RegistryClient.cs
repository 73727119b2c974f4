using System.Net;
using KegImages.Logins;

namespace KegImages.Registry;

/// <summary>A client of OCI registries over one pool of connections; safe for concurrent use. Loopback registries speak plain HTTP, all
/// others HTTPS. See <see href="https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md"/>. Every member throws
/// <see cref="WrongUseException"/> where a login or a right is missing, naming <c>docker login</c>, and <see cref="FailedException"/> when
/// the registry does not answer, answers an error after all tries, or sends content that its digest does not fit.</summary>
public sealed partial class RegistryClient : IDisposable
{
    private readonly RegistryTransport transport;

    /// <summary>A client that finds its logins in a source.</summary>
    public RegistryClient(ICredentialSource credentials, RegistryOptions? options = null) =>
        transport = new RegistryTransport(credentials, options ?? new RegistryOptions());

    /// <summary>How many requests were sent so far, those to token services and repeated ones included.</summary>
    public long Requests => transport.Requests;

    /// <summary>Those that are not answered yet.</summary>
    public OpenRequests Open => transport.Open;

    /// <inheritdoc/>
    public void Dispose() => transport.Dispose();

    /// <summary>What is under a reference; null when there is nothing. With a login, a refusal to show it counts as nothing as well:
    /// registries such as GHCR answer so for what does not exist, and <see cref="CheckPushAccessAsync"/> tells the two apart.</summary>
    public async Task<ManifestDescriptor?> HeadAsync(ImageReference reference, CancellationToken cancellationToken)
    {
        var address = RegistryAddress.Of(reference);
        var what = $"reading {reference}";
        var response = await transport.SendAsync(address, RegistryScope.Pull, () => ManifestRequest(HttpMethod.Head, address, reference),
            what, cancellationToken);
        if (IsAbsent(response, address))
            return null;
        ThrowUnlessSuccess(response, address, what);
        if (!Digest.TryParse(response.Header("Docker-Content-Digest"), out var digest)
            || !long.TryParse(response.Header("Content-Length"), NumberStyles.None, CultureInfo.InvariantCulture, out var size))
            return (await GetManifestAsync(reference, cancellationToken))?.Descriptor;
        Content.ThrowUnlessSame(reference.Digest, digest, what);
        return new ManifestDescriptor(digest, MediaType(response), size);
    }

    /// <summary>The manifest under a reference, its exact bytes; null when there is none, as with <see cref="HeadAsync"/>.</summary>
    public Task<RegistryManifest?> GetManifestAsync(ImageReference reference, CancellationToken cancellationToken) =>
        ReadManifestAsync(reference, IsAbsent, cancellationToken);

    /// <summary>Puts a manifest's exact bytes under a reference's tag, or under its digest.</summary>
    /// <param name="reference">Where to; with a tag or a digest.</param>
    /// <param name="bytes">The exact bytes.</param>
    /// <param name="mediaType">The media type that they came with.</param>
    public async Task<ManifestDescriptor> PutManifestAsync(
        ImageReference reference, ReadOnlyMemory<byte> bytes, string mediaType, CancellationToken cancellationToken)
    {
        var offer = await OfferManifestAsync(reference, bytes, mediaType, cancellationToken);
        return offer.Stored ?? throw new FailedException($"putting {reference} failed: {offer.Refusal}");
    }

    /// <summary>Puts a tag on what a reference names, in the same repository: no layer is moved.</summary>
    /// <exception cref="FailedException">There is nothing under the reference.</exception>
    public async Task<ManifestDescriptor> CopyTagAsync(ImageReference source, Tag tag, CancellationToken cancellationToken)
    {
        var manifest = await GetManifestAsync(source, cancellationToken)
            ?? throw new FailedException($"tagging {source} as '{tag}': there is no such image");
        return await PutManifestAsync(source.With(tag), manifest.Bytes, manifest.Descriptor.MediaType, cancellationToken);
    }

    /// <summary>Deletes the manifest with the reference's digest, and with it every tag on it.</summary>
    public async Task<DeleteOutcome> DeleteManifestAsync(ImageReference reference, CancellationToken cancellationToken)
    {
        if (reference.Digest is null)
            throw new ArgumentException($"'{reference}' has no digest: a registry deletes by digest, and all tags of it",
                nameof(reference));
        var address = RegistryAddress.Of(reference);
        var what = $"deleting {reference}";
        var response = await transport.SendAsync(
            address, RegistryScope.Delete, () =>
                new HttpRequestMessage(HttpMethod.Delete, ManifestUri(address, reference)), what, cancellationToken);
        if (response.Status == HttpStatusCode.NotFound)
            return DeleteOutcome.NotFound;
        if (response.Status == HttpStatusCode.MethodNotAllowed || response.ErrorCode == "UNSUPPORTED")
            return DeleteOutcome.NotSupported;
        ThrowUnlessSuccess(response, address, what);
        return DeleteOutcome.Deleted;
    }

    /// <summary>Puts a manifest, and tells apart a registry that does not take such a thing from one that fails. Only reading it back tells
    /// that it is there.</summary>
    internal async Task<(ManifestDescriptor? Stored, string? Refusal)> OfferManifestAsync(
        ImageReference reference, ReadOnlyMemory<byte> bytes, string mediaType, CancellationToken cancellationToken)
    {
        var address = RegistryAddress.Of(reference);
        var what = $"putting {reference}";
        var response = await transport.SendAsync(address, RegistryScope.Push, Compose, what, cancellationToken);
        if (response.Status is HttpStatusCode.BadRequest or HttpStatusCode.MethodNotAllowed or HttpStatusCode.UnsupportedMediaType
            or HttpStatusCode.UnprocessableEntity)
            return (null, transport.Masked(response.Describe()));
        ThrowUnlessSuccess(response, address, what);
        if (Digest.TryParse(response.Header("Docker-Content-Digest"), out var stored))
            Content.ThrowUnlessIs(stored, bytes.Span, what);
        return (new ManifestDescriptor(Digest.Of(bytes.Span), mediaType, bytes.Length), null);

        HttpRequestMessage Compose()
        {
            var content = new ReadOnlyMemoryContent(bytes);
            content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
            return new HttpRequestMessage(HttpMethod.Put, ManifestUri(address, reference)) { Content = content };
        }
    }

    private async Task<RegistryManifest?> ReadManifestAsync(ImageReference reference, Func<RegistryResponse, RegistryAddress, bool> isNone,
        CancellationToken cancellationToken)
    {
        var address = RegistryAddress.Of(reference);
        var what = $"reading the manifest of {reference}";
        var response = await transport.SendAsync(address, RegistryScope.Pull, () => ManifestRequest(HttpMethod.Get, address, reference),
            what, cancellationToken);
        if (isNone(response, address))
            return null;
        ThrowUnlessSuccess(response, address, what);
        Content.ThrowUnlessIs(reference.Digest, response.Body, what);
        if (Digest.TryParse(response.Header("Docker-Content-Digest"), out var digest))
            Content.ThrowUnlessIs(digest, response.Body, what);
        return RegistryManifest.Parse(response.Body, MediaType(response), $"the manifest of {reference}");
    }

    private static HttpRequestMessage ManifestRequest(HttpMethod method, RegistryAddress address, ImageReference reference)
    {
        var request = new HttpRequestMessage(method, ManifestUri(address, reference));
        foreach (var type in MediaTypes.Manifests)
            request.Headers.Accept.ParseAdd(type);
        return request;
    }

    private static Uri ManifestUri(RegistryAddress address, ImageReference reference) =>
        address.Of($"manifests/{reference.Digest?.ToString() ?? reference.Tag?.ToString() ?? "latest"}");

    private static string MediaType(RegistryResponse response) =>
        response.Header("Content-Type")?.Split(';')[0].Trim() ?? MediaTypes.OciManifest;

    // With a wrong password nothing is absent: only what the registry may mean by "there is no such thing" is.
    private bool IsAbsent(RegistryResponse response, RegistryAddress address) =>
        (response.Status == HttpStatusCode.NotFound && !response.IsFromTokenService)
        || (response.IsDenied && transport.HasLogin(address)
        && (response.IsFromTokenService ? response.ErrorCode == "DENIED" : response.ErrorCode is null or "DENIED"));

    private void ThrowUnlessSuccess(RegistryResponse response, RegistryAddress address, string what)
    {
        if (!response.IsSuccess)
            throw RegistryFailure.Of(response, address, what, transport.HasLogin(address), transport.LoginProblem(address),
                transport.Masked);
    }
}
