namespace KegImages.Pruning;

internal sealed class PruneFactsReader(RegistryClient registries, IManifestStore store)
{
    private readonly RepositoryReader repositories = new(registries, store);
    private readonly RecordReader reader = new(registries);

    /// <summary>Reads everything that is not known yet.</summary>
    /// <exception cref="FailedException">The registry does not answer, or a record cannot be read: then it is not known what it
    /// names.</exception>
    public async Task<PruneFacts> ReadAsync(PruneFacts known, IEnumerable<ImageName> names, CancellationToken cancellationToken)
    {
        var facts = await ReadFamilyAsync(known, cancellationToken);
        var since = facts.Only is null ? await new UnreachedList(registries, facts.Provider).GetAsync(cancellationToken) : [];
        var all = names.Concat(facts.Records.Values.SelectMany(record => record.Images).Select(image => image.Name)).Distinct()
            .OrderBy(name => name.ToString(), StringComparer.Ordinal);
        var sinceIn = since.ToLookup(pair => pair.Key.Locator);
        var images = ImmutableArray.CreateBuilder<RepositoryFacts>();
        foreach (var name in all.DistinctBy(name => name.Repository))
            images.Add(await ReadImageAsync(facts, facts.Provider.Of(name), sinceIn, cancellationToken));
        return await DeepenAsync(facts with { Images = images.ToImmutable() }, cancellationToken);
    }

    /// <summary>Reads one repository once more: what is in it now, right before something is removed from it. What is known of the other
    /// images is left out, as none of them decides what becomes of it.</summary>
    public async Task<PruneFacts> ReadAgainAsync(PruneFacts facts, ImageReference repository, CancellationToken cancellationToken)
    {
        if (repository == facts.Family.Repository)
            return await ReadFamilyAsync(facts, cancellationToken);
        var before = facts.ImageIn(repository);
        var since = before.Manifests.Values.Where(manifest => manifest.UnreachedSince is not null)
            .ToImmutableDictionary(manifest => repository.At(manifest.Digest), manifest => manifest.UnreachedSince!.Value);
        var now = await ReadImageAsync(facts, repository, since.ToLookup(pair => pair.Key.Locator), cancellationToken);
        return await DeepenAsync(facts with { Images = [now] }, cancellationToken);
    }

    private async Task<PruneFacts> ReadFamilyAsync(PruneFacts facts, CancellationToken cancellationToken)
    {
        var place = FamilyRecordStore.RepositoryOf(facts.Provider);
        var family =
            await repositories.ReadAsync(place, OnlyTags(facts), [], ImpliedTags.OfFamily(facts), (_, _) => false,
                cancellationToken)
            ?? throw new FailedException(
                $"{place} is not shown by the registry: it is not known which records there are, and nothing is removed");
        if (facts.Only is null)
            ThrowUnlessKnown(family);
        var records = await RepositoryReader.InParallelAsync(
            [.. family.Manifests.Values.Where(manifest => manifest.Manifest.ArtifactType == FamilyRecordStore.ArtifactType)],
            async (manifest, token) => (manifest.Digest, await RecordAsync(family, manifest, token)), cancellationToken);
        var read = facts with { Family = family, Records = records.ToImmutableDictionary(pair => pair.Digest, pair => pair.Item2) };
        // Records that were just read imply further ones.
        if (facts.Only is null)
            await new WholeListing(registries)
                .ThrowIfMissingAsync(place, ImpliedTags.OfFamily(read), family.Tags.Select(tag => tag.Tag).ToHashSet(), cancellationToken);
        return read;
    }

    // A record that came in another form could name anything.
    private static void ThrowUnlessKnown(RepositoryFacts family)
    {
        if (family.Tags.FirstOrDefault(tag =>
            Reach.AttachedTo(tag.Tag) is null && !IsOurs(family.Manifests[tag.Digest].Manifest.ArtifactType)) is { } unknown)
            throw Unreadable($"{family.Repository}:{unknown.Tag}", "it is no family record");
    }

    private static bool IsOurs(string? type) =>
        type is FamilyRecordStore.ArtifactType or Quarantine.ArtifactType or UnreachedList.ArtifactType or TagMarker.ArtifactType;

