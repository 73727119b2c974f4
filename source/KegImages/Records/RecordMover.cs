using System.Collections.Immutable;
using KegImages.Images;
using KegImages.Pipeline;
using KegImages.Publishing;
using KegImages.Registry;

namespace KegImages.Records;

/// <summary>Looks at recorded sets and carries their moves out: every check for every image first, then tags, aliases and the record.</summary>
/// <param name="registries">The client.</param>
internal sealed class RecordMover(RegistryClient registries)
{
    private readonly FamilyRecordStore records = new(registries);

    /// <summary>What a set's tag names now that its record does not say: one line an image; none when they agree.</summary>
    public async Task<ImmutableArray<string>> DifferencesAsync(Provider provider, FamilyRecord record, CancellationToken cancellationToken)
    {
        var lines = await Task.WhenAll(record.Images.Select(image => DifferenceAsync(provider.Of(image.Name), record.Tag, image.Digest, cancellationToken)));
        return [.. lines.OfType<string>()];
    }

    /// <summary>The tags that would move; nothing does.</summary>
    /// <exception cref="WrongUseException">Tags that another branch owns, all of them.</exception>
    /// <exception cref="FailedException">An image is missing in the registry.</exception>
    public async Task<ImmutableArray<PublishedImage>> MovesAsync(RecordMove move, CancellationToken cancellationToken)
    {
        var publication = move.Publication;
        FamilyPublication.ThrowIfOwned(publication);
        ThrowIfStale(move);
        var checks = new PublicationChecks(registries, publication);
        var ready = await Task.WhenAll(publication.Images.Select(image => checks.CheckAsync(image, cancellationToken)));
        checks.ThrowIfAny();
        return [.. ready.Select(image => image.Published(publication.Tags))];
    }

    /// <summary>Moves the tags, reads each back, then writes the record.</summary>
    /// <returns>The images, and what a person should know of the record; null when there is nothing to say.</returns>
    /// <exception cref="WrongUseException">Tags that another branch owns, all of them; nothing was moved.</exception>
    /// <exception cref="FailedException">An image is missing in the registry, and nothing was moved; or the registry failed in between, and the message says which tags had moved.</exception>
    public async Task<(ImmutableArray<PublishedImage> Images, string? Note)> MoveAsync(RecordMove move, CancellationToken cancellationToken)
    {
        FamilyPublication.ThrowIfOwned(move.Publication);
        ThrowIfStale(move);
        var images = await new Publisher(registries).PublishAsync(move.Publication, null, cancellationToken);
        var writing = await records.PutAsync(move.Provider, move.Record, move.Tags.All, cancellationToken);
        return (images, writing is RecordNotSupported { Reason: var reason } ? $"the registry keeps no family record: {reason}" : null);
    }

    // A set that was published once may be gone back to; one that was never whole is not spread.
    private static void ThrowIfStale(RecordMove move)
    {
        if (move.Keeps && StaleParent.In(move.Publication) is { IsEmpty: false } stale)
            throw new StaleParentException(stale, $"push '{move.Source.Tag}' once more, which builds what has to be");
    }

    private async Task<string?> DifferenceAsync(ImageReference repository, Tag tag, Digest recorded, CancellationToken cancellationToken)
    {
        var there = (await registries.HeadAsync(repository.With(tag), cancellationToken))?.Digest;
        if (there == recorded)
            return null;
        var exists = await registries.HeadAsync(repository.At(recorded), cancellationToken) is not null;
        return $"{repository.With(tag)} names {there?.Abbreviated ?? "nothing"}, and the record says {recorded.Abbreviated}{(exists ? "" : ", which is not in the registry any more")}";
    }
}
