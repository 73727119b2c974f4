namespace KegImages.Pruning;

/// <summary>Deletes through the registry protocol. See
/// <see href="https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#deleting-manifests"/>.</summary>
internal sealed class RegistryManifests(RegistryClient registries) : IManifestStore
{
    private const string OtherWay = " but through GitHub's packages API, which needs GITHUB_TOKEN (a token that may delete packages)";

    // Nothing has this digest but the question itself.
    private static readonly Digest Nothing = Digest.Of("whether this registry deletes anything"u8);

    public async Task<string?> WhyReadOnlyAsync(ImageReference repository, CancellationToken cancellationToken) =>
        await registries.DeleteManifestAsync(repository.At(Nothing), cancellationToken) == DeleteOutcome.NotSupported
            ? $"{repository.Registry} deletes nothing{(repository.Registry == GitHubPackages.Registry ? OtherWay : "")}"
            : null;

    public async Task<string?> DeleteAsync(ImageReference pinned, IReadOnlyCollection<Tag> tags, CancellationToken cancellationToken)
    {
        if (await registries.DeleteManifestAsync(pinned, cancellationToken) == DeleteOutcome.NotSupported)
            return "the registry deletes nothing";
        // Something between may have answered for it.
        return await registries.FindDigestAsync(pinned, cancellationToken) is null ? null
            : "the registry answers that it is deleted, and still has it";
    }

    public Task BringBackAsync(ImageReference pinned, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<StoredManifests?> ListAsync(ImageReference repository, CancellationToken cancellationToken) =>
        Task.FromResult<StoredManifests?>(null);
}
