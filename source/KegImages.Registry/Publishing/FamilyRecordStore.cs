using KegImages.Fingerprints;
using KegImages.Registry;

namespace KegImages.Publishing;

/// <summary>
/// Keeps family records in the registry, as the OCI artifact <c>keg-family:&lt;tag&gt;</c>. The JSON stands in the manifest itself as well,
/// so that one request reads it; of a large family it is an index, and the images are in shards beside it. See
/// <see href="https://github.com/opencontainers/image-spec/blob/v1.1.0/manifest.md#guidelines-for-artifact-usage"/>.
/// </summary>
/// <param name="registries">The client.</param>
public sealed class FamilyRecordStore(RegistryClient registries)
{
    /// <summary>The artifact's type.</summary>
    public const string ArtifactType = "application/vnd.keg.family.v1+json";

    private static readonly ImageName Name = ImageName.Parse("keg-family");

    private readonly RecordReader reader = new(registries);

    /// <summary>The repository that a provider's records are in.</summary>
    public static ImageReference RepositoryOf(Provider provider) => provider.Of(Name);

    /// <summary>Reads the record under a tag.</summary>
    /// <exception cref="FailedException">The registry does not answer.</exception>
    public Task<RecordReading> GetAsync(Provider provider, Tag tag, CancellationToken cancellationToken) =>
        GetAsync(provider, tag, null, cancellationToken);

    /// <summary>Reads what the record under a tag says of some images: of one in shards, only those that would have them.</summary>
    /// <param name="provider">Whose the set is.</param>
    /// <param name="tag">The tag.</param>
    /// <param name="of">The images; null for all.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <exception cref="FailedException">The registry does not answer.</exception>
    public async Task<RecordReading> GetAsync(Provider provider, Tag tag, IReadOnlyCollection<ImageName>? of,
        CancellationToken cancellationToken)
    {
        var reference = RepositoryOf(provider).With(tag);
        try
        {
            return await registries.GetManifestAsync(reference, cancellationToken) is { } manifest
                ? new RecordFound(await reader.ReadAsync(reference, manifest, of, cancellationToken), manifest.Descriptor)
                : new RecordAbsent();
        }
        catch (Exception exception) when (exception is UnreadableDocumentException or UnreadableRecordException)
        {
            return new RecordUnreadable(exception.Message);
        }
    }

    /// <summary>Reads the record under a tag for one who replaces it by hand: that there is none is asked twice, in two ways.</summary>
    /// <exception cref="FailedException">The registry does not answer, contradicts itself, or has something there that cannot be
    /// read.</exception>
    public async Task<RecordReading> GetForReplacingAsync(Provider provider, Tag tag, CancellationToken cancellationToken)
    {
        var reading = await GetAsync(provider, tag, cancellationToken);
        reading.ForReplacing(tag);
        var place = RepositoryOf(provider).With(tag);
        return reading is not RecordAbsent || await registries.HeadAsync(place, cancellationToken) is not { } there ? reading
            : throw new FailedException(
                $"reading {place}: the registry answers that there is nothing, and that it is {there.Digest.Abbreviated}: "
                + "nothing was moved");
    }

    /// <summary>The digest that the record's artifact has in a registry: another record there has another one.</summary>
    public static Digest DigestOf(FamilyRecord record) => RecordContent.Of(record).Descriptor.Digest;

    /// <summary>
    /// Writes a record for its commit, under its tag and any others, in place of whatever is there, and believes the registry only what it
    /// answers afterwards.
    /// </summary>
    /// <exception cref="FailedException">The registry does not answer, or answers something else than what was written.</exception>
    public async Task<RecordWriting> PutAsync(Provider provider, FamilyRecord record, IEnumerable<Tag> tags,
        CancellationToken cancellationToken)
    {
        var there = await registries.HeadAsync(RepositoryOf(provider).With(record.Tag), cancellationToken);
        return await new RecordPut(registries, provider, record, new PublicationProgress()).RunAsync(tags, there?.Digest,
            cancellationToken);
    }

    /// <summary>Keeps inputs beside the records, so that a record can name them.</summary>
    /// <returns>Where each is kept.</returns>
    /// <exception cref="FailedException">The registry does not answer.</exception>
    public async Task<IReadOnlyDictionary<Fingerprint, KeptInputs>> KeepAsync(Provider provider, IEnumerable<ImageInputs> inputs,
        CancellationToken cancellationToken)
    {
        var kept = new Dictionary<Fingerprint, KeptInputs>();
        foreach (var (bytes, fingerprints) in KeptInputs.Pack(inputs))
        {
            var place = new KeptInputs(await registries.PutNewBlobAsync(RepositoryOf(provider), bytes, cancellationToken), bytes.Length);
            await ReadBack.ThrowUnlessBlobAsync(registries, RepositoryOf(provider), place.Digest, cancellationToken);
            foreach (var fingerprint in fingerprints)
                kept[fingerprint] = place;
        }

        return kept;
    }

    /// <summary>Reads what <see cref="KeepAsync"/> kept; empty when it is not there any more.</summary>
    /// <exception cref="FailedException">The registry does not answer.</exception>
    public async Task<IReadOnlyDictionary<Fingerprint, ImageInputs>> InputsAsync(Provider provider, KeptInputs kept,
        CancellationToken cancellationToken) =>
        await registries.GetBlobAsync(RepositoryOf(provider), kept.Digest, cancellationToken) is { } blob ? KeptInputs.Read(blob.Span)
            : ImmutableDictionary<Fingerprint, ImageInputs>.Empty;
}
