namespace KegImages.Pruning;

/// <summary>Takes one tag away, and nothing else. A registry deletes by digest, and every tag of that digest with it, content tags and
/// other branches' included. So the tag is first moved to a marker that nothing else reaches, and the marker is deleted.</summary>
internal sealed class TagMarker(RegistryClient registries, IManifestStore store)
{
    public const string ArtifactType = "application/vnd.keg.removed.v1+json";

    /// <returns>Null when it is gone; else why it is not, as a clause.</returns>
    public async Task<string?> RemoveAsync(ImageReference reference, Digest expected, CancellationToken cancellationToken)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(reference.ToString(), RegistryJson.Default.String);
        var manifest = Artifact.Manifest(ArtifactType, content, inline: true, source: null);
        var marker = reference.At(Digest.Of(manifest));
        await Task.WhenAll(registries.PutBlobAsync(reference, Artifact.EmptyConfig, cancellationToken),
            registries.PutBlobAsync(reference, content, cancellationToken));
        if (await registries.FindDigestAsync(reference, cancellationToken) is not { } there)
            return null;
        // A marker that an interrupted run left is what it says.
        if (there != expected && there != marker.Digest)
            return $"it was moved meanwhile, to {there.Abbreviated}";
        cancellationToken.ThrowIfCancellationRequested();
        if ((await registries.OfferManifestAsync(reference, manifest, MediaTypes.OciManifest,
            CancellationToken.None)).Refusal is { } refusal)
            return $"the registry does not take the marker: {refusal}";
        return await registries.FindDigestAsync(reference, CancellationToken.None) is var found && found != marker.Digest
            ? $"it was put on an empty marker, and the registry has {found?.Abbreviated ?? "nothing"} there"
            : await store.DeleteAsync(marker, [reference.Tag!], CancellationToken.None) is { } reason
            ? $"it is on an empty marker now, which could not be deleted: {reason}" : null;
    }
}