    private async Task<RepositoryFacts> ReadImageAsync(PruneFacts facts, ImageReference repository,
        ILookup<string, KeyValuePair<ImageReference, DateTimeOffset>> sinceIn, CancellationToken cancellationToken)
    {
        var recorded = facts.Recorded.In(repository);
        var since = sinceIn[repository.Locator].ToDictionary(pair => pair.Key, pair => pair.Value);
        var listed = since.Keys.Select(pinned => pinned.Digest!);
        // What is not shown is not touched: nothing is known of it, and nothing in it is planned.
        var only = OnlyTags(facts)?.SelectMany(set => facts.TagsIn(repository, set)).Concat(facts.CachesIn(repository, facts.Only!));
        if (await repositories.ReadAsync(repository, only?.Distinct().ToArray(),
            recorded.Concat(listed), ImpliedTags.OfImage(facts, repository), WantsLabels, cancellationToken) is not { } read)
            return new RepositoryFacts(repository, [], ImmutableDictionary<Digest, ManifestFacts>.Empty);
        return read with
        {
            Manifests = read.Manifests.ToImmutableDictionary(
                pair => pair.Key, pair =>
                    since.TryGetValue(repository.At(pair.Key), out var time) ? pair.Value with { UnreachedSince = time } : pair.Value),
        };

        bool WantsLabels(Tag tag, Digest digest) =>
            facts.SetOf(repository, tag) is var set && !facts.Settings.DefaultTags.Contains(set) && !TagSettings.IsContentTag(tag)
            && !CacheTag.TryParse(tag, out _) && Reach.AttachedTo(tag) is null && facts.RecordOf(repository, set, digest) is null
            && (facts.Settings.SetBeside(set) is not { } beside || !facts.Settings.DefaultTags.Contains(beside));
    }

    // Of what would go: what an index lists goes too unless something else reaches it, and what something is attached to stays.
    private async Task<PruneFacts> DeepenAsync(PruneFacts facts, CancellationToken cancellationToken)
    {
        var asked = new HashSet<ImageReference>();
        while (true)
        {
            var going = PrunePlanner.Plan(facts).Removals
                .Where(verdict => verdict.Action == PruneAction.RemoveManifest && verdict.Repository != facts.Family.Repository)
                .Select(verdict => verdict.Repository.At(verdict.Digest)).Where(asked.Add).ToImmutableArray();
            if (going.IsEmpty)
                return facts;
            var answers = await RepositoryReader.InParallelAsync(going, repositories.ReferrersAsync, cancellationToken);
            var places = facts.Images.Select((image, place) => (image.Repository.Locator, place)).ToDictionary();
            var images = facts.Images.ToBuilder();
            foreach (var (pinned, referrers) in going.Zip(answers))
            {
                var place = places[pinned.Locator];
                images[place] = await DeepenAsync(images[place], pinned.Digest!, referrers, cancellationToken);
            }

            facts = facts with { Images = images.ToImmutable() };
        }
    }

    // Its signatures go with it; anything else that is attached to it keeps it.
    private async Task<RepositoryFacts> DeepenAsync(RepositoryFacts repository, Digest digest,
        ImmutableArray<DescriptorDocument> referrers, CancellationToken cancellationToken)
    {
        var signatures = referrers.Where(referrer => referrer.ArtifactType == MediaTypes.CosignSignature)
            .Select(referrer => referrer.Digest).ToList();
        var manifest = repository.Manifests[digest];
        var manifests = repository.Manifests.SetItem(digest, manifest with { HasReferrers = referrers.Length > signatures.Count });
        foreach (var child in await repositories.ReadAsync(repository.Repository,
            manifest.Children.Concat(signatures).Where(child => !manifests.ContainsKey(child)), cancellationToken))
            manifests = manifests.SetItem(child.Digest, child with { UnreachedSince = manifest.UnreachedSince });
        return repository with { Manifests = manifests };
    }

    private async Task<FamilyRecord> RecordAsync(RepositoryFacts family, ManifestFacts manifest, CancellationToken cancellationToken)
    {
        var place = family.TagsOn(manifest.Digest).FirstOrDefault() is { } tag ? family.Repository.With(tag)
            : family.Repository.At(manifest.Digest);
        try
        {
            return await reader.ReadAsync(place, manifest.Manifest, null, cancellationToken);
        }
        catch (Exception exception) when (exception is UnreadableDocumentException or UnreadableRecordException)
        {
            throw new FailedException($"{exception.Message}; it is not known what it names, and nothing is removed", exception);
        }
    }

    private static FailedException Unreadable(string place, string why) =>
        new($"{place}: {why}; it is not known what it names, and nothing is removed");

    private static Tag[]? OnlyTags(PruneFacts facts) =>
        facts.Only is BranchName branch ? [.. TagSet.For(branch, facts.Settings).All] : null;
}
