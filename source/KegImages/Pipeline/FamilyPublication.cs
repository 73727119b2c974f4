using System.Collections.Immutable;
using KegImages.Images;
using KegImages.Planning;
using KegImages.Publishing;
using KegImages.Registry;
using KegImages.Tagging;

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

    /// <summary>Moves the tags that are not in place, then writes the record under each of them where it is another one.</summary>
    /// <param name="publication">What to publish, as it was seen when the plan was made.</param>
    /// <param name="planned">The records that the plan was made with; null where none was read.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="cancellationToken">Stops before the next tag.</param>
    public async Task<PublishedFamily> PublishAsync(Publication publication, KnownRecords? planned, BuildPlan plan, CancellationToken cancellationToken)
    {
        var current = planned?.Primary;
        if (current is null || publication.Images.Any(image => !publication.Tags.All.All(image.InPlace.Contains)))
        {
            current = await records.GetAsync(provider, publication.Tags.Primary, cancellationToken);
            // Another run published while this one built: what was seen before counts no longer.
            if (DigestOf(current) != planned?.Digest)
                (planned, publication) = (null, publication with { Images = [.. publication.Images.Select(image => image with { InPlace = [] })] });
        }

        publication = publication with { Current = current.Record };
        ThrowIfOwned(publication);
        var images = await new Publisher(registries).PublishAsync(publication, null, cancellationToken);
        var record = FamilyRecord.After(publication, images);
        string? note = null;
        if (await LatenessAsync(publication, record, cancellationToken) is { } lateness)
            (record, note) = (record.Behind(publication.Current!, images), images.Any(image => !image.Moved.IsEmpty) ? null : lateness);
        return new PublishedFamily(plan, images, await WriteAsync(record, publication.Tags, DigestOf(current), planned?.Agreeing ?? [], cancellationToken) ?? note);
    }

    /// <summary>Throws <see cref="WrongUseException"/> when the record says that the tag is another branch's.</summary>
    public static void ThrowIfOwned(Publication publication)
    {
        if (publication.Current is { } current && current.Ownership(publication.Tags, publication.Branch) is { } problem)
            throw new WrongUseException([problem]);
    }

    private Task<string?> LatenessAsync(Publication publication, FamilyRecord record, CancellationToken cancellationToken) =>
        publication.Current is { } current && current.Commit != record.Commit
            ? TagGuard.LatenessAsync(publication, PlaceOf(record.Tag), TagState.Of(current), cancellationToken)
            : Task.FromResult<string?>(null);

    private async Task<string?> WriteAsync(FamilyRecord record, TagSet tags, Digest? there, ImmutableArray<Tag> agreeing, CancellationToken cancellationToken)
    {
        if (FamilyRecordStore.DigestOf(record) == there && tags.All.All(agreeing.Contains))
            return null;
        return await records.PutAsync(provider, record, tags.All, isFirst: there is null, cancellationToken) is RecordNotSupported { Reason: var reason }
            ? $"the registry keeps no family record, so each run asks for every image: {reason}"
            : null;
    }

    private ImageReference PlaceOf(Tag tag) => FamilyRecordStore.RepositoryOf(provider).With(tag);

    private static Digest? DigestOf(RecordReading reading) => (reading as RecordFound)?.Descriptor.Digest;
}
