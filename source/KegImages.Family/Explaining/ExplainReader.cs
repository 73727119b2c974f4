namespace KegImages.Explaining;

/// <summary>Reads what is under the images' tags and what that was made of, from the registry alone: any clone reads the same.</summary>
internal sealed class ExplainReader(RegistryClient registries, Provider provider, ImmutableArray<Tag> tags, VariantTags variants)
{
    private readonly FamilyRecordStore store = new(registries);

    /// <exception cref="FailedException">The registry does not answer.</exception>
    public async Task<ExplainFacts> ReadAsync(BuildPlan plan, ImmutableDictionary<ImageName, ImageInputs> now, string root,
        CancellationToken cancellationToken)
    {
        var records = await Task.WhenAll(tags.Select(tag => store.GetAsync(provider, tag, cancellationToken)));
        var byTag = tags.Zip(records).ToDictionary(pair => pair.First, pair => pair.Second.Record);
        var names = now.Keys.ToList();
        var tagged = names.Zip(await Task.WhenAll(names.Select(name => TaggedAsync(name, byTag, cancellationToken))))
            .Where(pair => pair.Second is not null).ToImmutableDictionary(pair => pair.First, pair => pair.Second!);
        return new ExplainFacts
        {
            Plan = plan,
            Now = now,
            Tagged = tagged,
            Before = await BeforeAsync(now, tagged,
                new RecordedInputs(store, provider, records.Select(reading => reading.Record).OfType<FamilyRecord>()), cancellationToken),
            Origins = await OriginsAsync(plan, tagged, cancellationToken),
            Root = root,
        };
    }

    /// <summary>The same from records that were read before, which are believed: only what the images that they name were made of is
    /// asked for, where it is not what they are made of now.</summary>
    /// <exception cref="FailedException">The registry does not answer.</exception>
    public async Task<ExplainFacts> ReadAtHandAsync(BuildPlan plan, ImmutableDictionary<ImageName, ImageInputs> now,
        ImmutableArray<FamilyRecord> known, string root, CancellationToken cancellationToken)
    {
        var tagged = now.Keys.Select(name => (name, image: known.Select(record => (record, image: record.Find(name)))
                .FirstOrDefault(pair => pair.image is not null)))
            .Where(pair => pair.image.image is not null)
            .ToImmutableDictionary(pair => pair.name, pair => new TaggedImage(
                provider.Of(pair.name).With(variants.Of(pair.name, pair.image.record.Tag)), pair.image.image!.Digest,
                pair.image.image.Fingerprint, pair.image.image.Commit?.ToString(), pair.image.record.Branch?.ToString()));
        return new ExplainFacts
        {
            Plan = plan,
            Now = now,
            Tagged = tagged,
            Before = await BeforeAsync(now, tagged, new RecordedInputs(store, provider, known), cancellationToken),
            Origins = plan.Reused.ToImmutableDictionary(image => image.Name, image => tagged.GetValueOrDefault(image.Name) is { } there
                && there.Digest == image.Digest ? there.Origin : ""),
            Root = root,
        };
    }

    private async Task<TaggedImage?> TaggedAsync(ImageName name, Dictionary<Tag, FamilyRecord?> records,
        CancellationToken cancellationToken)
    {
        foreach (var tag in tags)
        {
            var reference = provider.Of(name).With(variants.Of(name, tag));
            if (await registries.HeadAsync(reference, cancellationToken) is not { } head)
                continue;
            // The record spares two requests, where it still says what is under the tag.
            if (records[tag] is { } record && record.Find(name) is { Fingerprint: not null } recorded && recorded.Digest == head.Digest)
                return new TaggedImage(reference, head.Digest, recorded.Fingerprint, recorded.Commit?.ToString(),
                    record.Branch?.ToString());
            var labels = (await registries.GetImageConfigAsync(provider.Of(name).At(head.Digest), cancellationToken))?.Labels;
            _ = Fingerprint.TryParse(labels?.GetValueOrDefault(ImageLabels.Fingerprint), out var fingerprint);
            return new TaggedImage(reference, head.Digest, fingerprint, labels?.GetValueOrDefault(ImageLabels.Revision),
                labels?.GetValueOrDefault(ImageLabels.Branch));
        }

        return null;
    }

    // A parent's old fingerprint stands in the child's old inputs, so they are read from the children up.
    private static async Task<ImmutableDictionary<(ImageName Image, Fingerprint Fingerprint), ImageInputs>> BeforeAsync(
        ImmutableDictionary<ImageName, ImageInputs> now, ImmutableDictionary<ImageName, TaggedImage> tagged, RecordedInputs kept,
            CancellationToken cancellationToken)
    {
        var before = ImmutableDictionary.CreateBuilder<(ImageName, Fingerprint), ImageInputs>();
        var asked = new HashSet<(ImageName Image, Fingerprint Fingerprint)>();
        var open = tagged.Where(image => image.Value.Fingerprint is not null)
            .Select(image => (Image: image.Key, Fingerprint: image.Value.Fingerprint!)).ToList();
        while (open.Count > 0)
        {
            var next = open.Where(pair => now.ContainsKey(pair.Image) && now[pair.Image].Fingerprint != pair.Fingerprint && asked.Add(pair))
                .ToList();
            open = [];
            foreach (var pair in next)
            {
                if (await kept.FindAsync(pair.Image, pair.Fingerprint, cancellationToken) is not { } inputs)
                    continue;
                before[pair] = inputs;
                open.AddRange(inputs.Manifest.Inputs.Where(input => input.Kind == InputKind.Parent).Select(input => ParentOf(input.Value))
                    .OfType<(ImageName, Fingerprint)>());
            }
        }

        return before.ToImmutable();
    }

    private static (ImageName, Fingerprint)? ParentOf(string value) =>
        value.Split('@', 2) is [var name, var text] && Fingerprint.TryParse(text, out var fingerprint)
            ? (ImageName.Parse(name), fingerprint) : null;

    // The record knows who published last; where an image was built, its own labels say.
    private async Task<ImmutableDictionary<ImageName, string>> OriginsAsync(
        BuildPlan plan, ImmutableDictionary<ImageName, TaggedImage> tagged, CancellationToken cancellationToken)
    {
        var configs = await Task.WhenAll(plan.Reused.Select(image => registries.GetImageConfigAsync(image.Pinned, cancellationToken)));
        return plan.Reused.Zip(configs).ToImmutableDictionary(
            pair => pair.First.Image.Name,
            pair => pair.Second is { } config
                ? TaggedImage.Clause(config.Labels.GetValueOrDefault(ImageLabels.Revision),
                    config.Labels.GetValueOrDefault(ImageLabels.Branch))
                : tagged.GetValueOrDefault(pair.First.Image.Name)?.Origin ?? "");
    }
}
