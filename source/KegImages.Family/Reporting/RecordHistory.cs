using KegImages.Pipeline;
using KegImages.Records;
using KegImages.Reports.Page;

namespace KegImages.Reporting;

/// <summary>The records of a tag as its page shows them: one request lists them, one each reads the newest, and one each image that only an
/// older one names asks whether it is still there.</summary>
/// <param name="workplace">Where.</param>
/// <param name="provider">Where the records live.</param>
/// <param name="root">The repository that knows the commits.</param>
internal sealed class RecordHistory(Workplace workplace, Provider provider, string root)
{
    // As many as Prune keeps of a set that lives, and as many again.
    private const int MostRecords = 20;

    private readonly World world = workplace.World;
    private readonly FamilyRecordStore store = new(workplace.World.Registries);

    /// <summary>Which tags the records' repository has.</summary>
    public async Task<RecordNames> NamesAsync(CancellationToken cancellationToken) =>
        new((await world.Registries.ListTagsAsync(FamilyRecordStore.RepositoryOf(provider), cancellationToken)).Seen);

    /// <summary>The records of a set, the newest first.</summary>
    /// <exception cref="FailedException">The registry does not answer.</exception>
    public async Task<PageHistory> ReadAsync(Tag tag, RecordNames names, CancellationToken cancellationToken)
    {
        var kept = names.Kept.Where(history => history.IsOf(tag)).ToDictionary(history => history.Commit);
        var commits = (await NamedCommit.RecentAsync(root, world.Runner, cancellationToken)).DistinctBy(commit => commit.Commit.Abbreviated)
            .ToDictionary(commit => commit.Commit.Abbreviated);
        // Those that this clone knows in its order; how old the others are, only they themselves say.
        var newest = commits.Keys.Where(kept.ContainsKey).Concat(kept.Keys.Where(commit => !commits.ContainsKey(commit))
            .Order(StringComparer.Ordinal)).Take(MostRecords).Select(commit => kept[commit]).ToList();
        var current = (await store.GetAsync(provider, tag, cancellationToken)).Record;
        var records = (await Task.WhenAll(newest.Select(history => store.GetAsync(provider, history.Tag, cancellationToken))))
            .Select(reading => reading.Record).OfType<FamilyRecord>().Where(record => record.Commit != current?.Commit)
            .OrderByDescending(record => record.CommitTime).ToList();
        var there = await ThereAsync(records, current, cancellationToken);
        return new PageHistory(tag.ToString(),
        [
            .. current is null ? [] : new[] { Named(PageRecords.Of(current) with { IsCurrent = true }, commits) },
            .. records.Select(record => Named(Restorable(record, tag, there), commits)),
        ], kept.Count - newest.Count);
    }

    private static PageRecord Named(PageRecord record, Dictionary<string, NamedCommit> commits) =>
        record.Commit is { } commit && commits.GetValueOrDefault(commit[..12]) is { } named
            ? record with { Author = named.Author, Subject = named.Subject } : record;

    private PageRecord Restorable(FamilyRecord record, Tag tag, HashSet<(ImageName, Digest)> there)
    {
        var gone = record.Images.Where(image => !there.Contains((image.Name, image.Digest))).Select(image => image.Name.ToString())
            .ToList();
        return gone.Count > 0
            ? PageRecords.Of(record) with { Gone = $"gone from the registry: {Choices.Of(gone)}" }
            : PageRecords.Of(record) with { Restore = workplace.Next($"Restore --to {record.Commit?.Abbreviated} --tag {tag}") };
    }

    // What the set has now was asked for by the plan.
    private async Task<HashSet<(ImageName, Digest)>> ThereAsync(List<FamilyRecord> records, FamilyRecord? current,
        CancellationToken cancellationToken)
    {
        var known = (current?.Images ?? []).Select(image => (image.Name, image.Digest)).ToHashSet();
        var asked = records.SelectMany(record => record.Images).Select(image => (image.Name, image.Digest)).Distinct()
            .Where(image => !known.Contains(image)).ToList();
        var heads = await Task.WhenAll(asked.Select(image =>
            world.Registries.HeadAsync(provider.Of(image.Name).At(image.Digest), cancellationToken)));
        known.UnionWith(asked.Zip(heads).Where(pair => pair.Second is not null).Select(pair => pair.First));
        return known;
    }
}
