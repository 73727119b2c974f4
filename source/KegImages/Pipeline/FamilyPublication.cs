using System.Collections.Immutable;
using KegImages.Images;
using KegImages.Planning;
using KegImages.Publishing;
using KegImages.Registry;

namespace KegImages.Pipeline;

/// <summary>What was published.</summary>
/// <param name="Plan">The plan that led to it.</param>
/// <param name="Images">The images with their tags, read back.</param>
/// <param name="Note">What a person should know of the family record; null when there is nothing to say.</param>
public sealed record PublishedFamily(BuildPlan Plan, ImmutableArray<PublishedImage> Images, string? Note);

/// <summary>Publishes a set of images and then the record that names the set.</summary>
internal sealed class FamilyPublication(RegistryClient registries, Provider provider)
{
    private readonly FamilyRecordStore records = new(registries);

    /// <summary>Moves the tags, then writes the record under each of them.</summary>
    public async Task<PublishedFamily> PublishAsync(Publication publication, BuildPlan plan, CancellationToken cancellationToken)
    {
        var current = await records.GetAsync(provider, publication.Tags.Primary, cancellationToken);
        publication = publication with { Current = current.Record };
        var images = await new Publisher(registries).PublishAsync(publication, null, cancellationToken);
        var writing = await records.PutAsync(provider, FamilyRecord.After(publication, images), publication.Tags.All, cancellationToken);
        return new PublishedFamily(plan, images, writing is RecordNotSupported { Reason: var reason } ? $"the registry keeps no family record: {reason}" : null);
    }
}
