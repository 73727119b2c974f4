using System.Collections.Immutable;
using KegImages.Images;
using KegImages.Registry;

namespace KegImages.Publishing;

/// <summary>
/// Writes the record of a set that was just named. Registries cannot compare and swap: where another run wrote one of the same set in between, both become one,
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
    /// <exception cref="FailedException">The registry does not answer, lies, or other runs write the record again and again.</exception>
    public async Task<RecordWriting> WriteAsync(FamilyRecord record, Digest? seen, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var writing = await new RecordPut(registries, provider, record, progress).RunAsync(publication.Tags.All, seen, cancellationToken);
            if (writing is not RecordOvertaken overtaken)
                return writing;
            if (attempt == Attempts)
                throw new FailedException($"the family record of '{record.Tag}' was written {Attempts} times, and each time another one was there afterwards: {overtaken.Descriptor.Digest.Abbreviated}");
            await Task.Delay(Random.Shared.Next(LongestFirstWait * attempt), cancellationToken);
            record = await MergedAsync(record, overtaken.Theirs, cancellationToken);
            seen = overtaken.Descriptor.Digest;
        }
    }

    private async Task<FamilyRecord> MergedAsync(FamilyRecord ours, FamilyRecord theirs, CancellationToken cancellationToken)
    {
        // Where the record is that the other run took its tag from does not matter to what it says.
        var merge = new RecordMerge(publication.Current, ours, theirs with { Tag = ours.Tag });
        if (ours.Commit != theirs.Commit)
        {
            var place = FamilyRecordStore.RepositoryOf(provider).With(ours.Tag);
            merge = merge with { IsOlder = await TagGuard.LatenessAsync(publication, place, TagState.Of(theirs), cancellationToken) is not null };
        }

        var conflicts = merge.Conflicts;
        var heads = await Task.WhenAll(conflicts.Select(name => registries.HeadAsync(provider.Of(name).With(ours.Tag), cancellationToken)));
        return merge.Merged(conflicts.Zip(heads).Where(pair => pair.Second is not null).ToImmutableDictionary(pair => pair.First, pair => pair.Second!.Digest));
    }
}
