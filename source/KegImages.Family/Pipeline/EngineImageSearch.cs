namespace KegImages.Pipeline;

/// <summary>Finds the images that the engine keeps under the content tags of a run, and what they say of themselves.</summary>
/// <param name="world">Everything outside.</param>
internal sealed class EngineImageSearch(World world)
{
    /// <summary>The images in scope that the engine has, by one question.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="fingerprints">The wanted ones.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    public async Task<ImmutableDictionary<ImageName, ExistingImage>> SearchAsync(
        PlanRequest request, ImmutableDictionary<ImageName, Fingerprint> fingerprints, CancellationToken cancellationToken)
    {
        var contents = request.Scope.ToDictionary(image =>
            request.Provider.Of(image.Name).With(fingerprints[image.Name].ContentTag), image => image.Name);
        var existing = ImmutableDictionary.CreateBuilder<ImageName, ExistingImage>();
        foreach (var image in await world.Engine.Images.ListAsync(contents.Keys, cancellationToken))
        {
            foreach (var content in image.Tags.Where(contents.ContainsKey))
                existing[contents[content]] = new ExistingImage(
                    content, "the same inputs were built before, and the engine has the image", Evidence.Of(image.Labels))
                {
                    // Under these a registry took it, and so may the label of a child that was pushed name it.
                    KnownBy = [.. image.Digests.Select(known => known.Digest).OfType<Digest>().Prepend(image.Id).Distinct()],
                    Subject = $"what the engine has under {content.Tag}",
                };
        }

        return existing.ToImmutable();
    }
}
