namespace KegImages.Pruning;

/// <summary>How a provider deletes manifests, and brings them back: through the registry itself, or through an API beside it.</summary>
internal interface IManifestStore
{
    /// <summary>What deletes at this provider: GitHub's API where there is a token for it, else the registry itself.</summary>
    static IManifestStore Of(Provider provider, RegistryClient registries, IReadOnlyDictionary<string, string> environment) =>
        GitHubPackages.For(provider, environment) as IManifestStore ?? new RegistryManifests(registries);

    /// <summary>Why nothing can be deleted there, as a clause; null when something can. Changes nothing.</summary>
    Task<string?> WhyReadOnlyAsync(ImageReference repository, CancellationToken cancellationToken);

    /// <returns>Null when it is gone; else why it is not, as a clause.</returns>
    Task<string?> DeleteAsync(ImageReference pinned, IReadOnlyCollection<Tag> tags, CancellationToken cancellationToken);

    /// <summary>Brings a deleted manifest back where the provider itself keeps what it deletes; elsewhere does nothing, because its bytes
    /// are put again.</summary>
    Task BringBackAsync(ImageReference pinned, CancellationToken cancellationToken);

    /// <summary>What the provider itself lists in a repository, all of it; null where it lists nothing.</summary>
    /// <exception cref="FailedException">Not all of it could be read.</exception>
    Task<StoredManifests?> ListAsync(ImageReference repository, CancellationToken cancellationToken);
}

/// <summary>What a provider lists in a repository beside the registry protocol.</summary>
internal sealed record StoredManifests(ImmutableArray<Digest> Untagged, ImmutableHashSet<Tag> Tags);
