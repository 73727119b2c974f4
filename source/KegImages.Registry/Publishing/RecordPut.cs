using KegImages.Registry;
using KegImages.Tagging;

namespace KegImages.Publishing;

/// <summary>
/// One try to write a record: for its commit, then under its tag, then under the aliases, each read back. Two runs of a commit write to the
/// same
/// place first and look at it again last, so that the one which is overtaken in between finds the other's record there.
/// </summary>
/// <param name="registries">The client.</param>
/// <param name="provider">Whose the record is.</param>
/// <param name="record">The record.</param>
/// <param name="progress">Is told how far it comes.</param>
internal sealed class RecordPut(RegistryClient registries, Provider provider, FamilyRecord record, PublicationProgress progress)
{
    private readonly FamilyRecordStore store = new(registries);
    private readonly ImageReference repository = FamilyRecordStore.RepositoryOf(provider);
    private readonly RecordContent content = RecordContent.Of(record);
    private readonly RecordContent kept = RecordContent.Of(record.Kept);

    private ImageReference Primary => repository.With(record.Tag);

    private ImageReference? Place => record.Commit is { } commit ? repository.With(HistoryTag.Of(record.Tag, commit).Tag) : null;

    /// <summary>Whether what cannot be read as a record may be replaced, because a person named the tag.</summary>
    public bool ReplacesUnreadable { get; init; }

    /// <summary>
    /// Whether all that is missing is the record that is kept for the commit, or not even that: asked where the others are known to be
    /// right.
    /// </summary>
    public async Task<bool> IsKeptAsync(CancellationToken cancellationToken) =>
        Place is not { } place || (await registries.HeadAsync(place, cancellationToken))?.Digest == kept.Descriptor.Digest;

    /// <summary>Writes it.</summary>
    /// <param name="tags">Further tags.</param>
    /// <param name="seen">What the record's tag named when the record was made; null where there was no record.</param>
    /// <param name="cancellationToken">Stops before the next tag.</param>
    /// <exception cref="FailedException">The registry does not answer, or does not have afterwards what it said to have stored.</exception>
    public async Task<RecordWriting> RunAsync(IEnumerable<Tag> tags, Digest? seen, CancellationToken cancellationToken)
    {
        await UploadAsync(content, isFirst: seen is null, cancellationToken);
        await new RecordUpload(registries, repository, content).ShardsAsync(seen, cancellationToken);
        // For its commit first: who is interrupted after that finds another record under the set's tag, and writes all of them.
        if (Place is { } place && await KeepAsync(place, cancellationToken) is { } refused)
            return refused;
        if (await PutPrimaryAsync(seen, cancellationToken) is { } ended)
            return ended;
        foreach (var tag in tags.Where(tag => tag != record.Tag).Distinct())
        {
            if (await PutAsync(repository.With(tag), content, seen, cancellationToken) is { } other)
                return other;
        }

        if (Place is { } again && await StandsAsync(again, kept, seen, cancellationToken) is { } overtaken)
            return overtaken;
        progress.EndRecord(provider);
        return new RecordStored(content.Descriptor);
    }

    private async Task<RecordWriting?> KeepAsync(ImageReference place, CancellationToken cancellationToken)
    {
        // A set that is put back by hand is kept already, as it was published.
        if (record.Hold is not null)
        {
            if (await IsKeptAsync(cancellationToken))
                return null;
            await UploadAsync(kept, isFirst: false, cancellationToken);
        }

        return await OfferAsync(place, kept, cancellationToken);
    }

    private async Task<RecordWriting?> PutPrimaryAsync(Digest? seen, CancellationToken cancellationToken)
    {
        var there = (await registries.HeadAsync(Primary, cancellationToken))?.Digest;
        if (there == content.Descriptor.Digest)
            return null;
        var another = there is null || there == seen ? new RecordAbsent() : await store.GetAsync(provider, record.Tag, cancellationToken);
        if (another is RecordFound other)
            return new RecordOvertaken(other.Found, other.Descriptor);
        if (!ReplacesUnreadable)
            another.ForReplacing(record.Tag);
        progress.BeginRecord(provider);
        return await PutAsync(Primary, content, there, cancellationToken);
    }

    private async Task<RecordWriting?> PutAsync(ImageReference place, RecordContent put, Digest? before,
        CancellationToken cancellationToken) =>
        await OfferAsync(place, put, cancellationToken) ?? await StandsAsync(place, put, before, cancellationToken);

    private async Task<RecordWriting?> OfferAsync(ImageReference place, RecordContent put, CancellationToken cancellationToken)
    {
        using var write = BegunWrite.Begin(cancellationToken);
        var offer = await registries.OfferManifestAsync(place, put.Manifest, MediaTypes.OciManifest, write.Token);
        return offer.Refusal is { } refusal ? new RecordNotSupported(refusal) : null;
    }

    // What was there before is no other run's.
    private async Task<RecordWriting?> StandsAsync(ImageReference place, RecordContent put, Digest? before,
        CancellationToken cancellationToken)
    {
        var there = (await registries.HeadAsync(place, cancellationToken))?.Digest;
        if (there == put.Descriptor.Digest)
            return null;
        return there is not null && there != before && await store.GetAsync(provider, place.Tag!, cancellationToken) is RecordFound other
            ? new RecordOvertaken(other.Found, other.Descriptor)
            : throw new FailedException(ReadBack.Differs(place, put.Descriptor.Digest, there));
    }

    // Beside a record that was just read, the empty configuration is there and another content is hardly: neither is asked for.
    private async Task UploadAsync(RecordContent put, bool isFirst, CancellationToken cancellationToken)
    {
        Task upload = isFirst
            ? Task.WhenAll(registries.PutBlobAsync(repository, Artifact.EmptyConfig, cancellationToken),
                registries.PutBlobAsync(repository, put.Json, cancellationToken))
            : registries.PutNewBlobAsync(repository, put.Json, cancellationToken);
        await upload;
        if (!put.IsInline)
            await ReadBack.ThrowUnlessBlobAsync(registries, repository, Digest.Of(put.Json), cancellationToken);
    }
}
