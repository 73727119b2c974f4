namespace KegImages.Pruning;

/// <summary>What becomes of the family records, the current ones and those kept for their commits, and of what earlier prunes left beside
/// them.</summary>
internal sealed class FamilyVerdicts(PruneFacts facts)
{
    public static readonly TimeSpan Quarantine = TimeSpan.FromDays(90);

    public IEnumerable<PruneVerdict> Decide()
    {
        var fates = facts.Family.Tags.ToDictionary(tag => tag.Tag, tag => SetFate(tag));
        foreach (var (tag, fate) in KeptFates(fates))
            fates[tag] = fate;
        foreach (var signature in facts.Family.Tags.Where(tag => facts.Only is null && Reach.IsSignature(facts.Family, tag)))
        {
            var subject = Reach.AttachedTo(signature.Tag)!;
            fates[signature.Tag] = facts.Family.Tags.Where(tag => tag.Digest == subject && !fates[tag.Tag].Goes)
                .Select(tag => tag.Tag).FirstOrDefault() is { } standing
                ? (false, $"it signs the record '{standing}'") : (true, $"it signs {subject.Abbreviated}, which is no record any more");
        }

        foreach (var onOne in facts.Family.Tags.GroupBy(tag => tag.Digest))
        {
            var going = onOne.Where(tag => fates[tag.Tag].Goes).Select(tag => tag.Tag).ToImmutableArray();
            // Set and commit share one manifest while nothing newer is published: it goes only when all that name it do.
            if (facts.Only is null && going.Length == onOne.Count())
            {
                yield return new PruneVerdict(facts.Family.Repository, onOne.Key, going, PruneAction.RemoveManifest,
                    fates[going[0]].Reason);
                continue;
            }

            foreach (var tag in onOne)
                yield return new PruneVerdict(facts.Family.Repository, tag.Digest, [tag.Tag], fates[tag.Tag].Goes ? PruneAction.RemoveTag
                    : PruneAction.Keep, fates[tag.Tag].Reason);
        }
    }

    private (bool Goes, string Reason) SetFate(TagFacts tag)
    {
        if (RemovalId.TryParse(tag.Tag, out var removal))
        {
            return IsOlder(removal.Time, Quarantine)
                ? (true, $"it keeps what was removed more than {Quarantine.TotalDays:0} days ago")
                : (false, "it keeps what was removed");
        }

        if (UnreachedList.IsOurs(tag.Tag))
            return (false, "it says since when nothing reaches what");
        return facts.Records.GetValueOrDefault(tag.Digest) is { } record ? Ownership.OfRecord(facts, tag.Tag, record)
            : (false, "it is no family record");
    }

    // A commit's record is what Restore goes back to.
    private IEnumerable<(Tag Tag, (bool Goes, string Reason) Fate)> KeptFates(Dictionary<Tag, (bool Goes, string Reason)> sets)
    {
        if (facts.Only is not null)
            yield break;
        var kept = facts.Family.Tags
            .Select(tag => (tag.Tag, History: HistoryTag.TryParse(tag.Tag, out var history) ? history
            : null, Record: facts.Records.GetValueOrDefault(tag.Digest)))
            .Where(entry => entry is { History: not null, Record: not null });
        foreach (var ofSet in kept.GroupBy(entry => entry.History!.Set))
        {
            var standing = sets.Where(set =>
                !set.Value.Goes && !HistoryTag.TryParse(set.Key, out _)
                    && ofSet.First().History!.IsOf(set.Key)).SelectMany(set => Standing(set.Key)).ToHashSet(StringComparer.Ordinal);
            var isLive = sets.Any(set => !set.Value.Goes && !HistoryTag.TryParse(set.Key, out _) && ofSet.First().History!.IsOf(set.Key));
            var place = 0;
            foreach (var (tag, _, record) in ofSet.OrderByDescending(entry => entry.Record!.CommitTime ?? DateTimeOffset.MaxValue)
                .ThenBy(entry => entry.Tag.ToString(), StringComparer.Ordinal))
            {
                place++;
                yield return (tag, isLive && place <= PruneFacts.RecordsOfALiveSet
                    ? (false, $"one of the newest {PruneFacts.RecordsOfALiveSet} records of '{ofSet.Key}'")
                    : standing.Contains(tag.ToString()) ? (false, $"'{ofSet.Key}' was put there by hand, or back from there")
                    : record!.CommitTime is not { } time ? (false, "it is not known how old it is")
                    : !IsOlder(time, facts.Grace) ? (false, "the record of a commit that is not old")
                    : facts.Live.IsFromElsewhere(record.SourceUrl) ? (false, $"it was published from {record.SourceUrl}")
                    : (true, isLive ? $"an old record, not among the newest {PruneFacts.RecordsOfALiveSet} of '{ofSet.Key}'"
                    : $"an old record of '{ofSet.Key}', which is gone"));
            }
        }
    }

    // A set that is held stands beside the record that it came from, and its way forward is the one that it was put back from.
    private IEnumerable<string> Standing(Tag set) =>
        facts.Family.Tags.FirstOrDefault(tag => tag.Tag == set) is { } tag
            && facts.Records.GetValueOrDefault(tag.Digest) is { Hold: { } hold } record
            ? new[] { record.Commit, hold.Over }.OfType<CommitId>().Select(commit => HistoryTag.Of(set, commit).ToString())
            : [];

    private bool IsOlder(DateTimeOffset time, TimeSpan than) => facts.Now - time >= than;
}
