using System.Net;

namespace KegImages.Registry;

/// <content>What is attached to a manifest.</content>
public sealed partial class RegistryClient
{
    /// <summary>Whether something of a type is attached to it, where the registry lists that.</summary>
    internal async Task<bool> HasReferrerAsync(ImageReference pinned, string type, CancellationToken cancellationToken) =>
        (await ReferrersAsync(pinned, cancellationToken) ?? []).Any(referrer => referrer.ArtifactType == type);

    /// <summary>What is attached to the manifest with the reference's digest; null where the registry has no such list. See
    /// <see href="https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#listing-referrers"/>.</summary>
    internal async Task<DescriptorDocument[]?> ReferrersAsync(ImageReference pinned, CancellationToken cancellationToken)
    {
        var address = RegistryAddress.Of(pinned);
        var what = $"listing what is attached to {pinned}";
        var response = await transport.SendAsync(
            address, RegistryScope.Pull, () =>
                new HttpRequestMessage(HttpMethod.Get, address.Of($"referrers/{pinned.Digest}")), what, cancellationToken);
        if (response.Status is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.BadRequest
            or HttpStatusCode.NotImplemented)
            return null;
        ThrowUnlessSuccess(response, address, what);
        // A registry without the list may answer any path with a page of its own.
        return response.Header("Content-Type")?.Contains("json", StringComparison.OrdinalIgnoreCase) == true
            ? RegistryManifest.Parse(response.Body, MediaTypes.OciIndex, $"the list of what is attached to {pinned}").Manifests : null;
    }
}
