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
        var all = ImmutableDictionary.CreateBuilder<ImageName, TaggedImage>();
        foreach (var name in now.Keys)
        {
            if (known.FirstOrDefault(record => record.Find(name) is not null) is { } record && record.Find(name) is { } image)
                all[name] = new TaggedImage(provider.Of(name).With(variants.Of(name, record.Tag)), image.Digest, image.Fingerprint,
                    image.Commit?.ToString(), record.Branch?.ToString()) { Builder = image.LastBuild?.Builder };
        }

        var tagged = all.ToImmutable();
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
                    record.Branch?.ToString()) { Builder = recorded.LastBuild?.Builder };
            var labels = (await registries.GetImageConfigAsync(provider.Of(name).At(head.Digest), cancellationToken))?.Labels;
            _ = Fingerprint.TryParse(labels?.GetValueOrDefault(ImageLabels.Fingerprint), out var fingerprint);
            return new TaggedImage(reference, head.Digest, fingerprint, labels?.GetValueOrDefault(ImageLabels.Revision),
                labels?.GetValueOrDefault(ImageLabels.Branch));
        }

        return null;
    }

    // A parent's old fingerprint stands in the child's old inputs, so they are read from the children up.
    private static async Task<ImmutableDictionary<MadeOf, ImageInputs>> BeforeAsync(ImmutableDictionary<ImageName, ImageInputs> now,
        ImmutableDictionary<ImageName, TaggedImage> tagged, RecordedInputs kept, CancellationToken cancellationToken)
    {
        var before = ImmutableDictionary.CreateBuilder<MadeOf, ImageInputs>();
        var asked = new HashSet<MadeOf>();
        var open = new Queue<MadeOf>();
        foreach (var (name, image) in tagged)
        {
            if (image.Fingerprint is { } fingerprint)
                open.Enqueue(new MadeOf(name, fingerprint));
        }

        while (open.TryDequeue(out var next))
        {
            if (!now.TryGetValue(next.Image, out var present) || present.Fingerprint == next.Fingerprint || !asked.Add(next)
                || await kept.FindAsync(next.Image, next.Fingerprint, cancellationToken) is not { } inputs)
                continue;
            before[next] = inputs;
            foreach (var input in inputs.Manifest.Inputs.Where(input => input.Kind == InputKind.Parent))
            {
                if (MadeOf.TryParse(input.Value) is { } parent)
                    open.Enqueue(parent);
            }
        }

        return before.ToImmutable();
    }

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
