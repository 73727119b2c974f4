namespace KegImages.Pruning;

internal sealed class ImageVerdicts(PruneFacts facts, RepositoryFacts repository, ImmutableArray<(Tag Tag, FamilyRecord Record)> records)
{
    private readonly ILookup<Digest, Tag> tagsOn = repository.Tags.ToLookup(tag => tag.Digest, tag => tag.Tag);

    // What is known by its content, or is about some: whether it stays is decided by what reaches that.
    private readonly HashSet<Tag> signatures = [.. repository.Tags.Where(tag => Reach.IsSignature(repository, tag)).Select(tag => tag.Tag)];

    // What stays for a while keeps its parts for as long.
    private IReadOnlyDictionary<Digest, string> waiting = ImmutableDictionary<Digest, string>.Empty;

    public IEnumerable<PruneVerdict> Decide()
    {
        var named = repository.Tags.Where(tag => !IsOfContent(tag.Tag)).ToDictionary(tag => tag.Tag, Fate);
        var reached = new Reach(repository).OfTagsAndRecords(facts, records,
            named.Where(pair => !pair.Value.Goes).Select(pair => pair.Key));
        waiting = new Reach(repository).OfManifests(
            repository.Manifests.Values.Where(manifest => !reached.ContainsKey(manifest.Digest) && !IsOver(Since(manifest)))
                .Select(manifest => manifest.Digest));
        foreach (var manifest in Known())
        {
            var tags = tagsOn[manifest.Digest].ToImmutableArray();
            var fate = ContentFate(manifest, reached);
            // With only some tags read, none is known to be the last.
            if (fate.Goes && facts.Only is null)
            {
                yield return new PruneVerdict(repository.Repository, manifest.Digest, tags, PruneAction.RemoveManifest, fate.Reason);
                continue;
            }

            foreach (var tag in tags)
            {
                var own = named.GetValueOrDefault(tag, (Goes: false, fate.Reason));
                yield return new PruneVerdict(repository.Repository, manifest.Digest, [tag], own.Goes ? PruneAction.RemoveTag
                    : PruneAction.Keep, own.Reason) { UnreachedSince = own.Goes ? null : fate.Since };
            }

            // What loses its only tag is known by no other name afterwards.
            if (fate.Since is { } since && !tags.Any(IsOfContent) && facts.Only is null)
                yield return new PruneVerdict(repository.Repository, manifest.Digest, [], PruneAction.Keep,
                    fate.Reason) { UnreachedSince = since };
            else if (tags.IsEmpty)
                yield return new PruneVerdict(repository.Repository, manifest.Digest, [], PruneAction.Keep, fate.Reason);
        }
    }

    private bool IsOfContent(Tag tag) => TagSettings.IsContentTag(tag) || signatures.Contains(tag);

    private (bool Goes, string Reason) Fate(TagFacts tag) => Reach.AttachedTo(tag.Tag) is not null
        ? (false, "it belongs to the image that it names")
        : CacheTag.TryParse(tag.Tag, out var cache) && repository.Manifests[tag.Digest].Manifest.IsLayerCache
        ? Ownership.OfCache(facts, cache)
        : Ownership.OfImage(facts, repository.Repository, tag.Tag, repository.Manifests[tag.Digest]);

    private (bool Goes, string Reason, DateTimeOffset? Since) ContentFate(ManifestFacts manifest,
        IReadOnlyDictionary<Digest, string> reached)
    {
        if (reached.TryGetValue(manifest.Digest, out var by))
            return (false, by, null);
        var since = Since(manifest);
        return !IsOver(since) ? (false, $"nothing reaches it since {since:yyyy-MM-dd}, which is not long enough", since)
            : waiting.TryGetValue(manifest.Digest, out var part) ? (false, part, since)
            : (true, $"no tag, record, index or referrer reaches it, since {since:yyyy-MM-dd}", null);
    }

    private DateTimeOffset Since(ManifestFacts manifest) => manifest.UnreachedSince ?? facts.Now;

    private bool IsOver(DateTimeOffset since) => facts.Now - since >= facts.Grace;

    // An index before what it lists: one that is left half-way lacks nothing.
    private IEnumerable<ManifestFacts> Known() => repository.Manifests.Values
        .OrderBy(manifest => !manifest.Manifest.IsIndex)
        .ThenBy(manifest => tagsOn[manifest.Digest].FirstOrDefault()?.ToString() ?? "~", StringComparer.Ordinal)
        .ThenBy(manifest => manifest.Digest.ToString(), StringComparer.Ordinal);
}
