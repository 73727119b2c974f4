using System.Net;

namespace KegImages.Registry;

/// <content>Blobs: configurations and small artifacts. Layers are BuildKit's business.</content>
public sealed partial class RegistryClient
{
    /// <summary>A blob's bytes, read whole; null when there is none.</summary>
    public async Task<ReadOnlyMemory<byte>?> GetBlobAsync(ImageReference repository, Digest digest, CancellationToken cancellationToken)
    {
        var address = RegistryAddress.Of(repository);
        var what = $"reading the blob {digest.Abbreviated} of {repository.Locator}";
        var response = await transport.SendAsync(
            address, RegistryScope.Pull, () =>
                new HttpRequestMessage(HttpMethod.Get, address.Of($"blobs/{digest}")), what, cancellationToken);
        if (response.Status == HttpStatusCode.NotFound)
            return null;
        ThrowUnlessSuccess(response, address, what);
        Content.ThrowUnlessIs(digest, response.Body, what);
        return response.Body;
    }

    /// <summary>Uploads a blob, unless the repository has it.</summary>
    public async Task<Digest> PutBlobAsync(ImageReference repository, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var digest = Digest.Of(bytes.Span);
        return await HasBlobAsync(RegistryAddress.Of(repository), digest, cancellationToken) ? digest
            : await PutNewBlobAsync(repository, bytes, cancellationToken);
    }

    /// <summary>Uploads a blob that the repository hardly has: it is not asked for first.</summary>
    public Task<Digest> PutNewBlobAsync(ImageReference repository, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        PutNewBlobAsync(repository, Digest.Of(bytes.Span), Transfer.Small, () => new ReadOnlyMemoryContent(bytes), cancellationToken);

    private async Task<Digest> PutNewBlobAsync(ImageReference repository, Digest digest, Transfer transfer, Func<HttpContent> compose,
        CancellationToken cancellationToken)
    {
        var address = RegistryAddress.Of(repository);
        var what = $"uploading the blob {digest.Abbreviated} to {repository.Locator}";
        var started = await StartUploadAsync(address, what, cancellationToken);
        ThrowUnlessSuccess(started, address, what);
        var location = UploadLocation(started, what);
        var target = new UriBuilder(location);
        target.Query =
            $"{target.Query.TrimStart('?')}{(target.Query.Length > 1 ? "&" : "")}digest={Uri.EscapeDataString(digest.ToString())}";
        var response = await transport.SendAsync(address, RegistryScope.Push, Compose, what, transfer, cancellationToken);
        // An upload that was answered too late is there all the same, and its session is gone.
        if (!response.IsSuccess && !await HasBlobAsync(address, digest, cancellationToken))
            ThrowUnlessSuccess(response, address, what);
        return digest;

        HttpRequestMessage Compose()
        {
            var content = compose();
            content.Headers.TryAddWithoutValidation("Content-Type", "application/octet-stream");
            return new HttpRequestMessage(HttpMethod.Put, target.Uri) { Content = content };
        }
    }

    /// <summary>Whether a repository has a blob.</summary>
    public Task<bool> HasBlobAsync(ImageReference repository, Digest digest, CancellationToken cancellationToken) =>
        HasBlobAsync(RegistryAddress.Of(repository), digest, cancellationToken);

    private async Task<bool> HasBlobAsync(RegistryAddress address, Digest digest, CancellationToken cancellationToken)
    {
        var what = $"looking for the blob {digest.Abbreviated} in {address.Host}/{address.Repository}";
        var response = await transport.SendAsync(
            address, RegistryScope.Push, () =>
                new HttpRequestMessage(HttpMethod.Head, address.Of($"blobs/{digest}")), what, cancellationToken);
        if (response.Status == HttpStatusCode.NotFound)
            return false;
        ThrowUnlessSuccess(response, address, what);
        return true;
    }

    private Task<RegistryResponse> StartUploadAsync(RegistryAddress address, string what, CancellationToken cancellationToken) =>
        transport.SendAsync(address, RegistryScope.Push, () => new HttpRequestMessage(HttpMethod.Post, address.Of("blobs/uploads/"))
        {
            Content = new ByteArrayContent([]),
        }, what, cancellationToken);

    private static Uri UploadLocation(RegistryResponse started, string what) =>
        started.Header("Location") is not { } text
            ? throw new FailedException($"{what} failed: the registry did not say where to upload to")
        : WebAddress.TryParse(started.Address, text, out var location)
            && (location.Scheme == Uri.UriSchemeHttps || started.Address.Scheme != Uri.UriSchemeHttps) ? location
        : throw new FailedException(
            $"{what} failed: the registry wants it uploaded to '{(text.Length > 200 ? text[..200] + "…" : text)}', and that is no place "
                + "on the web, or one without TLS");
}
