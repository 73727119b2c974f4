using KegImages.Pipeline;

namespace KegImages.Records;

/// <summary>
/// Looks at recorded sets and carries their moves out: every check for every image first, then tags, aliases and the record.
/// </summary>
/// <param name="registries">The client.</param>
internal sealed class RecordMover(RegistryClient registries)
{
    /// <summary>What a set's tag names now that its record does not say: one line an image; none when they agree.</summary>
    public async Task<ImmutableArray<string>> DifferencesAsync(Provider provider, FamilyRecord record, VariantTags variants,
        CancellationToken cancellationToken)
    {
        var lines = await Task.WhenAll(
            record.Images.Select(image => DifferenceAsync(provider.Of(image.Name), variants.Of(image.Name, record.Tag), image.Digest,
                cancellationToken)));
        return [.. lines.OfType<string>()];
    }

    /// <summary>The tags that would move; nothing does.</summary>
    /// <exception cref="WrongUseException">Tags that another branch owns, all of them.</exception>
    /// <exception cref="FailedException">An image is missing in the registry.</exception>
    public async Task<ImmutableArray<PublishedImage>> MovesAsync(RecordMove move, CancellationToken cancellationToken)
    {
        var publication = move.Publication;
        ThrowIfRefused(move);
        var checks = new PublicationChecks(registries, publication);
        var images = await Task.WhenAll(publication.Images.Select((_, order) => checks.CheckAsync(order, cancellationToken)));
        checks.ThrowIfAny();
        return [.. images];
    }

    /// <summary>Moves the tags, reads each back, then writes the record, and reads that back too.</summary>
    /// <param name="move">The move.</param>
    /// <param name="seen">The artifact of the current record; null where there is none.</param>
    /// <param name="cancellationToken">Stops before the next tag.</param>
    /// <exception cref="WrongUseException">Tags that another branch owns, all of them; nothing was moved.</exception>
    /// <exception cref="FailedException">An image is missing in the registry, and nothing was moved; or the registry failed in between, and
    /// the message says which tags had moved.</exception>
    public async Task<ImmutableArray<PublishedImage>> MoveAsync(RecordMove move, Digest? seen, CancellationToken cancellationToken)
    {
        ThrowIfRefused(move);
        var progress = new PublicationProgress { Records = [move.Provider, .. move.Mirrors] };
        var mirrors = move.Mirrors
            .Select(mirror => new MirrorPublication(registries, move.Provider, new KnownMirror(mirror), progress, move.IsSigned)).ToList();
        foreach (var mirror in mirrors)
            await mirror.CopyAsync(move.Publication.Images, cancellationToken);
        var publisher = new Publisher(registries) { Progress = progress };
        var images = await publisher.CheckAsync(move.Publication, cancellationToken);
        // Going back is asked for by hand, so no set is held against it.
        foreach (var mirror in mirrors)
            await mirror.CheckAsync(Sized(move.Record, images), move.Publication, cancellationToken);
        progress.Plan(mirrors.SelectMany(mirror => mirror.Images).SelectMany(image => image.Moved));
        await publisher.MoveAsync(images, move.Tags, cancellationToken);
        foreach (var mirror in mirrors)
            await mirror.MoveAsync(cancellationToken);
        return await progress.WatchAsync(async () =>
        {
            // A record was just read there: a registry that takes none does not refuse it.
            if (await new RecordPublication(registries, move.Provider, move.Publication, progress).WriteAsync(move.Record, seen,
                cancellationToken) is RecordNotSupported { Reason: var reason })
                throw new FailedException(
                    $"the registry refuses the family record of '{move.Record.Tag}', and has stored one before: {reason}");
            foreach (var mirror in mirrors)
                await mirror.WriteAsync(move.Record, cancellationToken);
            return images;
        });
    }

    // What was just read of an image is not read once more at each provider.
    private static FamilyRecord Sized(FamilyRecord record, ImmutableArray<PublishedImage> images)
    {
        var manifests = images.ToDictionary(image => image.Name, image => image.Manifest);
        return record with
        {
            Images = [.. record.Images.Select(image =>
                image with { Manifest = image.Manifest ?? manifests.GetValueOrDefault(image.Name) })],
        };
    }

    private static void ThrowIfRefused(RecordMove move)
    {
        FamilyPublication.ThrowIfOwned(move.Publication);
        if (!move.Misfits.IsEmpty)
        {
            throw new FailedException(string.Join(
                Environment.NewLine,
                [$"the set of '{move.Source.Tag}' does not fit what stays in '{move.Tags.Primary}', so no tag was moved:",
                    .. move.Misfits.Select(line => "  " + line),
                        "  publish the missing images with it: push the whole family from its branch, and promote that"]));
        }

        ThrowIfStale(move);
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
        return $"{repository.With(tag)} names {there?.Abbreviated ?? "nothing"}, and the record says "
            + $"{recorded.Abbreviated}{(exists ? "" : ", which is not in the registry any more")}";
    }
}
