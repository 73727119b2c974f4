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
        var images = ImmutableArray.CreateBuilder<RepositoryFacts>();
        foreach (var name in all.DistinctBy(name => name.Repository))
            images.Add(await ReadImageAsync(facts, facts.Provider.Of(name), since, cancellationToken));
        return await DeepenAsync(facts with { Images = images.ToImmutable() }, null, cancellationToken);
    }

    /// <summary>Reads one repository once more: what is in it now, right before something is removed from it.</summary>
    public async Task<PruneFacts> ReadAgainAsync(PruneFacts facts, ImageReference repository, CancellationToken cancellationToken)
    {
        if (repository == facts.Family.Repository)
            return await ReadFamilyAsync(facts, cancellationToken);
        var before = facts.Images.Single(image => image.Repository == repository);
        var since = before.Manifests.Values.Where(manifest => manifest.UnreachedSince is not null)
            .ToImmutableDictionary(manifest => repository.At(manifest.Digest), manifest => manifest.UnreachedSince!.Value);
        var now = await ReadImageAsync(facts, repository, since, cancellationToken);
        return await DeepenAsync(facts with { Images = facts.Images.Replace(before, now) }, repository, cancellationToken);
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
        ImmutableDictionary<ImageReference, DateTimeOffset> since, CancellationToken cancellationToken)
    {
        var recorded = facts.Recorded.In(repository);
        var listed = since.Keys.Where(pinned => pinned.Locator == repository.Locator).Select(pinned => pinned.Digest!);
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
    private async Task<PruneFacts> DeepenAsync(PruneFacts facts, ImageReference? only, CancellationToken cancellationToken)
    {
        var asked = new HashSet<ImageReference>();
        while (true)
        {
            var going = PrunePlanner.Plan(facts).Removals
                .Where(verdict => verdict.Action == PruneAction.RemoveManifest && verdict.Repository != facts.Family.Repository
                && (only is null || verdict.Repository == only))
                .Select(verdict => verdict.Repository.At(verdict.Digest)).Where(asked.Add).ToImmutableArray();
            if (going.IsEmpty)
                return facts;
            var answers = await RepositoryReader.InParallelAsync(going, repositories.ReferrersAsync, cancellationToken);
            foreach (var (pinned, referrers) in going.Zip(answers))
                facts = await DeepenAsync(facts, pinned, referrers, cancellationToken);
        }
    }

    // Its signatures go with it; anything else that is attached to it keeps it.
    private async Task<PruneFacts> DeepenAsync(PruneFacts facts, ImageReference pinned, ImmutableArray<DescriptorDocument> referrers,
        CancellationToken cancellationToken)
    {
        var signatures = referrers.Where(referrer => referrer.ArtifactType == MediaTypes.CosignSignature)
            .Select(referrer => referrer.Digest).ToList();
        var repository = facts.Images.Single(image => image.Repository.Locator == pinned.Locator);
        var manifest = repository.Manifests[pinned.Digest!];
        var manifests = repository.Manifests.SetItem(pinned.Digest!, manifest with { HasReferrers = referrers.Length > signatures.Count });
        foreach (var child in await repositories.ReadAsync(repository.Repository,
            manifest.Children.Concat(signatures).Where(child => !manifests.ContainsKey(child)), cancellationToken))
            manifests = manifests.SetItem(child.Digest, child with { UnreachedSince = manifest.UnreachedSince });
        return facts with { Images = facts.Images.Replace(repository, repository with { Manifests = manifests }) };
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
