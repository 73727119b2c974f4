using KegImages.Attesting;

namespace KegImages.Trust;

/// <summary>A published set at one provider, and what of it does not hold: its record is signed, its tags name what the record says, its
/// images are signed and say of themselves what is asked for.</summary>
/// <param name="registries">The client.</param>
/// <param name="provider">Where it is.</param>
/// <param name="record">Its record.</param>
/// <param name="tags">The tags that the set is published under.</param>
internal sealed class SignedSet(RegistryClient registries, Provider provider, FamilyRecord record, TagSet tags)
{
    /// <summary>The record by its digest.</summary>
    public ImageReference Record => FamilyRecordStore.RepositoryOf(provider).At(record.ReadFrom!);

    /// <summary>The images by their digests, in the record's order.</summary>
    public ImmutableArray<ImageReference> Images => [.. record.Images.Select(image => provider.Of(image.Name).At(image.Digest))];

    /// <summary>The images that are not signed, each with why.</summary>
    public async Task<ImmutableArray<(RecordedImage Image, string Why)>> UnsignedAsync(SignedImages signed,
        CancellationToken cancellationToken)
    {
        var found = await Gathering.AllAsync(record.Images.Select(async image => (Image: image,
            Why: await signed.WhyNotAsync(provider.Of(image.Name).At(image.Digest), cancellationToken))));
        return [.. found.Where(image => image.Why is not null).Select(image => (image.Image, image.Why!))];
    }

    /// <summary>Why the record is not believed, as a clause; null when it is.</summary>
    public Task<string?> WhyNotAsync(SignedImages signed, CancellationToken cancellationToken) =>
        signed.WhyNotAsync(provider, record, tags.Primary, cancellationToken);

    /// <summary>What the set's tags name that its record does not say, a line each.</summary>
    public async Task<ImmutableArray<string>> MovedAsync(CancellationToken cancellationToken)
    {
        var moved = await Gathering.AllAsync(record.Images.SelectMany(image => TagsOf(image.Name).Select(tag => (image, tag)))
            .Select(async entry =>
            {
                var place = provider.Of(entry.image.Name).With(entry.tag);
                var there = (await registries.HeadAsync(place, cancellationToken))?.Digest;
                return there == entry.image.Digest ? null
                    : $"{place} names {there?.Abbreviated ?? "nothing"}, and the record says {entry.image.Digest.Abbreviated}";
            }));
        return [.. moved.OfType<string>()];
    }

    /// <summary>The aliases of which the record is another one, a line each.</summary>
    public async Task<ImmutableArray<string>> OtherRecordsAsync(CancellationToken cancellationToken)
    {
        var repository = FamilyRecordStore.RepositoryOf(provider);
        var others = await Gathering.AllAsync(tags.All.Where(tag => tag != tags.Primary).Select(async tag =>
        {
            var there = (await registries.HeadAsync(repository.With(tag), cancellationToken))?.Digest;
            return there == record.ReadFrom ? null
                : $"{repository.With(tag)} is {there?.Abbreviated ?? "nothing"}, and the record of '{tags.Primary}' is "
                    + record.ReadFrom!.Abbreviated;
        }));
        return [.. others.OfType<string>()];
    }

    /// <summary>What the images do not say of themselves that they should, a line each.</summary>
    public async Task<ImmutableArray<string>> UnattestedAsync(Attestations wanted, CancellationToken cancellationToken)
    {
        var check = new AttestationCheck(registries);
        var found = await Gathering.AllAsync(record.Images.Select(async image =>
        {
            var pinned = provider.Of(image.Name).At(image.Digest);
            return (await check.ProblemsAsync(pinned, image.Manifest, wanted, image.Parents, cancellationToken))
                .Select(problem => $"{pinned} {problem}");
        }));
        return [.. found.SelectMany(lines => lines)];
    }

    // Of a release or a branch the tags that stand beside its own are no record's.
    private IEnumerable<Tag> TagsOf(ImageName name) =>
        tags.AllOf(name).Except(tags.ReferencesOf(name));
}
