namespace KegImages.Pruning;

/// <summary>Keeps JSON beside the family records, as OCI artifacts of one blob.</summary>
internal sealed class FamilyArtifacts(RegistryClient registries, Provider provider)
{
    public ImageReference Repository { get; } = FamilyRecordStore.RepositoryOf(provider);

    /// <exception cref="FailedException">The registry does not take it.</exception>
    public async Task<Digest> PutAsync(Tag tag, string type, byte[] json, Uri? source, CancellationToken cancellationToken)
    {
        await Task.WhenAll(registries.PutBlobAsync(Repository, Artifact.EmptyConfig, cancellationToken),
            registries.PutBlobAsync(Repository, json, cancellationToken));
        await ReadBack.ThrowUnlessBlobAsync(registries, Repository, Digest.Of(json), cancellationToken);
        var reference = Repository.With(tag);
        var stored = await registries.PutManifestAsync(reference, Artifact.Manifest(type, json, inline: false, source),
            MediaTypes.OciManifest, cancellationToken);
        await ReadBack.ThrowUnlessAsync(registries, reference, stored.Digest, cancellationToken);
        return stored.Digest;
    }

    /// <summary>The JSON under a tag, and its artifact's digest; null when there is none of that type.</summary>
    /// <exception cref="FailedException">Its content is missing.</exception>
    public async Task<(ReadOnlyMemory<byte> Json, Digest Digest)?> GetAsync(Tag tag, string type, CancellationToken cancellationToken)
    {
        var reference = Repository.With(tag);
        if (await registries.GetManifestAsync(reference, cancellationToken) is not { Layers: [var layer] } manifest
            || manifest.ArtifactType != type)
            return null;
        var json = await registries.GetBlobAsync(Repository, layer.Digest, cancellationToken)
            ?? throw new FailedException($"{reference}: its content {layer.Digest.Abbreviated} is missing in the registry");
        return (json, manifest.Descriptor.Digest);
    }
}
