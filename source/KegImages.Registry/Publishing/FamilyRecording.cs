using KegImages.Fingerprints;
using KegImages.Registry;

namespace KegImages.Publishing;

/// <summary>
/// The end of a publication: the record of the set and what its images are made of, written where something of them is missing.
/// </summary>
/// <param name="registries">The client.</param>
/// <param name="provider">Whose the set is.</param>
/// <param name="publication">What was published.</param>
/// <param name="progress">Is told how far it comes.</param>
internal sealed class FamilyRecording(RegistryClient registries, Provider provider, Publication publication, PublicationProgress progress)
{
    private readonly FamilyRecordStore records = new(registries);

    /// <summary>Whether a record was read at this provider before, so that it does store them.</summary>
    public bool HasRead { get; init; }

    /// <summary>Writes the record, unless it is there for its commit and under all tags.</summary>
    /// <param name="record">The record.</param>
    /// <param name="there">What the record's tag named when it was read; null where there was none.</param>
    /// <param name="agreeing">The tags that name the very same.</param>
    /// <param name="cancellationToken">Stops before the next tag.</param>
    /// <returns>The record as it is written, and what a person should know; null when there is nothing to say.</returns>
    /// <exception cref="FailedException">The registry failed, or refuses the record although it has others.</exception>
    public async Task<(FamilyRecord Record, string? Note)> WriteAsync(FamilyRecord record, Digest? there, ImmutableArray<Tag> agreeing,
        CancellationToken cancellationToken)
    {
        if (FamilyRecordStore.DigestOf(record) == there && publication.Tags.All.All(agreeing.Contains)
            && await new RecordPut(registries, provider, record, progress).IsKeptAsync(cancellationToken))
        {
            return (record, null);
        }

        var writing = new RecordPublication(registries, provider, publication, progress);
        var own = await WithInputsAsync(record, cancellationToken);
        var written = await writing.WriteAsync(own, there, cancellationToken);
        // An older blob of inputs that somebody deleted must not keep the record from being written.
        if (written is RecordNotSupported && !record.Inputs.IsEmpty)
        {
            own = await WithInputsAsync(record.WithoutInputs(), cancellationToken);
            written = await writing.WriteAsync(own, there, cancellationToken);
        }

        if (written is not RecordNotSupported { Reason: var reason })
            return (own, null);
        return HasRead || await HasAnyAsync(cancellationToken)
            ? throw new FailedException($"the registry refuses the family record of '{record.Tag}', and has stored one before: {reason}")
            : (own, $"the registry keeps no family record, so each run asks for every image, and Explain cannot compare them: {reason}");
    }

    // Only where none was ever kept does a refusal say that none can be, and a list that may lack some says nothing.
    private async Task<bool> HasAnyAsync(CancellationToken cancellationToken)
    {
        var listing = await registries.ListTagsAsync(FamilyRecordStore.RepositoryOf(provider), cancellationToken);
        return !listing.IsHidden && !(listing.IsWhole && listing.Seen.IsEmpty);
    }

    // What a record before this one did not know to be kept is kept now: what was built, and what a failed run had built.
    private async Task<FamilyRecord> WithInputsAsync(FamilyRecord record, CancellationToken cancellationToken)
    {
        var missing = record.Images.Where(image => image.Inputs is null).Select(image => image.Fingerprint).ToHashSet();
        var inputs = publication.Images.Select(image => image.Inputs).OfType<ImageInputs>()
            .Where(inputs => missing.Contains(inputs.Fingerprint)).DistinctBy(inputs => inputs.Fingerprint).ToList();
        return inputs.Count == 0 ? record : record.With(await records.KeepAsync(provider, inputs, cancellationToken));
    }
}
