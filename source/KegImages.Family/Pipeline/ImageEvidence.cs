namespace KegImages.Pipeline;

/// <summary>Reads what images in a registry say of themselves.</summary>
/// <param name="registries">The client.</param>
internal sealed class ImageEvidence(RegistryClient registries)
{
    /// <summary>
    /// What an image says whose manifest was read before, of all its platforms; nothing where it is no image, or a broken one.
    /// </summary>
    /// <param name="repository">Where the image is.</param>
    /// <param name="manifest">Its manifest, or its index.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="FailedException">The registry does not answer.</exception>
    public async Task<Evidence> ReadAsync(ImageReference repository, RegistryManifest manifest, CancellationToken cancellationToken)
    {
        if (!manifest.IsIndex)
            return await OfOneAsync(repository, manifest, cancellationToken);
        var children = await Task.WhenAll(
            manifest.Images.Select(child => registries.GetManifestAsync(repository.At(child), cancellationToken)));
        return Evidence.OfAll(await Task.WhenAll(children.Select(child => OfOneAsync(repository, child, cancellationToken))));
    }

    private async Task<Evidence> OfOneAsync(ImageReference repository, RegistryManifest? manifest, CancellationToken cancellationToken)
    {
        if (manifest is not { ArtifactType: null, Config: { } digest }
            || await registries.GetBlobAsync(repository, digest, cancellationToken) is not { } blob)
            return Evidence.None;
        try
        {
            var config = ImageConfig.Parse(blob.Span, $"the configuration of {repository}");
            return Evidence.Of(config.Labels, config.Platform);
        }
        catch (FailedException)
        {
            // Somebody put something else there: it says nothing, and is built.
            return Evidence.None;
        }
    }
}
