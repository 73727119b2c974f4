using KegImages.Registry;
using KegImages.Tagging;

namespace KegImages.Publishing;

/// <summary>
/// Writes the record of a set that was just named. Registries cannot compare and swap: where another run wrote one of the same set in
/// between, both become one,
/// and that is written.
/// </summary>
/// <param name="registries">The client.</param>
/// <param name="provider">Whose the set is.</param>
/// <param name="publication">What was published, with the record that its own was made of.</param>
/// <param name="progress">Is told how far it comes.</param>
internal sealed class RecordPublication(RegistryClient registries, Provider provider, Publication publication, PublicationProgress progress)
{
    private const int Attempts = 12;
    private const int LongestFirstWait = 40;

    /// <summary>Writes it.</summary>
    /// <param name="record">The record.</param>
    /// <param name="seen">What the record's tag named when it was read; null where there was none.</param>
    /// <param name="cancellationToken">Stops before the next tag.</param>
    /// <exception cref="FailedException">The registry does not answer, lies, or other runs write the record, or move its tags, again and
    /// again.</exception>
    public async Task<RecordWriting> WriteAsync(FamilyRecord record, Digest? seen, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var writing = await new RecordPut(registries, provider, record, progress) { ReplacesUnreadable = publication.Tags.IsExplicit }
                .RunAsync(publication.Tags.All, seen, cancellationToken);
            var overtaken = writing is RecordStored stored ? await MovedAsync(record, stored, cancellationToken)
                : writing as RecordOvertaken;
            if (overtaken is null)
                return writing;
            if (attempt == Attempts)
                throw new FailedException(
                    $"the family record of '{record.Tag}' was written {Attempts} times, and each time another one was there afterwards: "
                        + $"{overtaken.Descriptor.Digest.Abbreviated}");
            await Task.Delay(Random.Shared.Next(LongestFirstWait * attempt), cancellationToken);
            record = await MergedAsync(record, overtaken.Theirs, cancellationToken);
            seen = overtaken.Descriptor.Digest;
        }
    }

    // A run of another commit that wrote its record right before this one did is not seen there any more, but its tags are: they lead to
    // what is kept for its commit.
    private async Task<RecordOvertaken?> MovedAsync(FamilyRecord record, RecordStored stored, CancellationToken cancellationToken)
    {
        var moved = publication.Images.Where(image => !image.InPlace.Contains(TagOf(image.Name, record)))
            .Select(image => record.Find(image.Name)).OfType<RecordedImage>().ToList();
        var heads = await Task.WhenAll(
            moved.Select(image => registries.HeadAsync(PlaceOf(image.Name, record), cancellationToken)));
        var elsewhere = moved.Zip(heads).FirstOrDefault(pair => pair.Second?.Digest != pair.First.Digest);
        if (elsewhere.First is not { } image)
            return null;
        var tag = PlaceOf(image.Name, record);
        if (elsewhere.Second is { } head
            && await registries.GetImageConfigAsync(tag.At(head.Digest), cancellationToken) is { } config
            && TagState.Of(config.Labels, tag.Tag!).Commit is { } commit
            && await new FamilyRecordStore(registries).GetAsync(provider, HistoryTag.Of(record.Tag, commit).Tag,
                cancellationToken) is RecordFound other
            && other.Found.Find(image.Name)?.Digest == head.Digest)
        {
            return new RecordOvertaken(other.Found with { Tag = record.Tag }, stored.Descriptor);
        }

        throw new FailedException(
            $"{tag} was put on {image.Digest.Abbreviated}, and somebody moved it to {elsewhere.Second?.Digest.Abbreviated ?? "nothing"} "
                + "before the record was written");
    }

    private Tag TagOf(ImageName name, FamilyRecord record) => publication.Tags.Variants.Of(name, record.Tag);

    private ImageReference PlaceOf(ImageName name, FamilyRecord record) => provider.Of(name).With(TagOf(name, record));

    private async Task<FamilyRecord> MergedAsync(FamilyRecord ours, FamilyRecord theirs, CancellationToken cancellationToken)
    {
        // Where the record is that the other run took its tag from does not matter to what it says.
        var merge = new RecordMerge(publication.Current, ours, theirs with { Tag = ours.Tag });
        if (await TagGuard.IsOlderAsync(publication, TagState.Of(theirs), cancellationToken) is { } isOlder)
        {
            // The newer commit stands, whichever of the two moved its tags last.
            var newer = isOlder ? theirs : ours;
            var merged = (merge with { IsOlder = isOlder }).Merged(merge.Conflicts.ToImmutableDictionary(name => name,
                name => newer.Find(name)!.Digest));
            await StandAsync(merged, cancellationToken);
            return merged;
        }

        var conflicts = merge.Conflicts;
        var heads = await Task.WhenAll(conflicts.Select(name => registries.HeadAsync(PlaceOf(name, ours), cancellationToken)));
        return merge.Merged(conflicts.Zip(heads).Where(pair => pair.Second is not null)
            .ToImmutableDictionary(pair => pair.First, pair => pair.Second!.Digest));
    }

    // Of what this run published, its own late move may be what has to be taken back.
    private async Task StandAsync(FamilyRecord merged, CancellationToken cancellationToken)
    {
        var standing = publication with
        {
            Current = merged,
            Images =
            [
                .. publication.Images.Select(image => merged.Find(image.Name)).OfType<RecordedImage>()
                    .Select(image => image.At(provider) with { Manifest = image.Manifest, Size = image.Size }),
            ],
        };
        await new Publisher(registries) { Progress = progress }.PublishAsync(standing, cancellationToken);
    }
}
